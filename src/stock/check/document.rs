//! Checks of documents: lines that stand twice, transfers that do not pair, reversals that name nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::reversal::{reference, reversed_lines};
use crate::ledger::Loaded;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::finding;

/// One leg or both of a transfer of one lot.
#[derive(Default)]
struct Legs {
    out: Quantity,
    into: Quantity,
    first_out: Option<usize>,
    first_in: Option<usize>,
}

/// Document lines that stand twice: with other content a conflict, with the same content a copy.
pub fn document(movements: &Loaded<Movement>) -> Vec<Finding> {
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut findings = Vec::new();
    let keyed = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.doc.is_empty());
    for (at, movement) in keyed {
        let earlier = *first.entry((&movement.doc, &movement.line)).or_insert(at);
        if earlier == at {
            continue;
        }
        let name = reference(movement);
        let same = content(&movements.rows[earlier]) == content(movement);
        let found = match same {
            true => {
                let message = format!("{name} stands a second time with the same content");
                let found = finding(movements, at, "duplicate", Severity::Warning, message);
                Finding {
                    hint: "leave one of the two out; posted twice it counts twice".to_owned(),
                    ..found
                }
            }
            false => {
                let message = format!("{name} stands a second time with other content");
                let found = finding(movements, at, "conflict", Severity::Error, message);
                Finding {
                    hint: "give the line a number of its own, or correct it by a reversal"
                        .to_owned(),
                    ..found
                }
            }
        };
        findings.push(Finding {
            value: name,
            ..found
        });
    }
    findings
}

/// A line without its seal, which differs between copies by nature.
fn content(movement: &Movement) -> Movement {
    Movement {
        seal: String::new(),
        ..movement.clone()
    }
}

/// Transfers whose legs do not pair, by document, item and lot.
pub fn transfer(movements: &Loaded<Movement>) -> Vec<Finding> {
    let mut transfers: BTreeMap<(&str, &str, &str), Legs> = BTreeMap::new();
    let last = movements.rows.iter().map(|movement| movement.date).max();
    let reversed = last
        .map(|last| reversed_lines(&movements.rows, last))
        .unwrap_or_default();
    let lines = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(at, _)| !reversed.contains(at));
    for (at, movement) in lines {
        let qty = movement.qty.unwrap_or_default();
        let key = (&*movement.doc, &*movement.item, &*movement.lot);
        match movement.kind {
            MovementKind::TransferOut => {
                let legs = transfers.entry(key).or_default();
                legs.out += qty;
                legs.first_out.get_or_insert(at);
            }
            MovementKind::TransferIn => {
                let legs = transfers.entry(key).or_default();
                legs.into += qty;
                legs.first_in.get_or_insert(at);
            }
            _ => {}
        }
    }
    transfers
        .values()
        .filter_map(|legs| unpaired(movements, legs))
        .collect()
}

fn unpaired(movements: &Loaded<Movement>, legs: &Legs) -> Option<Finding> {
    let (at, code, severity, message, hint) = match (legs.first_out, legs.first_in) {
        (Some(at), None) => {
            let message = format!("{} left and has not arrived", legs.out);
            (
                at,
                "in-transit",
                Severity::Notice,
                message,
                "post the transfer_in when the goods arrive",
            )
        }
        (None, Some(at)) => {
            let message = format!("{} arrived and left nowhere in this ledger", legs.into);
            (
                at,
                "transfer",
                Severity::Warning,
                message,
                "add the transfer_out, or call it a receipt",
            )
        }
        (Some(_), Some(at)) if legs.into > legs.out => {
            let message = format!("{} arrived of {} that left", legs.into, legs.out);
            (
                at,
                "transfer",
                Severity::Error,
                message,
                "one leg is wrong; correct it by a reversal",
            )
        }
        (Some(_), Some(at)) if legs.into < legs.out => {
            let message = format!("{} arrived of {} that left", legs.into, legs.out);
            (
                at,
                "transfer",
                Severity::Warning,
                message,
                "post the rest when it arrives, or dispose of the loss",
            )
        }
        _ => return None,
    };
    Some(Finding {
        value: legs.into.to_string(),
        expected: legs.out.to_string(),
        hint: hint.to_owned(),
        ..finding(movements, at, code, severity, message)
    })
}

/// Reversals that name no line of the ledger.
pub fn reversal(movements: &Loaded<Movement>) -> Vec<Finding> {
    let is_reversal = |row: &Movement| row.kind == MovementKind::Reversal;
    if !movements.rows.iter().any(is_reversal) {
        return Vec::new();
    }
    let lines: BTreeSet<String> = movements
        .rows
        .iter()
        .filter(|row| !is_reversal(row))
        .map(reference)
        .collect();
    let reversals = movements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_reversal(row));
    let nameless = reversals.filter(|(_, row)| !lines.contains(&row.reference));
    nameless
        .map(|(at, row)| {
            let message = match row.reference.as_str() {
                "" => "a reversal names no line".to_owned(),
                reference => format!("there is no line {reference} to reverse"),
            };
            Finding {
                value: row.reference.clone(),
                expected: "doc/line".to_owned(),
                hint: "write the document and line of the movement into ref".to_owned(),
                ..finding(movements, at, "reversal", Severity::Error, message)
            }
        })
        .collect()
}
