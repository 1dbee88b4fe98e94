//! Check `hold`: holds and reservations that do not fit what lies there.
//!
//! A balance takes no notice of a release without a reservation: it stays at nothing set aside. That keeps the balance
//! sane and hides the slip of the pen, which is named here.

use std::collections::BTreeMap;

use crate::calendar::Day;
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
    /// What went out on the last day on which anything did, while that day is not judged.
    out: Option<Out>,
}

/// What went out of a lot on one day, and the last line that took of it.
struct Out {
    day: Day,
    qty: Quantity,
    at: usize,
}

/// Holds and reservations lifted that were not there, or larger than the lot; held or reserved goods that went out.
///
/// Goods go to whom they were set aside for by lines of one day in any order, so that what is left for a reservation
/// counts at the end of the day.
pub fn hold(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut lots: BTreeMap<Key<'_>, Lot> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = lots.entry(key(movement)).or_default();
        let is_over = |out: &mut Out| out.day < movement.date;
        let out = lot.out.take_if(is_over);
        findings.extend(out.and_then(|out| taken(inputs, lot, &out)));
        let fault = fault(lot, movement);
        if goes_out(movement) {
            let before = lot.out.as_ref().map(|out| out.qty);
            lot.out = Some(Out {
                day: movement.date,
                qty: before.unwrap_or_default() + movement.qty.unwrap_or_default(),
                at,
            });
        }
        let Some((code, value, expected, message)) = fault else {
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
    let on_the_last_day = lots.values().filter_map(|lot| {
        let out = lot.out.as_ref()?;
        taken(inputs, lot, out)
    });
    findings.extend(on_the_last_day);
    Outcome::Found(findings)
}

/// What was set aside and went out all the same, when a day is over on which goods went out.
fn taken(inputs: &CheckInputs, lot: &Lot, out: &Out) -> Option<Finding> {
    let (there, reserved) = (lot.qty.or_zero(), lot.reserved);
    if there >= reserved {
        return None;
    }
    let message = format!("goods set aside went out: {there} is left of {reserved} set aside");
    let most = (out.qty - (reserved - there)).or_zero();
    Some(Finding {
        value: out.qty.to_string(),
        expected: format!("{most} at most"),
        hint: "post the release on the day on which they go to whom they were set aside for, or bring them back".to_owned(),
        ..finding(inputs.movements, out.at, "release", Severity::Warning, message)
    })
}

fn goes_out(movement: &Movement) -> bool {
    matches!(
        movement.kind,
        MovementKind::Issue | MovementKind::TransferOut
    )
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
        _ if goes_out(movement) && held.is_positive() && there < held => {
            let message = format!("goods on hold went out: {there} is left of {held} on hold");
            Some(("hold", qty, qty - (held - there), message))
        }
        _ => None,
    }
}
