//! Check `expiry`: lots with two last usable days. A line that was reversed says nothing of its lot.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Finding;
use crate::ledger::word::{MovementKind, Severity};

use super::reversal::standing_lines;
use super::{CheckInputs, Outcome, finding};

/// Lots with two expiry dates; an extension sets a new one.
pub fn expiry(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut known: BTreeMap<(&str, &str), Vec<Day>> = BTreeMap::new();
    let standing = standing_lines(&movements.rows);
    let extensions = standing.iter().map(|(_, row)| row);
    for row in extensions.filter(|row| row.kind == MovementKind::Extend) {
        known
            .entry((&row.item, &row.lot))
            .or_default()
            .extend(row.expiry);
    }
    let mut firsts: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    let mut findings = Vec::new();
    for (at, movement) in standing.iter().filter(|(_, row)| !row.lot.is_empty()) {
        let lot = (&*movement.item, &*movement.lot);
        let Some(expiry) = movement
            .expiry
            .filter(|day| !known.get(&lot).is_some_and(|days| days.contains(day)))
        else {
            continue;
        };
        let first = *firsts.entry(lot).or_insert(expiry);
        if expiry == first {
            continue;
        }
        let message = format!(
            "lot {} expires on {expiry} here and on {first} before",
            movement.lot
        );
        let found = finding(movements, *at, "expiry", Severity::Error, message);
        findings.push(Finding {
            value: expiry.to_string(),
            expected: first.to_string(),
            hint: "look at the label; a tested extension is a movement of kind extend".to_owned(),
            ..found
        });
    }
    Outcome::Found(findings)
}
