//! Check `extension`: shelf lives that were extended, with the old and the new day, and whether someone approved it.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Finding;
use crate::ledger::word::{MovementKind, Severity};

use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// Extensions without an approval or a new day are errors; those in order are named with both days.
pub fn extension(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut printed: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = (&*movement.item, &*movement.lot);
        if movement.kind != MovementKind::Extend {
            if let Some(stated) = movement.expiry {
                let first = printed.entry(lot).or_insert(stated);
                *first = stated.min(*first);
            }
            continue;
        }
        let old = printed.get(&lot).copied();
        let (severity, message, hint) = judged(movement.expiry, old, &movement.approver);
        let found = finding(movements, at, "extension", severity, message);
        findings.push(Finding {
            value: movement.expiry.map_or(String::new(), |day| day.to_string()),
            expected: old.map_or(String::new(), |day| day.to_string()),
            hint: hint.to_owned(),
            ..found
        });
    }
    Outcome::Found(findings)
}

fn judged(new: Option<Day>, old: Option<Day>, approver: &str) -> (Severity, String, &'static str) {
    let Some(new) = new else {
        let message = "an extension that states no new day".to_owned();
        return (
            Severity::Error,
            message,
            "write the new last usable day into expiry",
        );
    };
    let label = old.map_or("no day".to_owned(), |old| old.to_string());
    if approver.is_empty() {
        let message = format!("the label says {label}, and nobody approved {new}");
        let hint =
            "post it again with the record of the approval in approver, and reverse this line";
        return (Severity::Error, message, hint);
    }
    let message = format!("the label says {label}; {approver} extended it to {new}");
    (
        Severity::Notice,
        message,
        "keep the test report with the lot",
    )
}
