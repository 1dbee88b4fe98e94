//! What is left open of each line, by the plans before and the transfers together?
//!
//! A row of `unmet` speaks of its whole line: what it asked for, what plans and transfers give of that, what it is short
//! of. Where `unmet` was handed in, the lines that transfers were not asked for are handed on as they were: who may not
//! have the goods, or does not say how much, is as open as before.
//!
//! Never: why a plan left a line open.

use std::collections::{HashMap, HashSet};

use crate::ledger::tables::Unmet;
use crate::quantity::Quantity;

use super::{TransferInputs, moved_since};

/// The name of a line.
type Name<'a> = (&'a str, &'a str);

/// What a line asked for, and got before these transfers.
#[derive(Clone, Copy)]
struct Before {
    requested: Quantity,
    given: Quantity,
}

/// What all lines are short of after transfers, by (request, line); `open`: what those that transfers were asked for are
/// short of, of what they were open for.
pub(super) fn left_open(open: Vec<Unmet>, inputs: &TransferInputs) -> Vec<Unmet> {
    let before = before(inputs);
    let whole = open.into_iter().filter_map(|row| {
        let line: Name = (&row.request, &row.line);
        match before.get(&line).copied() {
            Some(before) => of_whole_line(row, before),
            None => Some(row),
        }
    });
    let mut left: Vec<Unmet> = whole.collect();
    left.extend(not_asked_for(inputs));
    left.sort_by(|a, b| (&a.request, &a.line).cmp(&(&b.request, &b.line)));
    left
}

/// The row of a whole line; `None` where nothing of it is open: a line for which parts of a unit were open got all of it.
fn of_whole_line(row: Unmet, before: Before) -> Option<Unmet> {
    let given = before.given + row.given;
    let short = before.requested - given;
    short.is_positive().then(|| Unmet {
        requested: Some(before.requested),
        given,
        short: Some(short),
        ..row
    })
}

/// What each line asked for and got, where that is known.
fn before<'a>(inputs: &TransferInputs<'a>) -> HashMap<Name<'a>, Before> {
    let asked = inputs.requests.iter();
    let asked = asked.filter_map(|line| Some((name(&line.request, &line.line), line.qty?)));
    let Some(unmet) = inputs.unmet else {
        let mut given: HashMap<Name, Quantity> = HashMap::new();
        for award in inputs.allocation {
            *given.entry((&award.request, &award.line)).or_default() += award.met();
        }
        let before = asked.map(|(line, requested)| {
            let given = given.get(&line).copied().unwrap_or_default();
            (line, Before { requested, given })
        });
        return before.collect();
    };
    let asked: HashMap<Name, Quantity> = asked.collect();
    let moved = moved_since(unmet, inputs.before);
    let mut before = HashMap::new();
    for row in unmet {
        let line = name(&row.request, &row.line);
        let requested = row.requested.or_else(|| asked.get(&line).copied());
        if let Some((requested, short)) = requested.zip(row.short) {
            let moved = moved.get(&line).copied().unwrap_or_default();
            let given = requested - short + moved;
            before.entry(line).or_insert(Before { requested, given });
        }
    }
    before
}

/// The rows of `unmet` that transfers were not asked to meet.
fn not_asked_for(inputs: &TransferInputs) -> Vec<Unmet> {
    let mut seen: HashSet<Name> = HashSet::new();
    let rows = inputs.unmet.unwrap_or_default().iter();
    let first = rows.filter(|row| seen.insert((&row.request, &row.line)));
    let stay = first.filter(|row| match row.short {
        Some(short) => short.is_positive() && row.is_barred(),
        None => true,
    });
    let stay = stay.map(|row| Unmet {
        plan: inputs.plan_id.into(),
        ..row.clone()
    });
    stay.collect()
}

fn name<'a>(request: &'a str, line: &'a str) -> Name<'a> {
    (request, line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::PlanOptions;
    use crate::allocate::sample::{AS_OF, Sample, day, pieces};
    use crate::allocate::supply::posted::Posted;
    use crate::ledger::Text;

    /// A row in thousandths.
    fn row(request: &str, requested: Option<i64>, given: i64, reason: &str) -> Unmet {
        Unmet {
            plan: "p".into(),
            request: request.into(),
            line: "1".into(),
            site: "H1".into(),
            item: "mask".into(),
            requested: requested.map(Quantity::from_thousandths),
            given: Quantity::from_thousandths(given),
            short: requested.map(|asked| Quantity::from_thousandths(asked - given)),
            reason: reason.into(),
            rule: Text::new(),
        }
    }

    #[test]
    fn rows_speak_of_whole_lines_and_who_was_not_asked_for_stays() {
        let sample = Sample::of(Vec::new(), Vec::new());
        let unmet = [
            row("Q4", Some(10_000), 7_500, "short"),
            row("Q1", Some(200_000), 50_000, "short"),
            row("Q2", Some(10_000), 0, "not_eligible"),
            row("Q3", None, 0, "amount_not_said"),
            row("Q5", Some(9_000), 3_000, "short"),
        ];
        let inputs = TransferInputs {
            onhand: &[],
            requests: &[],
            unmet: Some(&unmet),
            allocation: &[],
            before: &[],
            posted: &Posted::default(),
            burn: &[],
            cover: &[],
            consents: &[],
            lanes: &[],
            items: &sample.items,
            sites: &sample.sites,
            rules: &sample.rules,
            as_of: day(AS_OF),
            from: None,
            floor_days: None,
            plan_id: "t",
            basis_seal: "",
            options: PlanOptions::default(),
        };
        // Of the two and a half that Q4 is open for three are asked for, and two come.
        let open = vec![
            row("Q1", Some(150_000), 20_000, "no_stock"),
            row("Q4", Some(3_000), 2_000, "no_stock"),
        ];
        let left = left_open(open, &inputs);
        let told = left.iter().map(|row| {
            let figures = (row.requested, row.given, row.short);
            (row.request.as_str(), figures, row.reason.as_str())
        });
        let half = Quantity::from_thousandths;
        let expected = [
            (
                "Q1",
                (Some(pieces(200)), pieces(70), Some(pieces(130))),
                "no_stock",
            ),
            (
                "Q2",
                (Some(pieces(10)), pieces(0), Some(pieces(10))),
                "not_eligible",
            ),
            ("Q3", (None, pieces(0), None), "amount_not_said"),
            (
                "Q4",
                (Some(pieces(10)), half(9_500), Some(half(500))),
                "no_stock",
            ),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        assert!(
            left.iter()
                .filter(|row| row.reason != "no_stock")
                .all(|row| row.plan == "t")
        );
    }
}
