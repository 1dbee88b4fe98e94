//! The methods of valuation, each on one pool: what has a cost, what it is worth exactly, and what has none and why.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::cost::{Cost, Flow, Layers, LotBook, Pool};
use crate::ledger::tables::Reference;
use crate::ledger::word::{QuoteKind, Word as _};
use crate::quantity::Quantity;

use super::{PoolKey, Worth, lying};

/// Nothing valued, and why.
fn none(reason: impl Into<String>) -> Worth {
    Worth {
        reason: reason.into(),
        ..Worth::default()
    }
}

const BELOW_ZERO: &str = "a lot is below zero: run stock check";
const TOO_MUCH: &str = "the quantity does not fit";

/// Each lot at what it cost, by the book of the lots; what of them has no cost is named.
pub fn actual(pool: &Pool, lots: &LotBook) -> Worth {
    if lying(pool).is_none() {
        return none(BELOW_ZERO);
    }
    let mut worth = Worth {
        basis: "lot cost".to_owned(),
        ..Worth::default()
    };
    let mut without: BTreeMap<&str, Quantity> = BTreeMap::new();
    for (lot, qty) in pool.lots.iter().filter(|(_, qty)| qty.is_positive()) {
        let held = lots.held(lot);
        let uncosted = Quantity::from_sum(held.uncosted).unwrap_or(*qty);
        worth.valued += *qty - uncosted;
        worth.exact += held.paid;
        if uncosted.is_positive() {
            *without.entry(&lot.lot).or_default() += uncosted;
        }
    }
    let named: Vec<String> = without
        .iter()
        .map(|(lot, qty)| match *lot {
            "" => format!("{qty} of no lot number"),
            lot => format!("lot {lot}"),
        })
        .collect();
    if !named.is_empty() {
        worth.reason = format!("no cost of {}", named.join(", "));
    }
    worth
}

/// What is left is what came last, at the cost of each receipt; `layers` are what is left.
pub fn fifo(pool: &Pool, layers: &Layers) -> Worth {
    if lying(pool).is_none() {
        return none(BELOW_ZERO);
    }
    let costed = || layers.list.iter().filter(|layer| layer.without.is_none());
    let Some(valued) = Quantity::from_sum(costed().map(|layer| layer.qty).sum()) else {
        return none(TOO_MUCH);
    };
    let mut without: Vec<String> = Vec::new();
    for flow in layers.list.iter().rev().filter_map(|layer| layer.without) {
        let name = named(flow);
        if !without.contains(&name) {
            without.push(name);
        }
    }
    Worth {
        valued,
        exact: costed().map(|layer| layer.value).sum(),
        basis: "receipts, newest first".to_owned(),
        reason: match without.is_empty() {
            true => String::new(),
            false => format!("no cost of {}", without.join(", ")),
        },
    }
}

/// The mean cost, moved by every receipt; what leaves takes its share of the value. `layers` are mixed to one.
///
/// The value is carried in ten-millionths of a yuan and rounded there where a share is no whole number of them. A
/// receipt without a cost leaves no mean, until all that lay with it is gone.
pub fn weighted(pool: &Pool, layers: &Layers) -> Worth {
    if lying(pool).is_none() {
        return none(BELOW_ZERO);
    }
    let mixed = layers.list.front();
    if let Some(flow) = mixed.and_then(|mixed| mixed.without) {
        return none(format!("no mean: no cost of {}", named(flow)));
    }
    match Quantity::from_sum(mixed.map_or(0, |mixed| mixed.qty)) {
        None => none(TOO_MUCH),
        Some(valued) => Worth {
            valued,
            exact: mixed.map_or(0, |mixed| mixed.value),
            basis: "moving average".to_owned(),
            reason: String::new(),
        },
    }
}

/// The last reference price up to the day; of several specs and kinds the lowest, so that nothing is valued too high.
pub fn market(pool: &Pool, key: &PoolKey, references: &[Reference], day: Day) -> Worth {
    let Some(valued) = lying(pool) else {
        return none(BELOW_ZERO);
    };
    let known = references.iter().filter(|row| row.as_of <= day);
    let of_item = known.filter(|row| row.item == key.item);
    let comparable = of_item.filter(|row| row.unit.is_empty() || row.unit == pool.unit);
    let lowest = comparable
        .filter_map(|row| Some((row.price?, row)))
        .min_by_key(|(price, row)| (Reverse(row.as_of), *price, row.kind, &row.spec));
    match lowest {
        None => none(format!("no reference price of {}", key.item)),
        Some((price, row)) => Worth {
            valued,
            exact: Cost::stated(price).of(valued),
            basis: format!(
                "{}: {}{}",
                row.price_basis,
                row.kind.map_or("", QuoteKind::id),
                match row.spec.as_str() {
                    "" => String::new(),
                    spec => format!(" {spec}"),
                }
            ),
            reason: String::new(),
        },
    }
}

fn named(flow: &Flow) -> String {
    format!("{} of {}", flow.line, flow.date)
}
