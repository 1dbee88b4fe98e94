//! Is every request line met in full, or in `unmet` with what is missing?

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::engine::parallel::{both, in_parallel, parts};
use crate::ledger::Text;
use crate::ledger::tables::{Finding, Request, Transfer, Unmet};
use crate::ledger::word::Severity;
use crate::quantity::Quantity;

use super::book::{Book, Traced};

/// What `unmet` says of one line.
#[derive(Clone, Copy, Default)]
enum Said<'a> {
    #[default]
    Nothing,
    Once(&'a Unmet),
    Again,
}

/// Holds what `unmet` says against what the awards give, and the transfers where it speaks of what they leave.
pub(super) fn findings(
    book: &Book,
    traced: &[Traced],
    unmet: &[Unmet],
    transfers: &[Transfer],
) -> Vec<Finding> {
    let requests = book.inputs.requests;
    let (named, mut given) = both(
        requests.len(),
        || book.lines_named(unmet, |row| (&row.request, &row.line)),
        || book.given(traced),
    );
    let moved = moved(book, unmet, transfers);
    for (line, qty) in &moved {
        given[*line] = given[*line].saturating_add(*qty);
    }
    let mut said = vec![Said::Nothing; requests.len()];
    let mut unasked: Vec<&Unmet> = Vec::new();
    for (row, line) in unmet.iter().zip(named) {
        match line {
            Some(line) => {
                said[line] = match said[line] {
                    Said::Nothing => Said::Once(row),
                    Said::Once(_) | Said::Again => Said::Again,
                }
            }
            None => unasked.push(row),
        }
    }
    let of_part = |lines: Range<usize>| {
        let of_line = |number: usize| {
            let (request, got) = (&requests[number], Quantity::from_thousandths(given[number]));
            // Of what stands in for goods parts of a unit stay open, for which whole ones are moved.
            let in_parts = match moved.contains_key(&number) {
                true => Quantity::from_thousandths(book.smallest(number) - 1),
                false => Quantity::ZERO,
            };
            (
                too_much_for(request, got, in_parts),
                judge(request, got, said[number]),
            )
        };
        lines
            .map(of_line)
            .filter(|found| *found != (None, None))
            .collect::<Vec<_>>()
    };
    let found = in_parallel(parts(requests.len()), of_part);
    let (over, untold): (Vec<_>, Vec<_>) = found.into_iter().flatten().unzip();
    let mut found: Vec<Finding> = over.into_iter().chain(untold).flatten().collect();
    unasked.sort_by_key(|row| (&row.request, &row.line));
    found.extend(unasked.into_iter().map(|row| {
        let message = "no request line asks for this".to_owned();
        Finding {
            line: format!("{}/{}", row.request, row.line),
            site: row.site.to_string(),
            item: row.item.to_string(),
            ..finding("idle_unmet", None, message, "drop the row")
        }
    }));
    found
}

/// What was moved to each line in thousandths, by number: nothing where `unmet` is that of the plan before the transfers.
fn moved(book: &Book, unmet: &[Unmet], transfers: &[Transfer]) -> HashMap<usize, i64> {
    let plans: HashSet<&str> = transfers.iter().map(|row| row.plan.as_str()).collect();
    let knows_of_them = |row: &Unmet| plans.contains(row.plan.as_str());
    let mut moved = HashMap::new();
    if !unmet.is_empty() && !unmet.iter().any(knows_of_them) {
        return moved;
    }
    for row in transfers {
        if let Some(line) = book.line_named(&row.request, &row.line) {
            let sum: &mut i64 = moved.entry(line).or_default();
            *sum = sum.saturating_add(row.qty.thousandths());
        }
    }
    moved
}

/// Lines that get more than they ask for.
pub(super) fn too_much(book: &Book, traced: &[Traced]) -> Vec<Finding> {
    let lines = book.inputs.requests.iter().zip(book.given(traced));
    let over = lines.filter_map(|(line, got)| {
        too_much_for(line, Quantity::from_thousandths(got), Quantity::ZERO)
    });
    over.collect()
}

/// Whether a line gets more than it asks for, by more than so much.
fn too_much_for(request: &Request, got: Quantity, by: Quantity) -> Option<Finding> {
    let asked = request.qty.unwrap_or(Quantity::ZERO);
    (got > asked + by).then(|| {
        let message = format!("{got} is given of {asked} asked for");
        let hint = "never give more than is asked for; an amount that is not said is none";
        finding("over_awarded", Some(request), message, hint)
    })
}

/// Whether what is said of a line is what it is short of.
fn judge(request: &Request, got: Quantity, said: Said) -> Option<Finding> {
    let asked = request.qty.unwrap_or(Quantity::ZERO);
    let is_met = request.qty.is_some_and(|asked| got >= asked);
    let (code, message, hint) = match said {
        Said::Nothing if is_met => return None,
        Said::Nothing => (
            "missing_unmet",
            format!("{got} of {asked} is given, and unmet does not say so"),
            "add the line to unmet with its reason",
        ),
        Said::Once(row) if !is_met && is_right(row, request, got) => return None,
        Said::Once(_) if !is_met => (
            "wrong_short",
            format!("unmet does not say that {got} of {asked} is given"),
            "requested, given, short and reason follow from the awards",
        ),
        Said::Once(_) | Said::Again => (
            "idle_unmet",
            "unmet names a line that is met, or names it twice".to_owned(),
            "drop the row",
        ),
    };
    Some(finding(code, Some(request), message, hint))
}

/// Whether a row of `unmet` says what a line asked for, got and is short of.
fn is_right(row: &Unmet, request: &Request, got: Quantity) -> bool {
    row.requested == request.qty
        && row.given == got
        && row.short == request.qty.map(|asked| asked - got)
        && !row.reason.is_empty()
        && (&row.site, &row.item) == (&request.site, &request.item)
}

/// A finding on a line of a request, or on none.
pub(super) fn finding(
    code: &str,
    request: Option<&Request>,
    message: String,
    hint: &str,
) -> Finding {
    let text = |cell: fn(&Request) -> &Text| request.map_or(String::new(), |r| cell(r).to_string());
    Finding {
        line: request.map_or(String::new(), |r| format!("{}/{}", r.request, r.line)),
        site: text(|request| &request.site),
        item: text(|request| &request.item),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}
