//! What lies in each lot and what was paid for it: what comes adds what it cost, what leaves takes its share along.
//!
//! A lot is that of a balance ([`LotKey`]), in whatever form it is held. Its pieces are told apart by nothing, so that
//! what leaves costs the mean of what lies there, and all that was paid is either there or has left. Goods that an
//! owner moves between its sites keep what they cost.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::tables::Movement;
use crate::quantity::{Quantity, share_half_up};

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
    /// How much of that has none because it was given.
    pub given: i128,
}

impl Held {
    /// So much of it, each part by its share.
    pub fn like(self, qty: Quantity) -> Held {
        let thousandths = i128::from(qty.thousandths());
        let share = |part| match self.qty {
            0 => 0,
            whole => share_half_up(part, thousandths, whole),
        };
        Held {
            qty: thousandths,
            paid: share(self.paid),
            uncosted: share(self.uncosted),
            given: share(self.given),
        }
    }

    /// What a base unit cost; `None` where nothing is there or some of it has no cost.
    pub fn cost(self) -> Option<Cost> {
        (self.qty > 0 && self.uncosted == 0).then(|| Cost::paid(self.paid, self.qty))
    }

    /// What a base unit takes along of what was paid for all that is there: what was given of it takes its share, too,
    /// because nothing tells its pieces apart. `None` where nobody knows what some of it cost.
    pub fn share(self) -> Option<Cost> {
        (self.qty > 0 && !self.is_unknown()).then(|| Cost::paid(self.paid, self.qty))
    }

    /// Whether some of it has no cost, and was not given either.
    pub fn is_unknown(self) -> bool {
        self.uncosted > self.given
    }

    fn in_layers(layers: &Layers) -> Held {
        let mut held = Held::default();
        for layer in &layers.list {
            held.qty += layer.qty;
            held.paid += layer.value;
            held.uncosted += layer.uncosted;
            held.given += layer.given;
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
    roads: BTreeMap<usize, Held>,
}

impl LotBook {
    /// The lots on the day, at what `costs` knows by then.
    pub fn of(movements: &[Movement], costs: &LotCosts, as_of: Day) -> LotBook {
        LotBook::of_those(movements, costs, as_of, |_| true)
    }

    /// The same of some lots alone; of goods that move from one site to another, all or none.
    pub fn of_those(
        movements: &[Movement],
        costs: &LotCosts,
        as_of: Day,
        is_meant: impl Fn(&LotKey) -> bool,
    ) -> LotBook {
        let pools = Pools::of(movements, costs, as_of, CostBy::ByTheEnd);
        LotBook::of_pools(&pools.by(|lot| is_meant(lot).then(|| lot.clone())))
    }

    fn of_pools(pools: &BTreeMap<LotKey, Pool>) -> LotBook {
        let mut seen: BTreeMap<&LotKey, Vec<(&Flow, Held)>> = BTreeMap::new();
        let walked = road::walk(pools, goods_of, Leaves::Mean, |lot, flow, layers| {
            let lines = seen.entry(lot).or_default();
            lines.push((flow, Held::in_layers(layers)));
        });
        let lots = walked.pools.into_iter();
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
        let roads = walked.roads.iter();
        let roads = roads.map(|(at, layers)| (*at, Held::in_layers(layers)));
        LotBook {
            lots,
            lines,
            roads: roads.collect(),
        }
    }

    /// What lies in a lot; nothing where no line says so.
    pub fn held(&self, lot: &LotKey) -> Held {
        self.lots.get(lot).copied().unwrap_or_default()
    }

    /// What was sent and did not arrive, by the place in the ledger of the first line that sent it.
    pub fn roads(&self) -> &BTreeMap<usize, Held> {
        &self.roads
    }

    /// Lays goods into a lot.
    pub fn lay(&mut self, lot: LotKey, goods: Held) {
        let held = self.lots.entry(lot).or_default();
        held.qty += goods.qty;
        held.paid += goods.paid;
        held.uncosted += goods.uncosted;
        held.given += goods.given;
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
    /// What lay in its lot before each line that took of it, by the line.
    before: HashMap<String, Held>,
}

impl LotPrices {
    /// Those of the lines up to the day.
    pub fn of(movements: &[Movement], as_of: Day) -> LotPrices {
        let costs = LotCosts::by(movements, as_of);
        let pools = Pools::of(movements, &costs, as_of, CostBy::ByTheirDay);
        let book = LotBook::of_pools(&pools.by(|lot| Some(lot.clone())));
        let took = book.lines.iter().filter(|line| {
            let left = -i128::from(line.qty.thousandths());
            left > 0 && line.before.qty - line.after.qty == left
        });
        let before = took.map(|line| (reference(&movements[line.at]), line.before));
        let before = before.collect();
        LotPrices { costs, before }
    }

    /// What lay in its lot before a movement that took of it.
    fn before(&self, movement: &Movement) -> Option<Held> {
        self.before.get(&reference(movement)).copied()
    }

    /// Whether all the goods of a movement were given, so that nobody paid for them: all that lay in the lot they left, or
    /// all that there ever was of it.
    ///
    /// Rule: `D-24`.
    pub fn are_given(&self, movement: &Movement) -> bool {
        let before = self.before(movement);
        before.is_some_and(|held| held.given == held.qty) || self.costs.are_given(movement)
    }

    /// Whether some of what lay in the lot that a movement took of was given.
    pub fn are_partly_given(&self, movement: &Movement) -> bool {
        self.before(movement).is_some_and(|held| held.given > 0)
    }

    /// What the goods of a movement had cost: by the lot they left, else by its own row, else by their lot on its day.
    ///
    /// A row that takes goods away cannot say that they cost something else than what the book takes out for them.
    pub fn of_movement(&self, movement: &Movement) -> Option<Cost> {
        let of_lot = self.before(movement).and_then(Held::share);
        of_lot.or_else(|| self.costs.of_movement(movement))
    }
}
