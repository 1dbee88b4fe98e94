//! The methods of valuation, each on one pool: what has a cost, what it is worth exactly, and what has none and why.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::cost::{Cost, Flow, Layer, Layers, LotBook, Pool};
use crate::ledger::tables::Reference;
use crate::ledger::word::{QuoteKind, Word as _};
use crate::quantity::{Price, Quantity};

use super::{PoolKey, ValuationInputs, Worth, lying};

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
    costed(layers.list.iter().rev(), "receipts, newest first")
}

/// What of some layers has a cost, and which lines brought what has none.
fn costed<'l, 'a: 'l>(layers: impl Iterator<Item = &'l Layer<'a>>, basis: &str) -> Worth {
    let (mut valued, mut exact) = (0, 0);
    let mut without: Vec<String> = Vec::new();
    for layer in layers {
        valued += layer.qty - layer.uncosted;
        exact += layer.value;
        let name = layer.without.map(named);
        without.extend(name.filter(|name| !without.contains(name)));
    }
    match Quantity::from_sum(valued) {
        None => none(TOO_MUCH),
        Some(valued) => Worth {
            valued,
            exact,
            basis: basis.to_owned(),
            reason: match without.is_empty() {
                true => String::new(),
                false => format!("no cost of {}", without.join(", ")),
            },
        },
    }
}

/// The mean cost, moved by every receipt; what leaves takes its share of the value. `bought` are mixed to one, and lie
/// beside what was `given`.
///
/// The value is carried in ten-millionths of a yuan and rounded there where a share is no whole number of them. A
/// receipt of which nobody knows the cost leaves no mean, until all that lay with it is gone.
pub fn weighted(pool: &Pool, bought: &Layers, given: &Layers) -> Worth {
    if lying(pool).is_none() {
        return none(BELOW_ZERO);
    }
    let mixed = bought.list.front().filter(|mixed| mixed.is_unknown());
    match mixed.and_then(|mixed| mixed.without) {
        Some(flow) => none(format!("no mean: no cost of {}", named(flow))),
        None => costed(bought.list.iter().chain(&given.list), "moving average"),
    }
}

/// The last reference price of a market up to the day, where it is no older than reference prices stand; of several
/// specs and kinds of that day the lowest, so that nothing is valued too high.
pub fn market(pool: &Pool, key: &PoolKey, inputs: &ValuationInputs) -> Worth {
    let Some(valued) = lying(pool) else {
        return none(BELOW_ZERO);
    };
    let known = inputs.references.iter().filter(|row| {
        row.item == key.item
            && row.as_of <= inputs.as_of
            && row.price.is_some()
            && row.is_of_market()
            && (row.unit.is_empty() || row.unit == pool.unit)
    });
    let Some(newest) = known.clone().map(|row| row.as_of).max() else {
        return none(format!("no reference price of {}", key.item));
    };
    let stands = inputs.reference_days;
    if inputs.as_of.days_since(newest) >= stands {
        return none(format!(
            "the last reference price of {} is of {newest}, and none stands for more than {stands} days",
            key.item
        ));
    }
    let of_day = known.filter(|row| row.as_of == newest);
    let prices: BTreeSet<Price> = of_day.clone().filter_map(|row| row.price).collect();
    let lowest = of_day.min_by_key(|row| (row.price, row.kind, &row.spec));
    let price = lowest.and_then(|row| Some((row, row.price?)));
    let (row, price) = price.expect("a row of the newest day has a price");
    Worth {
        valued,
        exact: Cost::stated(price).of(valued),
        basis: market_basis(row, prices.len()),
        reason: String::new(),
    }
}

/// Where a reference price is from: how it was found, of which kind and day, and what it rests on; that it is the lowest,
/// where several were stated for the day.
fn market_basis(row: &Reference, prices: usize) -> String {
    let found = match row.price_basis.as_str() {
        "" => "reference price",
        basis => basis,
    };
    let kind = row.kind.map(QuoteKind::id);
    let spec = Some(row.spec.as_str()).filter(|spec| !spec.is_empty());
    let what: Vec<&str> = kind.into_iter().chain(spec).collect();
    let mut parts = vec![match what.is_empty() {
        true => format!("of {}", row.as_of),
        false => format!("{} of {}", what.join(" "), row.as_of),
    }];
    if let Some((quotes, days)) = row.quotes.filter(|quotes| *quotes > 0).zip(row.days) {
        parts.push(match quotes {
            1 => format!("1 quote in {days} days"),
            _ => format!("{quotes} quotes in {days} days"),
        });
    }
    if prices > 1 {
        parts.push(format!("the lowest of {prices}"));
    }
    format!("{found}: {}", parts.join(", "))
}

fn named(flow: &Flow) -> String {
    format!("{} of {}", flow.line, flow.date)
}
