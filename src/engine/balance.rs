//! Balances by lot as of a day: receipts less issues, counts that override, holds and reservations beside them.
//!
//! Result: one [`Balance`] per [`LotKey`], in the order of the keys. A lot whose balance is zero stays, because
//! that it ran out is a fact.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::ledger::{LotExpiry, LotKey};
use crate::quantity::Quantity;

use super::reversal::reversed_lines;

/// What lies in one lot.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Balance {
    pub qty: Quantity,
    pub held: Quantity,
    pub reserved: Quantity,
    pub unit: String,
    pub expiry: LotExpiry,
    pub mfg_date: Option<Day>,
}

/// Balances by lot.
pub type Balances = BTreeMap<LotKey, Balance>;

/// The balances on `as_of`: movements dated up to and including it, in the order of date and then of the ledger.
///
/// A balance may be negative; whether that is a fault is for a check to say.
pub fn balances(movements: &[Movement], as_of: Day) -> Balances {
    let mut balances = Balances::new();
    for movement in in_ledger_order(movements, as_of) {
        post(&mut balances, movement);
    }
    balances
}

/// The movements dated up to `as_of` that no later line reverses, by date and then by position in the ledger.
pub fn in_ledger_order(movements: &[Movement], as_of: Day) -> Vec<&Movement> {
    let positions = positions_in_ledger_order(movements, as_of).into_iter();
    positions.map(|at| &movements[at]).collect()
}

/// The positions of the same movements, in the same order.
pub fn positions_in_ledger_order(movements: &[Movement], as_of: Day) -> Vec<usize> {
    let reversed = reversed_lines(movements, as_of);
    let counts = |at: &usize| movements[*at].date <= as_of && !reversed.contains(at);
    let mut ordered: Vec<usize> = (0..movements.len()).filter(counts).collect();
    ordered.sort_by_key(|at| movements[*at].date);
    ordered
}

/// Posts one movement to its lot.
pub fn post(balances: &mut Balances, movement: &Movement) {
    let balance = balances.entry(LotKey::of_movement(movement)).or_default();
    match effect(movement) {
        Effect::Add(change) => balance.qty += change,
        Effect::Set(counted) => balance.qty = counted,
        Effect::Hold(change) => balance.held = (balance.held + change).or_zero(),
        Effect::Reserve(change) => balance.reserved = (balance.reserved + change).or_zero(),
        Effect::Extend | Effect::Reverse | Effect::None => {}
    }
    describe(balance, movement);
}

/// Keeps what the latest movement says of the lot itself; its expiry goes by a rule of its own, a movement without a
/// quantity, or that takes another back, says nothing of the unit.
fn describe(balance: &mut Balance, movement: &Movement) {
    let states_unit = movement.qty.is_some()
        && movement.kind != MovementKind::Reversal
        && !movement.unit.is_empty();
    if states_unit && balance.unit != movement.unit {
        balance.unit.clone_from(&movement.unit);
    }
    balance.expiry.join(LotExpiry::of(movement));
    balance.mfg_date = movement.mfg_date.or(balance.mfg_date);
}
