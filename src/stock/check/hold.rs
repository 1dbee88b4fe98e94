//! Check `hold`: holds and reservations that do not fit what lies there.
//!
//! A balance takes no notice of a release without a reservation: it stays at nothing set aside. That keeps the balance
//! sane and hides the slip of the pen, which is named here.

use std::collections::BTreeMap;

use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::balance::{Key, in_order, key};
use super::{CheckInputs, Outcome, finding};

/// What lies in a lot, and what of it is held or set aside.
#[derive(Default)]
struct Lot {
    qty: Quantity,
    held: Quantity,
    reserved: Quantity,
}

/// Holds and reservations lifted that were not there, or larger than the lot; held goods that went out.
pub fn hold(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut lots: BTreeMap<Key<'_>, Lot> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = lots.entry(key(movement)).or_default();
        let Some((code, value, expected, message)) = fault(lot, movement) else {
            continue;
        };
        findings.push(Finding {
            value: value.to_string(),
            expected: format!("{expected} at most"),
            hint:
                "look for the line that put it there: lot, owner, form and earmark must be the same"
                    .to_owned(),
            ..finding(movements, at, code, Severity::Warning, message)
        });
    }
    Outcome::Found(findings)
}

/// Posts `movement` to `lot`, and says what does not fit: code, value, the most it could be, message.
fn fault(lot: &mut Lot, movement: &Movement) -> Option<(&'static str, Quantity, Quantity, String)> {
    let qty = movement.qty.unwrap_or_default();
    let (held, reserved) = (lot.held, lot.reserved);
    match effect(movement) {
        Effect::Add(change) => lot.qty += change,
        Effect::Set(counted) => lot.qty = counted,
        Effect::Hold(change) => lot.held = (lot.held + change).or_zero(),
        Effect::Reserve(change) => lot.reserved = (lot.reserved + change).or_zero(),
        _ => return None,
    }
    let goes_out = matches!(
        movement.kind,
        MovementKind::Issue | MovementKind::TransferOut
    );
    let there = lot.qty.or_zero();
    match movement.kind {
        MovementKind::Unhold if qty > held => {
            let message = format!("{qty} is taken off hold, and {held} was on hold");
            Some(("hold", qty, held, message))
        }
        MovementKind::Release if qty > reserved => {
            let message = format!("{qty} is released, and {reserved} was set aside");
            Some(("release", qty, reserved, message))
        }
        MovementKind::Hold if lot.held > there => {
            let message = format!("{} is on hold, and {there} lies there", lot.held);
            Some(("hold", lot.held, there, message))
        }
        MovementKind::Reserve if lot.reserved > there => {
            let message = format!("{} is set aside, and {there} lies there", lot.reserved);
            Some(("release", lot.reserved, there, message))
        }
        _ if goes_out && held.is_positive() && there < held => {
            let message = format!("goods on hold went out: {there} is left of {held} on hold");
            Some(("hold", qty, qty - (held - there), message))
        }
        _ => None,
    }
}
