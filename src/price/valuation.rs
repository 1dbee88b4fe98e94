//! What is the stock worth? Table `valuation`: each item of a site and owner, by one method or several.
//!
//! - actual: each lot at its own cost, bought in parts at their mean · fifo: what is left is what came last · weighted: the mean cost, moved by every
//!   receipt · market: the reference price
//!
//! A pool is one item of one owner at one site. What an owner moves between its sites takes along the cost it left at; a
//! transfer that nobody sent here has the cost on its row, else that of its lot.
//! Goods that came without a cost have that of their lot, by every method, once somebody has stated it by the day. What
//! has none then is counted as `uncosted` with the reason, and never valued at nothing. Money is rounded once a row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect, lies_in_store};
use crate::ledger::tables::{Movement, Reference, Valuation};
use crate::ledger::word::{MovementKind, ValueMethod};
use crate::quantity::{Money, Price, Quantity, THOUSANDTHS, div_half_up};

mod cost;
mod layer;
mod method;
mod transfer;

pub use cost::{Cost, LotCosts};
use layer::{Layers, Leaves};

/// What a valuation looks at.
#[derive(Debug, Clone, Copy)]
pub struct ValuationInputs<'a> {
    /// In ledger order.
    pub movements: &'a [Movement],
    /// Reference prices, for the market method: the last up to the day.
    pub references: &'a [Reference],
    pub as_of: Day,
}

/// One item of one owner at one site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PoolKey {
    pub site: String,
    pub item: String,
    pub owner: String,
}

/// What came into a pool, or left it.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Negative where it left.
    pub qty: Quantity,
    /// Cost of what came in.
    pub cost: Option<Cost>,
    /// The line, for the reader.
    pub line: String,
    pub date: Day,
    /// The transfer that it is a leg of, by a number.
    pub transfer: Option<usize>,
}

/// A pool with what lies in each lot and how it came to be.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    pub unit: String,
    pub lots: BTreeMap<LotKey, Quantity>,
    /// In ledger order.
    pub flows: Vec<Flow>,
}

/// What a method says of a pool: how much has a cost, and what that is worth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worth {
    pub valued: Quantity,
    /// In ten-thousandths of a yuan times thousandths of a base unit: exact.
    pub exact: i128,
    /// Where the cost is from.
    pub basis: String,
    pub reason: String,
}

/// The value of the stock on the day, a row for each pool that holds something and each method.
pub fn valuation(inputs: &ValuationInputs, methods: &[ValueMethod]) -> Vec<Valuation> {
    let (pools, costs) = pools_by(inputs.movements, inputs.as_of, CostBy::ByTheEnd);
    let layers = |method, leaves| match methods.contains(&method) {
        true => transfer::walk(&pools, leaves, |_, _, _| {}),
        false => BTreeMap::new(),
    };
    let fifo = layers(ValueMethod::Fifo, Leaves::Oldest);
    let weighted = layers(ValueMethod::Weighted, Leaves::Mean);
    let nothing = Layers::default();
    let mut rows = Vec::new();
    for (key, pool) in &pools {
        if pool.lots.values().all(|qty| qty.is_zero()) {
            continue;
        }
        rows.extend(methods.iter().map(|method| {
            let worth = match method {
                ValueMethod::Actual => method::actual(pool, &costs, inputs.as_of),
                ValueMethod::Fifo => method::fifo(pool, fifo.get(key).unwrap_or(&nothing)),
                ValueMethod::Weighted => {
                    method::weighted(pool, weighted.get(key).unwrap_or(&nothing))
                }
                ValueMethod::Market => method::market(pool, key, inputs.references, inputs.as_of),
            };
            row(inputs.as_of, key, pool, *method, worth)
        }));
    }
    rows
}

/// By when the cost of goods that came without one must have been stated of their lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CostBy {
    /// The day they came.
    ByTheirDay,
    /// The day that is asked for.
    ByTheEnd,
}

/// The pools of a ledger on a day, and what each lot cost; each line knows what was known on its day.
pub fn pools(movements: &[Movement], as_of: Day) -> (BTreeMap<PoolKey, Pool>, LotCosts) {
    pools_by(movements, as_of, CostBy::ByTheirDay)
}

fn pools_by(
    movements: &[Movement],
    as_of: Day,
    known: CostBy,
) -> (BTreeMap<PoolKey, Pool>, LotCosts) {
    let ordered = in_ledger_order(movements, as_of);
    let costs = LotCosts::of(&ordered);
    let mut transfers = Transfers::of(&ordered);
    let mut pools: BTreeMap<PoolKey, Pool> = BTreeMap::new();
    for movement in ordered {
        let lot = LotKey::of_movement(movement);
        if !lies_in_store(lot.form) {
            continue;
        }
        let key = PoolKey {
            site: movement.site.clone(),
            item: movement.item.clone(),
            owner: movement.owner.clone(),
        };
        let pool = pools.entry(key).or_default();
        if !movement.unit.is_empty() {
            pool.unit.clone_from(&movement.unit);
        }
        let later = || match known {
            CostBy::ByTheirDay => None,
            CostBy::ByTheEnd => costs.on(&lot.item, &lot.lot, &lot.owner, as_of),
        };
        let cost = costs.of_movement(movement).or_else(later);
        post(pool, movement, lot, cost, &mut transfers);
    }
    (pools, costs)
}

/// The numbers of transfers, by document, item, lot and owner.
struct Transfers<'a> {
    senders: Senders<'a>,
    numbers: HashMap<[&'a str; 4], usize>,
}

impl<'a> Transfers<'a> {
    fn of(ordered: &[&'a Movement]) -> Transfers<'a> {
        Transfers {
            senders: Senders::of(ordered.iter().copied()),
            numbers: HashMap::new(),
        }
    }

    /// The transfer that a movement is a leg of.
    fn number(&mut self, movement: &'a Movement) -> Option<usize> {
        let is_leg = matches!(
            movement.kind,
            MovementKind::TransferOut | MovementKind::TransferIn
        );
        if !is_leg {
            return None;
        }
        let next = self.numbers.len();
        let leg = [
            self.senders.document(movement),
            &*movement.item,
            &*movement.lot,
            &*movement.owner,
        ];
        Some(*self.numbers.entry(leg).or_insert(next))
    }
}

fn post<'a>(
    pool: &mut Pool,
    movement: &'a Movement,
    lot: LotKey,
    cost: Option<Cost>,
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
        line: reference(movement),
        date: movement.date,
        transfer: transfers.number(movement),
    });
}

/// What lies in a pool; `None` where a lot of it is below zero.
pub fn lying(pool: &Pool) -> Option<Quantity> {
    let is_sound = pool.lots.values().all(|qty| !qty.is_negative());
    is_sound.then(|| pool.lots.values().copied().sum())
}

fn row(as_of: Day, key: &PoolKey, pool: &Pool, method: ValueMethod, worth: Worth) -> Valuation {
    let qty: Quantity = pool.lots.values().copied().sum();
    let has_value = worth.valued.is_positive();
    let value = has_value.then(|| money(worth.exact)).flatten();
    let reason = match has_value && value.is_none() {
        true => "the value does not fit".to_owned(),
        false => worth.reason,
    };
    let held = pool.lots.values().filter(|qty| !qty.is_zero()).count();
    Valuation {
        as_of,
        site: key.site.clone(),
        item: key.item.clone(),
        owner: key.owner.clone(),
        method,
        qty,
        unit: pool.unit.clone(),
        valued: Some(worth.valued),
        uncosted: Some((qty - worth.valued).or_zero()),
        unit_cost: has_value.then(|| mean(worth.exact, worth.valued)).flatten(),
        value,
        lots: i64::try_from(held).ok(),
        price_basis: worth.basis,
        reason,
    }
}

/// An exact value as money, half-up to the fen.
pub fn money(exact: i128) -> Option<Money> {
    const STEPS_PER_FEN: i128 = 100;
    Money::from_sum(div_half_up(exact, i128::from(THOUSANDTHS) * STEPS_PER_FEN))
}

/// The mean cost of a base unit, half-up to a ten-thousandth of a yuan: for printing, never multiplied again.
pub fn mean(exact: i128, qty: Quantity) -> Option<Price> {
    let thousandths = i128::from(qty.thousandths());
    (thousandths > 0)
        .then(|| i64::try_from(div_half_up(exact, thousandths)).ok())
        .flatten()
        .map(Price::from_steps)
}

/// The moving averages of a pool, by the line of the ledger that comes next.
pub type Averages = HashMap<String, Option<Price>>;

/// The moving average of each pool just before each line of the ledger moved it, so of all that came by then and no
/// later.
///
/// `None` where a receipt before it has no cost; a line that did not move a pool is not among its lines.
pub fn averages_before(pools: &BTreeMap<PoolKey, Pool>) -> BTreeMap<PoolKey, Averages> {
    let mut averages: BTreeMap<&PoolKey, Averages> = BTreeMap::new();
    transfer::walk(pools, Leaves::Mean, |key, flow, layers| {
        let of_pool = averages.entry(key).or_default();
        of_pool
            .entry(flow.line.clone())
            .or_insert_with(|| layers.mean());
    });
    let owned = averages.into_iter();
    owned.map(|(key, lines)| (key.clone(), lines)).collect()
}

/// Lots that were given and never bought, by item and lot: they have no value (D-24).
pub fn donated_lots<'a>(ordered: &[&'a Movement]) -> BTreeSet<(&'a str, &'a str)> {
    let receipts = ordered
        .iter()
        .filter(|row| row.kind == MovementKind::Receipt);
    let lot = |row: &&'a Movement| (row.item.as_str(), row.lot.as_str());
    let (donated, bought): (Vec<_>, Vec<_>) = receipts.partition(|row| row.is_donation());
    let bought: BTreeSet<_> = bought.iter().map(&lot).collect();
    let donated = donated.iter().map(lot);
    donated.filter(|lot| !bought.contains(lot)).collect()
}

#[cfg(test)]
mod tests;
