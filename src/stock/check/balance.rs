//! Checks `negative` and `expired-issue`, along the running balances: lots below nothing, goods that went out too late.
//!
//! Reversed lines count for nothing; the order is by date, then by position, as everywhere.

use std::collections::BTreeMap;

use crate::calendar::is_expired;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::ledger::{Loaded, LotExpiry};
use crate::quantity::Quantity;

use super::reversal::undone_lines;
use super::{CheckInputs, Outcome, finding};

/// What a running balance is kept of, without copying it.
pub type Key<'a> = (
    &'a str,
    &'a str,
    &'a str,
    crate::ledger::word::Form,
    &'a str,
    &'a str,
);

/// Lots that go below nothing: each line that takes a lot there.
pub fn negative(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut balances: BTreeMap<Key<'_>, Quantity> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let balance = balances.entry(key(movement)).or_default();
        let before = *balance;
        match effect(movement) {
            Effect::Add(change) => *balance += change,
            Effect::Set(counted) => *balance = counted,
            _ => continue,
        }
        if balance.is_negative() && !before.is_negative() {
            let message = format!(
                "{} goes out of {before}: {balance} is left on {}",
                before - *balance,
                movement.date
            );
            let found = finding(movements, at, "negative", Severity::Error, message);
            findings.push(Finding {
                value: balance.to_string(),
                expected: "0 or more".to_owned(),
                hint: "look for a missing receipt, a wrong lot, owner or form, or a line dated too early".to_owned(),
                ..found
            });
        }
    }
    Outcome::Found(findings)
}

/// Goods issued or passed on after the last usable day of their lot.
pub fn expired_issue(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut expiries: BTreeMap<(&str, &str), LotExpiry> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let lot = (&*movement.item, &*movement.lot);
        let expiry = expiries.entry(lot).or_default();
        expiry.join(LotExpiry::of(movement));
        let expiry = expiry
            .day()
            .filter(|_| movement.expiry.is_some() || !movement.lot.is_empty());
        let goes_out = matches!(
            movement.kind,
            MovementKind::Issue | MovementKind::TransferOut
        ) && movement.qty.is_some_and(Quantity::is_positive);
        if let Some(expiry) = expiry.filter(|_| goes_out && is_expired(expiry, movement.date)) {
            let message = format!(
                "goods went out on {}, and their last usable day was {expiry}",
                movement.date
            );
            let found = finding(movements, at, "expired-issue", Severity::Error, message);
            findings.push(Finding {
                value: movement.date.to_string(),
                expected: format!("{expiry} or before"),
                hint: "correct the date or lot by a reversal, or recall the goods; dispose of what is left".to_owned(),
                ..found
            });
        }
    }
    Outcome::Found(findings)
}

/// The positions of the lines that count, by date and then by position.
pub fn in_order(movements: &Loaded<Movement>) -> Vec<usize> {
    let reversed = undone_lines(&movements.rows);
    let mut order: Vec<usize> = (0..movements.rows.len())
        .filter(|at| !reversed.contains(at))
        .collect();
    order.sort_by_key(|&at| movements.rows[at].date);
    order
}

/// The lot a movement posts to; without a form it is physical stock.
pub fn key(movement: &Movement) -> Key<'_> {
    let form = movement.form.unwrap_or(crate::ledger::word::Form::Physical);
    (
        &movement.site,
        &movement.item,
        &movement.lot,
        form,
        &movement.owner,
        &movement.earmark,
    )
}
