//! Checks of what a ledger says of the goods themselves: unit, expiry, and the three marks a receipt must carry.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::ledger::{Catalogue, Column, Loaded};
use crate::quantity::Unit;

use super::super::on_hand::is_in_store;
use super::finding;

/// Units that are not the item's: the catalogue's, or where it is not listed the first one in the ledger.
pub fn unit(movements: &Loaded<Movement>, catalogue: &Catalogue) -> Vec<Finding> {
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
            let listed = catalogue.base_unit(&movement.item);
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
    findings
}

/// Lots with two expiry dates; an extension sets a new one.
pub fn expiry(movements: &Loaded<Movement>) -> Vec<Finding> {
    let mut known: BTreeMap<(&str, &str), Vec<Day>> = BTreeMap::new();
    for row in movements
        .rows
        .iter()
        .filter(|row| row.kind == MovementKind::Extend)
    {
        known
            .entry((&row.item, &row.lot))
            .or_default()
            .extend(row.expiry);
    }
    let mut firsts: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    let mut findings = Vec::new();
    let stated = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.lot.is_empty());
    for (at, movement) in stated {
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
        let found = finding(movements, at, "expiry", Severity::Error, message);
        findings.push(Finding {
            value: expiry.to_string(),
            expected: first.to_string(),
            hint: "look at the label; a tested extension is a movement of kind extend".to_owned(),
            ..found
        });
    }
    findings
}

/// Receipts without maker, certificate or day of making (三无).
pub fn label(movements: &Loaded<Movement>) -> Vec<Finding> {
    let is_receipt = |row: &Movement| row.kind == MovementKind::Receipt && is_in_store(row.form);
    let receipts = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_receipt(row));
    receipts
        .filter_map(|(at, row)| {
            let marks = [
                (Column::Maker, row.maker.is_empty()),
                (Column::Certificate, row.certificate.is_empty()),
                (Column::MfgDate, row.mfg_date.is_none()),
            ];
            let missing: Vec<&str> = marks.into_iter().filter(|(_, missing)| *missing).map(|(mark, _)| mark.id()).collect();
            if missing.is_empty() {
                return None;
            }
            let missing = missing.join(", ");
            let message = format!("a receipt without {missing}");
            Some(Finding {
                value: missing,
                hint: "ask the supplier; goods without maker, certificate or date are not to be given out".to_owned(),
                ..finding(movements, at, "label", Severity::Warning, message)
            })
        })
        .collect()
}
