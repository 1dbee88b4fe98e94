//! Is every request line met in full, or in `unmet` with what is missing?

use std::collections::HashMap;

use crate::ledger::tables::{Finding, Request, Unmet};
use crate::ledger::word::Severity;
use crate::quantity::Quantity;

use super::super::PlanInputs;
use super::Traced;
use super::lot::given;

pub(super) fn findings(inputs: &PlanInputs, traced: &[Traced], unmet: &[Unmet]) -> Vec<Finding> {
    let given = given(traced);
    let mut said: HashMap<(&str, &str), Vec<&Unmet>> = HashMap::new();
    for row in unmet {
        said.entry((&row.request, &row.line)).or_default().push(row);
    }
    let mut found = Vec::new();
    for request in inputs.requests {
        let key = (request.request.as_str(), request.line.as_str());
        let got = Quantity::from_thousandths(
            given
                .get(&std::ptr::from_ref(request))
                .copied()
                .unwrap_or(0),
        );
        let rows = said.remove(&key).unwrap_or_default();
        found.extend(judge(request, got, &rows));
    }
    let mut unasked: Vec<&Unmet> = said.into_values().flatten().collect();
    unasked.sort_by_key(|row| (&row.request, &row.line));
    found.extend(unasked.into_iter().map(|row| {
        let message = "no request line asks for this".to_owned();
        Finding {
            line: format!("{}/{}", row.request, row.line),
            site: row.site.clone(),
            item: row.item.clone(),
            ..finding("idle_unmet", None, message, "drop the row")
        }
    }));
    found
}

fn judge(request: &Request, got: Quantity, rows: &[&Unmet]) -> Vec<Finding> {
    let asked = request.qty.unwrap_or(Quantity::ZERO);
    let is_met = request.qty.is_some_and(|asked| got >= asked);
    let mut found = Vec::new();
    if got > asked {
        let message = format!("{got} is given of {asked} asked for");
        let hint = "never give more than is asked for; an amount that is not said is none";
        found.push(finding("over_awarded", Some(request), message, hint));
    }
    match rows {
        [] if !is_met => {
            let message = format!("{got} of {asked} is given, and unmet does not say so");
            let hint = "add the line to unmet with its reason";
            found.push(finding("missing_unmet", Some(request), message, hint));
        }
        [] => {}
        [row] if !is_met => {
            let short = request.qty.map(|asked| asked - got);
            let is_right = row.requested == request.qty
                && row.given == got
                && row.short == short
                && !row.reason.is_empty()
                && (&row.site, &row.item) == (&request.site, &request.item);
            if !is_right {
                let message = format!("unmet does not say that {got} of {asked} is given");
                let hint = "requested, given, short and reason follow from the awards";
                found.push(finding("wrong_short", Some(request), message, hint));
            }
        }
        _ => {
            let message = "unmet names a line that is met, or names it twice".to_owned();
            found.push(finding(
                "idle_unmet",
                Some(request),
                message,
                "drop the row",
            ));
        }
    }
    found
}

/// A finding on a line of a request, or on none.
pub(super) fn finding(
    code: &str,
    request: Option<&Request>,
    message: String,
    hint: &str,
) -> Finding {
    let text = |cell: fn(&Request) -> &String| request.map_or(String::new(), |r| cell(r).clone());
    Finding {
        line: request.map_or(String::new(), |r| format!("{}/{}", r.request, r.line)),
        site: text(|request| &request.site),
        item: text(|request| &request.item),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}
