//! Check `purpose`: goods received for the epidemic and issued for daily use.
//!
//! A lot may have come for both purposes. Then daily use may draw what came for daily use, or without a stated
//! purpose; what goes beyond is the breach, with its amount. What an institution takes in the annual rotation plan is
//! for its daily use, since it has to be used up.
//!
//! Rule: `P1-A08`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Finding;
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::balance::{Key, in_order, key};
use super::{CheckInputs, Outcome, finding};

/// Words for goods that are for the epidemic alone.
const EPIDEMIC: &[&str] = &["epidemic", "防疫", "疫情防控"];
/// Words for daily use.
const DAILY: &[&str] = &["daily", "日常"];

/// What came into a lot, by what it may be used for.
#[derive(Default)]
struct Lot {
    /// What daily use may still draw.
    free: Quantity,
    /// Whether any of it is for the epidemic alone.
    is_bound: bool,
}

/// Issues for daily use beyond what came for it.
pub fn purpose(inputs: &CheckInputs) -> Outcome {
    let Some(rule) = &inputs.rules.purpose else {
        return Outcome::Lacks("a policy that keeps goods to their purpose, such as P0");
    };
    let rotated: BTreeSet<(&str, &str, &str)> = inputs
        .rotation
        .iter()
        .map(|row| (&*row.institution, &*row.item, &*row.lot))
        .collect();
    let movements = &inputs.movements;
    let mut lots: BTreeMap<Key<'_>, Lot> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = lots.entry(key(movement)).or_default();
        let purpose = movement.purpose.as_str();
        let is_rotated = rotated.contains(&(&*movement.site, &*movement.item, &*movement.lot));
        let is_daily_issue = movement.kind == MovementKind::Issue && DAILY.contains(&purpose);
        match effect(movement) {
            Effect::Add(qty) if qty.is_positive() && EPIDEMIC.contains(&purpose) && !is_rotated => {
                lot.is_bound = true;
            }
            Effect::Add(qty) if qty.is_positive() => lot.free += qty,
            Effect::Add(change) if is_daily_issue => {
                let taken = -change;
                let beyond = (taken - lot.free).or_zero();
                lot.free = (lot.free - taken).or_zero();
                if lot.is_bound && beyond.is_positive() {
                    let message =
                        format!("{beyond} of {taken} issued for daily use came for the epidemic");
                    findings.push(Finding {
                        value: beyond.to_string(),
                        expected: "0".to_owned(),
                        hint: format!("goods are for their purpose alone ({}): return them, or correct the purpose by a reversal", rule.id),
                        ..finding(movements, at, "purpose", Severity::Warning, message)
                    });
                }
            }
            _ => {}
        }
    }
    Outcome::Found(findings)
}
