//! Checks `extension` and `extended`: shelf lives that were extended, with the old and the new day.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Finding;
use crate::ledger::word::{MovementKind, Severity};

use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// Extensions that nobody approved, or that state no new day.
pub fn extension(inputs: &CheckInputs) -> Outcome {
    let wrong = extensions(inputs).into_iter();
    let wrong = wrong.filter_map(|(at, old, new)| {
        let movement = &inputs.movements.rows[at];
        let (message, hint) = match new {
            None => (
                "an extension that states no new day".to_owned(),
                "write the new last usable day into expiry",
            ),
            Some(new) if movement.approver.is_empty() => (
                format!(
                    "the label says {}, and nobody approved {new}",
                    in_words(old)
                ),
                "reverse this line, and post it again with the record of the approval in approver",
            ),
            Some(_) => return None,
        };
        let found = finding(&inputs.movements, at, "extension", Severity::Error, message);
        Some(with_days(found, old, new, hint))
    });
    Outcome::Found(wrong.collect())
}

/// Extensions in order, each with the day on the label and the new one.
pub fn extended(inputs: &CheckInputs) -> Outcome {
    let right = extensions(inputs).into_iter();
    let right = right.filter_map(|(at, old, new)| {
        let approver = &inputs.movements.rows[at].approver;
        let new = new.filter(|_| !approver.is_empty())?;
        let label = in_words(old);
        let message = format!("the label says {label}; {approver} extended it to {new}");
        let found = finding(&inputs.movements, at, "extended", Severity::Notice, message);
        let hint = "keep the test report with the lot";
        Some(with_days(found, old, Some(new), hint))
    });
    Outcome::Found(right.collect())
}

/// Every extension: its position, the earliest day that a line before it states, and its own.
fn extensions(inputs: &CheckInputs) -> Vec<(usize, Option<Day>, Option<Day>)> {
    let movements = &inputs.movements;
    let mut printed: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    let mut extensions = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = (&*movement.item, &*movement.lot);
        match movement.expiry {
            new if movement.kind == MovementKind::Extend => {
                extensions.push((at, printed.get(&lot).copied(), new));
            }
            Some(stated) => {
                let first = printed.entry(lot).or_insert(stated);
                *first = stated.min(*first);
            }
            None => {}
        }
    }
    extensions
}

fn in_words(label: Option<Day>) -> String {
    label.map_or("no day".to_owned(), |day| day.to_string())
}

fn with_days(found: Finding, old: Option<Day>, new: Option<Day>, hint: &str) -> Finding {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    Finding {
        value: day(new),
        expected: day(old),
        hint: hint.to_owned(),
        ..found
    }
}
