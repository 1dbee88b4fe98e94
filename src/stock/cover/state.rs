//! The one state of each item at each site, from all its rows together.
//!
//! Only what lies in a store makes a state: an agreement or a capacity is no stock, and its rows have none. The gravest
//! that is true stands, in the order of [`StockState`]; the thresholds it was judged by stand in the rows themselves:
//! `need_min` and `need_max`, `waste_qty` for what expires first, `rate` for what is not used: it is zero there. Where nobody
//! knows the rate nobody knows that either.

use std::collections::BTreeMap;

use crate::ledger::tables::Cover;
use crate::ledger::word::{StockState, Verdict};
use crate::quantity::Quantity;

use super::super::on_hand::is_in_store;

/// What the rows of one item at one site have in common.
type Name<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// Writes the state of each item at each site into all its rows of stock in a store.
///
/// A durable good is there to be had and not to be used up, so that it is never unused.
pub fn set(rows: &mut [Cover], is_durable: impl Fn(&Cover) -> bool) {
    let in_store = (0..rows.len()).filter(|at| is_in_store(rows[*at].form));
    let mut in_store: Vec<usize> = in_store.collect();
    in_store.sort_by_key(|at| name(&rows[*at]));
    let is_same = |a: &usize, b: &usize| name(&rows[*a]) == name(&rows[*b]);
    let mut states = Vec::with_capacity(in_store.len());
    for places in in_store.chunk_by(is_same) {
        let durable = places.iter().any(|at| is_durable(&rows[*at]));
        let state = match state(places.iter().map(|at| &rows[*at])) {
            StockState::Unused if durable => StockState::NoThreshold,
            state => state,
        };
        states.extend(std::iter::repeat_n(state, places.len()));
    }
    for (at, state) in in_store.into_iter().zip(states) {
        rows[at].state = Some(state);
    }
}

/// Adds rows of stock that is judged already, each with the state its item has.
pub fn share(rows: &mut Vec<Cover>, more: Vec<Cover>) {
    let judged = rows.iter().filter(|row| is_in_store(row.form));
    let states: BTreeMap<Name<'_>, Option<StockState>> =
        judged.map(|row| (name(row), row.state)).collect();
    let with_state = |row: Cover| {
        let state = states.get(&name(&row)).copied().flatten();
        let state = state.filter(|_| is_in_store(row.form));
        Cover { state, ..row }
    };
    let more: Vec<Cover> = more.into_iter().map(with_state).collect();
    rows.extend(more);
}

fn name(row: &Cover) -> Name<'_> {
    let pooled = if row.item == super::group::ALL {
        &*row.unit
    } else {
        ""
    };
    (&row.site, &row.item, &row.class, &row.category, pooled)
}

/// The state of an item at a site, from its rows.
fn state<'a>(rows: impl Iterator<Item = &'a Cover> + Clone) -> StockState {
    let any = |is: &dyn Fn(&Cover) -> bool| rows.clone().any(is);
    let has_verdict = |verdict| any(&|row: &Cover| row.verdict == Some(verdict));
    if !any(&|row| row.usable.is_positive()) {
        StockState::Out
    } else if has_verdict(Verdict::Short) {
        StockState::BelowMin
    } else if any(&|row| row.waste_qty.is_some_and(Quantity::is_positive)) {
        StockState::NearExpiry
    } else if has_verdict(Verdict::Above) {
        StockState::Over
    } else if any(&|row| row.verdict.is_some()) {
        StockState::InBand
    } else if any(&|row| row.rate.is_some_and(Quantity::is_zero))
        && !any(&|row| row.rate.is_some_and(Quantity::is_positive))
    {
        StockState::Unused
    } else {
        StockState::NoThreshold
    }
}
