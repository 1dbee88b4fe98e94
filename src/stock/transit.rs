//! Goods on the road: what an owner sent from one of its sites to another, and what of it has not arrived.
//!
//! They lie in no store, and are worth what they left at. So that nothing is lost between two stores, a valuation and
//! the book of a period list them at a place of their own, the way: `D1>D2`. Which transfers are under way, and how
//! much of each, is as [`coming`](fn@super::coming) says; what of them was received as another owner's is there.

use crate::calendar::Day;
use crate::engine::cost::{Held, LotBook};
use crate::ledger::LotKey;
use crate::ledger::tables::Movement;
use crate::quantity::Quantity;

use super::coming::under_way;

/// Goods of one lot on their way.
#[derive(Debug, Clone, PartialEq)]
pub struct Transit {
    /// The lot, at the site that the way is.
    pub lot: LotKey,
    /// The place in the ledger of the first line that sent them.
    pub sent_at: usize,
    pub unit: String,
    pub qty: Quantity,
    /// What was paid for them.
    pub held: Held,
}

/// What is on the road on the day, by the lines that sent it; `book` has the lots on that day.
pub fn in_transit(movements: &[Movement], book: &LotBook, as_of: Day) -> Vec<Transit> {
    if book.roads().is_empty() {
        return Vec::new();
    }
    let mut under_way = under_way(movements, as_of);
    let mut transits = Vec::new();
    for (at, sent) in book.roads() {
        let out = &movements[*at];
        let leg = [&*out.doc, &*out.item, &*out.lot, &*out.counterparty];
        let Some(open) = under_way.get_mut(&leg) else {
            continue;
        };
        let left = Quantity::from_sum(sent.qty).unwrap_or(*open);
        let qty = left.min(*open);
        *open -= qty;
        if qty.is_positive() {
            transits.push(Transit {
                lot: LotKey {
                    site: format!("{}>{}", out.site, out.counterparty),
                    ..LotKey::of_movement(out)
                },
                sent_at: *at,
                unit: out.unit.clone(),
                qty,
                held: sent.like(qty),
            });
        }
    }
    transits
}
