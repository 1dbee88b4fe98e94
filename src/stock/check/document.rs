//! Check `document`: document lines that stand twice.

use std::collections::BTreeMap;

use crate::engine::reversal::reference;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::Severity;

use super::{CheckInputs, Outcome, finding};

/// Document lines that stand twice: with other content a conflict, with the same content a copy.
pub fn document(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
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
    Outcome::Found(findings)
}

/// A line without its seal, which differs between copies by nature.
fn content(movement: &Movement) -> Movement {
    Movement {
        seal: String::new(),
        ..movement.clone()
    }
}
