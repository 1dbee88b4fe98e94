//! What lies in each lot and what was paid for it: what comes adds what it cost, what leaves takes its share along.
//!
//! A lot is that of a balance ([`LotKey`]), in whatever form it is held. Its pieces are told apart by nothing, so that
//! what leaves costs the mean of what lies there, and all that was paid is either there or has left. Goods that an
//! owner moves between its sites keep what they cost.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::tables::Movement;
use crate::quantity::Quantity;

use super::super::reversal::reference;
use super::layer::{Layers, Leaves};
use super::{Cost, CostBy, Flow, LotCosts, Pool, Pools, road};

/// Goods and what was paid for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// In thousandths of a base unit.
    pub qty: i128,
    /// In ten-thousandths of a yuan times thousandths of a base unit: exact.
    pub paid: i128,
    /// How much has no cost, in thousandths of a base unit.
    pub uncosted: i128,
}

impl Held {
    /// What a base unit cost; `None` where nothing is there or some of it has no cost.
    pub fn cost(self) -> Option<Cost> {
        (self.qty > 0 && self.uncosted == 0).then(|| Cost::paid(self.paid, self.qty))
    }

    fn in_layers(layers: &Layers) -> Held {
        let mut held = Held::default();
        for layer in &layers.list {
            held.qty += layer.qty;
            held.paid += layer.value;
            held.uncosted += layer.uncosted;
        }
        held
    }
}

/// A line of the ledger that moved a lot.
#[derive(Debug, Clone, Copy)]
pub struct Moved {
    /// Its place in the ledger.
    pub at: usize,
    /// What it adds; negative takes away.
    pub qty: Quantity,
    /// What lay in the lot before it, and after it.
    pub before: Held,
    pub after: Held,
}

/// The lots of a ledger on a day.
#[derive(Debug, Clone, Default)]
pub struct LotBook {
    lots: BTreeMap<LotKey, Held>,
    /// By lot, and of a lot in ledger order.
    lines: Vec<Moved>,
}

impl LotBook {
    /// The lots on the day, at what `costs` knows by then.
    pub fn of(movements: &[Movement], costs: &LotCosts, as_of: Day) -> LotBook {
        let pools = Pools::of(movements, costs, as_of, CostBy::ByTheEnd);
        LotBook::of_pools(&pools.by(|lot| Some(lot.clone())))
    }

    fn of_pools(pools: &BTreeMap<LotKey, Pool>) -> LotBook {
        let mut seen: BTreeMap<&LotKey, Vec<(&Flow, Held)>> = BTreeMap::new();
        let left = road::walk(pools, goods_of, Leaves::Mean, |lot, flow, layers| {
            let lines = seen.entry(lot).or_default();
            lines.push((flow, Held::in_layers(layers)));
        });
        let lots = left.into_iter();
        let lots = lots.map(|(lot, layers)| (lot.clone(), Held::in_layers(&layers)));
        let lots: BTreeMap<LotKey, Held> = lots.collect();
        let mut lines = Vec::new();
        for (lot, flows) in seen {
            let next = flows.iter().skip(1).map(|(_, before)| *before);
            let after = next.chain([lots[lot]]);
            lines.extend(
                flows
                    .iter()
                    .zip(after)
                    .map(|((flow, before), after)| Moved {
                        at: flow.at,
                        qty: flow.qty,
                        before: *before,
                        after,
                    }),
            );
        }
        LotBook { lots, lines }
    }

    /// What lies in a lot; nothing where no line says so.
    pub fn held(&self, lot: &LotKey) -> Held {
        self.lots.get(lot).copied().unwrap_or_default()
    }

    /// The lines that moved a lot.
    pub fn lines(&self) -> &[Moved] {
        &self.lines
    }
}

/// The goods of a lot, which stay the same on the road from one site to another.
fn goods_of(lot: &LotKey) -> [&str; 3] {
    [&lot.item, &lot.lot, &lot.owner]
}

/// What the goods of each line cost, by what was known on its day.
#[derive(Debug, Clone)]
pub struct LotPrices {
    costs: LotCosts,
    /// What left its lot with each line, by the line.
    left: HashMap<String, Cost>,
}

impl LotPrices {
    /// Those of the lines up to the day.
    pub fn of(movements: &[Movement], as_of: Day) -> LotPrices {
        let costs = LotCosts::by(movements, as_of);
        let pools = Pools::of(movements, &costs, as_of, CostBy::ByTheirDay);
        let book = LotBook::of_pools(&pools.by(|lot| Some(lot.clone())));
        let left = book.lines.iter().filter_map(|line| {
            let left = i128::from(line.qty.thousandths()).checked_neg()?;
            let is_there = line.before.qty - line.after.qty == left;
            let cost = line.before.cost().filter(|_| is_there && left > 0)?;
            Some((reference(&movements[line.at]), cost))
        });
        let left = left.collect();
        LotPrices { costs, left }
    }

    /// What the goods of a movement had cost: by the lot they left, else by its own row, else by their lot on its day.
    ///
    /// A row that takes goods away cannot say that they cost something else than what the book takes out for them.
    pub fn of_movement(&self, movement: &Movement) -> Option<Cost> {
        let of_lot = self.left.get(&reference(movement)).copied();
        of_lot.or_else(|| self.costs.of_movement(movement))
    }
}
