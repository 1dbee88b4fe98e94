//! Check `unit`: units that are not the item's.

use std::collections::BTreeMap;

use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;
use crate::quantity::Unit;

use super::{CheckInputs, Outcome, finding};

/// Units that are not the item's: the catalogue's, or where it is not listed the first one in the ledger.
pub fn unit(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut units: BTreeMap<&str, (Unit, bool)> = BTreeMap::new();
    let mut findings = Vec::new();
    let stated = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.unit.is_empty());
    for (at, movement) in stated {
        let unit = Unit::new(&movement.unit);
        let (expected, is_listed) = units.entry(&movement.item).or_insert_with(|| {
            let listed = inputs.catalogue.base_unit(&movement.item);
            let is_listed = listed.is_some();
            (listed.unwrap_or_else(|| unit.clone()), is_listed)
        });
        if unit == *expected {
            continue;
        }
        let whose = if *is_listed {
            "the catalogue counts"
        } else {
            "the ledger first counted"
        };
        let message = format!(
            "{} is counted in {unit}; {whose} it in {expected}",
            movement.item
        );
        let found = finding(movements, at, "unit", Severity::Error, message);
        findings.push(Finding {
            value: unit.to_string(),
            expected: expected.to_string(),
            hint: format!("convert the quantity to {expected}, or give two goods two codes"),
            ..found
        });
    }
    Outcome::Found(findings)
}
