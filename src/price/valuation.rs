//! What is the stock worth? Table `valuation`: each item of a site and owner, by one method or several.
//!
//! - actual: each lot at what it cost, which every receipt moves · fifo: what is left is what came last · weighted: the
//!   mean cost of all lots, moved by every receipt · market: the reference price
//!
//! A pool is one item of one owner at one site. What an owner moves between its sites takes along the cost it left at; a
//! transfer that nobody sent here has the cost on its row, else that of its lot. What comes back costs what it left at, by the
//! line that `ref` names, else what lies there; so does what a count finds. Only where nothing lies there it costs what its
//! lot cost anywhere.
//! Goods that came without a cost have that of their lot, by every method, once somebody has stated it by the day. What
//! has none then is counted as `uncosted` with the reason, and never valued at nothing. Money is rounded once a row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::balance::positions_in_ledger_order;
use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect, lies_in_store};
use crate::ledger::tables::{Movement, Reference, Valuation};
use crate::ledger::word::{MovementKind, ValueMethod};
use crate::quantity::{Money, Price, Quantity, THOUSANDTHS, div_half_up};

mod cost;
mod layer;
mod lots;
mod method;
mod transfer;

pub use cost::{Cost, LotCosts};
use layer::{Layers, Leaves};
pub use lots::{Held, LotBook, LotPrices, Moved};

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
    /// Its place in the ledger.
    pub at: usize,
    /// The line, for the reader.
    pub line: String,
    pub date: Day,
    /// The transfer that it is a leg of, by a number.
    pub transfer: Option<usize>,
    /// Whether its own line says nothing of a cost, and it is of the goods that lie there: found, or come back.
    pub is_found: bool,
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
    let costs = LotCosts::by(inputs.movements, inputs.as_of);
    let pools = Pools::of(inputs.movements, &costs, inputs.as_of, CostBy::ByTheEnd).by(pool_of);
    let lots = match methods.contains(&ValueMethod::Actual) {
        true => LotBook::of(inputs.movements, &costs, inputs.as_of),
        false => LotBook::default(),
    };
    let layers = |method, leaves| match methods.contains(&method) {
        true => transfer::walk(&pools, goods_of, leaves, |_, _, _| {}),
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
                ValueMethod::Actual => method::actual(pool, &lots),
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

/// The pools of a ledger on a day; each line knows what was known on its day.
pub fn pools(movements: &[Movement], as_of: Day) -> BTreeMap<PoolKey, Pool> {
    let costs = LotCosts::by(movements, as_of);
    Pools::of(movements, &costs, as_of, CostBy::ByTheirDay).by(pool_of)
}

/// The pool that the goods of a lot lie in; `None` where they lie in no store.
fn pool_of(lot: &LotKey) -> Option<PoolKey> {
    lies_in_store(lot.form).then(|| PoolKey {
        site: lot.site.clone(),
        item: lot.item.clone(),
        owner: lot.owner.clone(),
    })
}

/// The goods of a pool, which stay the same on the road from one to another.
fn goods_of(key: &PoolKey) -> [&str; 3] {
    [&key.item, &key.owner, ""]
}

/// The lines of a ledger that are put into pools.
struct Pools<'a> {
    movements: &'a [Movement],
    costs: &'a LotCosts,
    as_of: Day,
    known: CostBy,
}

impl<'a> Pools<'a> {
    fn of(movements: &'a [Movement], costs: &'a LotCosts, as_of: Day, known: CostBy) -> Pools<'a> {
        Pools {
            movements,
            costs,
            as_of,
            known,
        }
    }

    /// The pools by `key`; what has none is left out.
    fn by<K: Ord>(&self, key: impl Fn(&LotKey) -> Option<K>) -> BTreeMap<K, Pool> {
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
            post(pool, (at, movement), lot, cost, &mut transfers);
        }
        pools
    }

    /// What the goods of a line cost.
    fn cost(&self, movement: &Movement) -> Option<Cost> {
        let (item, lot, owner) = (&movement.item, &movement.lot, &movement.owner);
        let later = || match self.known {
            CostBy::ByTheirDay => None,
            CostBy::ByTheEnd => self.costs.on(item, lot, owner, self.as_of),
        };
        self.costs.of_movement(movement).or_else(later)
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
    match movement.unit_cost {
        Some(cost) => {
            stated.insert(lot.clone(), cost);
            None
        }
        None if movement.kind == MovementKind::Receipt => None,
        None => stated.get(lot).copied().map(Cost::stated),
    }
}

/// The numbers of transfers, by document, item, lot and owner.
struct Transfers<'a> {
    senders: Senders<'a>,
    numbers: HashMap<[&'a str; 4], usize>,
}

impl<'a> Transfers<'a> {
    fn of(ordered: impl Iterator<Item = &'a Movement>) -> Transfers<'a> {
        Transfers {
            senders: Senders::of(ordered),
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
    (at, movement): (usize, &'a Movement),
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
        at,
        line: reference(movement),
        date: movement.date,
        transfer: transfers.number(movement),
        is_found: is_found(movement),
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
    Money::from_sum(fen(exact))
}

/// What a fen has of the parts that exact values are counted in: ten-thousandths of a yuan times thousandths.
pub const EXACT_PER_FEN: i128 = 100 * THOUSANDTHS as i128;

/// An exact value in fen, half-up.
pub fn fen(exact: i128) -> i128 {
    div_half_up(exact, EXACT_PER_FEN)
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
pub type Averages = HashMap<String, Option<Cost>>;

/// The moving average of each pool just before each line of the ledger moved it, so of all that came by then and no
/// later.
///
/// `None` where a receipt before it has no cost; a line that did not move a pool is not among its lines.
pub fn averages_before(pools: &BTreeMap<PoolKey, Pool>) -> BTreeMap<PoolKey, Averages> {
    let mut averages: BTreeMap<&PoolKey, Averages> = BTreeMap::new();
    transfer::walk(pools, goods_of, Leaves::Mean, |key, flow, layers| {
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
