//! What came into a pool of goods and what left it, line by line, with the cost that each line states or that is known.
//!
//! A pool is whatever shares one mean: a lot, or all lots of an item that an owner has at a site.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::{Price, Quantity};

use super::super::balance::positions_in_ledger_order;
use super::super::reversal::reference;
use super::super::senders::Senders;
use super::stated::stated_cost;
use super::{Cost, LotCosts};

/// What came into a pool, or left it.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Negative where it left.
    pub qty: Quantity,
    /// Cost of what came in.
    pub cost: Option<Cost>,
    /// Its place in the ledger.
    pub at: usize,
    /// The line, for the reader.
    pub line: String,
    pub date: Day,
    /// The transfer that it is a leg of, by a number.
    pub transfer: Option<usize>,
    /// Whether its own line says nothing of a cost, and it is of the goods that lie there: found, or come back.
    pub is_found: bool,
    /// Whether it has no cost because it was given.
    pub is_given: bool,
    /// The line that it came back from, where it says so.
    pub back_from: Option<String>,
}

/// A pool with what lies in each lot and how it came to be.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    pub unit: String,
    pub lots: BTreeMap<LotKey, Quantity>,
    /// In ledger order.
    pub flows: Vec<Flow>,
}

/// By when the cost of goods that came without one must have been stated of their lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostBy {
    /// The day they came.
    ByTheirDay,
    /// The day that is asked for.
    ByTheEnd,
}

/// The lines of a ledger that are put into pools.
#[derive(Debug)]
pub struct Pools<'a> {
    movements: &'a [Movement],
    costs: &'a LotCosts,
    as_of: Day,
    known: CostBy,
}

impl<'a> Pools<'a> {
    /// The lines up to the day, at what `costs` knows.
    pub fn of(
        movements: &'a [Movement],
        costs: &'a LotCosts,
        as_of: Day,
        known: CostBy,
    ) -> Pools<'a> {
        Pools {
            movements,
            costs,
            as_of,
            known,
        }
    }

    /// The pools by `key`; what has none is left out.
    pub fn by<K: Ord>(&self, key: impl Fn(&LotKey) -> Option<K>) -> BTreeMap<K, Pool> {
        let positions = positions_in_ledger_order(self.movements, self.as_of);
        let lines = positions.iter().map(|at| &self.movements[*at]);
        let mut transfers = Transfers::of(lines);
        let mut unnumbered: BTreeMap<LotKey, Price> = BTreeMap::new();
        let mut pools: BTreeMap<K, Pool> = BTreeMap::new();
        for at in positions {
            let movement = &self.movements[at];
            let lot = LotKey::of_movement(movement);
            let Some(key) = key(&lot) else {
                continue;
            };
            let pool = pools.entry(key).or_default();
            if !movement.unit.is_empty() {
                pool.unit.clone_from(&movement.unit);
            }
            let last = match lot.lot.is_empty() {
                true => last_stated(&mut unnumbered, &lot, movement),
                false => None,
            };
            let cost = self.cost(movement).or(last);
            let is_given = cost.is_none() && self.costs.are_given(movement);
            post(pool, (at, movement), lot, (cost, is_given), &mut transfers);
        }
        pools
    }

    /// What the goods of a line cost.
    fn cost(&self, movement: &Movement) -> Option<Cost> {
        match self.known {
            CostBy::ByTheirDay => self.costs.of_movement(movement),
            CostBy::ByTheEnd => self.costs.of_movement_by(movement, self.as_of),
        }
    }
}

/// What was stated last of goods without a lot number that lie where a line puts more of them.
///
/// What a count finds or what comes back is of what lay there; what is received without a cost has none.
fn last_stated(
    stated: &mut BTreeMap<LotKey, Price>,
    lot: &LotKey,
    movement: &Movement,
) -> Option<Cost> {
    match stated_cost(movement) {
        Some(cost) => {
            stated.insert(lot.clone(), cost);
            None
        }
        None if movement.kind == MovementKind::Receipt => None,
        None => stated.get(lot).copied().map(Cost::stated),
    }
}

/// The numbers of transfers, by document, item, lot, owner and receiver.
struct Transfers<'a> {
    /// Those of each item and lot: an arrival that names a line of other goods was not sent by it.
    senders: HashMap<[&'a str; 2], Senders<'a>>,
    /// To whom each document sends a lot of an owner.
    receivers: HashMap<[&'a str; 4], Vec<&'a str>>,
    numbers: HashMap<([&'a str; 4], &'a str), usize>,
}

impl<'a> Transfers<'a> {
    fn of(ordered: impl Iterator<Item = &'a Movement>) -> Transfers<'a> {
        let mut legs: HashMap<[&str; 2], Vec<&Movement>> = HashMap::new();
        let mut receivers: HashMap<[&str; 4], Vec<&str>> = HashMap::new();
        for leg in ordered.filter(|line| is_leg(line)) {
            legs.entry([&leg.item, &leg.lot]).or_default().push(leg);
            if leg.kind == MovementKind::TransferOut {
                let sent = [&*leg.doc, &*leg.item, &*leg.lot, &*leg.owner];
                let receivers = receivers.entry(sent).or_default();
                if !receivers.contains(&&*leg.counterparty) {
                    receivers.push(&leg.counterparty);
                }
            }
        }
        let senders = legs.into_iter();
        Transfers {
            senders: senders
                .map(|(goods, legs)| (goods, Senders::of(legs)))
                .collect(),
            receivers,
            numbers: HashMap::new(),
        }
    }

    /// The transfer that a movement is a leg of. What arrives where nobody sent it is of the first that was sent.
    fn number(&mut self, movement: &'a Movement) -> Option<usize> {
        if !is_leg(movement) {
            return None;
        }
        let next = self.numbers.len();
        let senders = self.senders.get(&[&*movement.item, &*movement.lot])?;
        let sent = [
            senders.document(movement),
            &*movement.item,
            &*movement.lot,
            &*movement.owner,
        ];
        let here = match movement.kind {
            MovementKind::TransferIn => &*movement.site,
            _ => &*movement.counterparty,
        };
        let receivers = self.receivers.get(&sent).map_or(&[][..], Vec::as_slice);
        let receiver = match receivers.contains(&here) {
            true => here,
            false => receivers.first().copied().unwrap_or(here),
        };
        Some(*self.numbers.entry((sent, receiver)).or_insert(next))
    }
}

fn is_leg(movement: &Movement) -> bool {
    let legs = [MovementKind::TransferOut, MovementKind::TransferIn];
    legs.contains(&movement.kind)
}

fn post<'a>(
    pool: &mut Pool,
    (at, movement): (usize, &'a Movement),
    lot: LotKey,
    (cost, is_given): (Option<Cost>, bool),
    transfers: &mut Transfers<'a>,
) {
    let lies = pool.lots.entry(lot).or_default();
    let change = match effect(movement) {
        Effect::Add(change) => change,
        Effect::Set(counted) => counted - *lies,
        Effect::Hold(_) | Effect::Reserve(_) | Effect::Extend | Effect::Reverse | Effect::None => {
            return;
        }
    };
    *lies += change;
    if change.is_zero() {
        return;
    }
    pool.flows.push(Flow {
        qty: change,
        cost: cost.filter(|_| change.is_positive()),
        at,
        line: reference(movement),
        date: movement.date,
        transfer: transfers.number(movement),
        is_found: is_found(movement),
        is_given,
        back_from: back_from(movement),
    });
}

/// Whether a line adds to a lot without a word of what that cost: it cost what the lot cost that lies there.
fn is_found(movement: &Movement) -> bool {
    let kinds = [
        MovementKind::Count,
        MovementKind::Adjust,
        MovementKind::Return,
    ];
    kinds.contains(&movement.kind) && movement.unit_cost.is_none() && !movement.lot.is_empty()
}

/// The line, as `doc/line`, that a return without a cost of its own brings back.
fn back_from(movement: &Movement) -> Option<String> {
    let comes_back = movement.kind == MovementKind::Return && movement.unit_cost.is_none();
    (comes_back && !movement.reference.is_empty()).then(|| movement.reference.clone())
}
