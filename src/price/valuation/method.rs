//! The methods of valuation, each on one pool: what has a cost, what it is worth exactly, and what has none and why.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Reference;
use crate::ledger::word::{QuoteKind, Word as _};
use crate::quantity::{Price, Quantity, div_half_up};

use super::{Cost, Flow, LotCosts, Pool, PoolKey, Worth, lying, mean};

/// Nothing valued, and why.
fn none(reason: impl Into<String>) -> Worth {
    Worth {
        reason: reason.into(),
        ..Worth::default()
    }
}

const BELOW_ZERO: &str = "a lot is below zero: run stock check";

/// Each lot at what its owner paid by the day, a share of it where some is gone; lots without a cost are named.
pub fn actual(pool: &Pool, costs: &LotCosts, day: Day) -> Worth {
    if lying(pool).is_none() {
        return none(BELOW_ZERO);
    }
    let mut worth = Worth {
        basis: "lot cost".to_owned(),
        ..Worth::default()
    };
    let mut without: BTreeMap<&str, Quantity> = BTreeMap::new();
    for (lot, qty) in pool.lots.iter().filter(|(_, qty)| qty.is_positive()) {
        match costs.on(&lot.item, &lot.lot, &lot.owner, day) {
            Some(cost) => {
                worth.valued += *qty;
                worth.exact += cost.of(*qty);
            }
            None => *without.entry(&lot.lot).or_default() += *qty,
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

/// What is left is what came last, at the cost of each receipt.
///
/// As no stock is ever below nothing, first in first out leaves the newest receipts up to what lies there.
pub fn fifo(pool: &Pool) -> Worth {
    let Some(mut left) = lying(pool) else {
        return none(BELOW_ZERO);
    };
    let mut worth = Worth {
        basis: "receipts, newest first".to_owned(),
        ..Worth::default()
    };
    let mut without = Vec::new();
    for flow in pool
        .flows
        .iter()
        .rev()
        .filter(|flow| flow.qty.is_positive())
    {
        let taken = flow.qty.min(left);
        if !taken.is_positive() {
            break;
        }
        left -= taken;
        match flow.cost {
            Some(cost) => {
                worth.valued += taken;
                worth.exact += cost.of(taken);
            }
            None => without.push(named(flow)),
        }
    }
    if !without.is_empty() {
        worth.reason = format!("no cost of {}", without.join(", "));
    }
    worth
}

/// The mean cost, moved by every receipt; what leaves takes its share of the value.
///
/// The value is carried in ten-millionths of a yuan and rounded there where a share is no whole number of them. A
/// receipt without a cost leaves no mean, until all that lay with it is gone.
pub fn weighted(pool: &Pool) -> Worth {
    match lying(pool) {
        Some(_) => mean_of(&pool.flows),
        None => none(BELOW_ZERO),
    }
}

/// The mean cost of what `flows` leave, in ledger order.
pub fn mean_of<'a>(flows: impl IntoIterator<Item = &'a Flow>) -> Worth {
    let mut running = Running::default();
    flows.into_iter().for_each(|flow| running.take(flow));
    running.worth()
}

/// Quantity and value of a pool as its flows go by.
#[derive(Debug, Default)]
pub struct Running<'a> {
    qty: i128,
    value: i128,
    /// The first of what lies there that nobody states a cost of.
    without: Option<&'a Flow>,
}

impl<'a> Running<'a> {
    /// Takes in the next flow.
    pub fn take(&mut self, flow: &'a Flow) {
        let moved = i128::from(flow.qty.thousandths());
        if moved > 0 {
            match flow.cost {
                Some(cost) => self.value += cost.of(flow.qty),
                None => {
                    self.without.get_or_insert(flow);
                }
            }
        } else if self.qty > 0 {
            self.value -= div_half_up(self.value * (-moved).min(self.qty), self.qty);
        }
        self.qty += moved;
        if self.qty <= 0 {
            *self = Running {
                qty: self.qty.min(0),
                ..Running::default()
            };
        }
    }

    /// What lies there now, and why it has no mean.
    pub fn worth(&self) -> Worth {
        match (self.without, Quantity::from_sum(self.qty.max(0))) {
            (Some(flow), _) => none(format!("no mean: no cost of {}", named(flow))),
            (None, None) => none("the quantity does not fit"),
            (None, Some(valued)) => Worth {
                valued,
                exact: self.value,
                basis: "moving average".to_owned(),
                reason: String::new(),
            },
        }
    }

    /// The mean cost of a base unit of what lies there now; `None` where it has none.
    pub fn price(&self) -> Option<Price> {
        let qty = Quantity::from_sum(self.qty.max(0));
        let qty = qty.filter(|_| self.without.is_none())?;
        mean(self.value, qty)
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
