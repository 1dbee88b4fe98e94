//! What is the stock worth? Table `valuation`: each item of a site, owner and form, by one method or several.
//!
//! - actual: each lot at what it cost, which every receipt moves · fifo: what is left is what came last · weighted: the
//!   mean cost of all lots, moved by every receipt · market: the last reference price, while it stands
//!
//! A pool is one item of one owner in one form at one site: what is stored for others is no stock of the reserve's own, and is
//! never added to it. What an owner moves between its sites takes along the cost it left at, and is a pool of its own while
//! it is on the road, at site `D1>D2`; a transfer that nobody sent here has the cost on its row, else that of its lot. What comes back costs what it left at, by the
//! line that `ref` names, else what lies there; so does what a count finds. Only where nothing lies there it costs what its
//! lot cost anywhere.
//! Goods that came without a cost have that of their lot, by every method, once somebody has stated it by the day; goods
//! that were given have none. What has none is counted as `uncosted` with the reason, and never valued at nothing.
//! Lots that were given have no part in a mean. Money is rounded once a row.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::cost::road::{Walked, walk};
use crate::engine::cost::{Cost, CostBy, Layers, Leaves, LotBook, LotCosts, Pool, Pools, money};
use crate::ledger::LotKey;
use crate::ledger::effect::lies_in_store;
use crate::ledger::tables::{Movement, Reference, Valuation};
use crate::ledger::word::{Form, MovementKind, ValueMethod};
use crate::quantity::{Price, Quantity, div_half_up};
use crate::stock::transit::{Transit, in_transit};

mod explain;
mod method;

pub use explain::explain;

/// What a valuation looks at.
#[derive(Debug, Clone, Copy)]
pub struct ValuationInputs<'a> {
    /// In ledger order.
    pub movements: &'a [Movement],
    /// Reference prices, for the market method: the last up to the day.
    pub references: &'a [Reference],
    /// So many days a reference price stands for the market.
    pub reference_days: i64,
    pub as_of: Day,
}

/// One item of one owner in one form at one site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PoolKey {
    pub site: String,
    pub item: String,
    pub owner: String,
    pub form: Form,
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
    let mut pools = Pools::of(inputs.movements, &costs, inputs.as_of, CostBy::ByTheEnd).by(pool_of);
    let mut lots = match methods.iter().any(|method| reads_lots(*method)) {
        true => LotBook::of(inputs.movements, &costs, inputs.as_of),
        false => lots_that_travel(inputs, &costs),
    };
    cost_of_found(&mut pools, &lots);
    let mut shares = match methods.contains(&ValueMethod::Weighted) {
        true => mean_pools(inputs.movements, &costs, (inputs.as_of, CostBy::ByTheEnd)),
        false => BTreeMap::new(),
    };
    let (mut by_pool, mut by_share) = (Vec::new(), Vec::new());
    for goods in in_transit(inputs.movements, &lots, inputs.as_of) {
        let Some(key) = pool_of(&goods.lot) else {
            continue;
        };
        let are_given = costs.is_given_lot(&goods.lot.item, &goods.lot.lot);
        lots.lay(goods.lot.clone(), goods.held);
        let pool = pools.entry(key.clone()).or_default();
        *pool.lots.entry(goods.lot.clone()).or_default() += goods.qty;
        pool.unit.clone_from(&goods.unit);
        shares.entry((key.clone(), are_given)).or_default();
        by_share.push(((key.clone(), are_given), goods.clone()));
        by_pool.push((key, goods));
    }
    let fifo = match methods.contains(&ValueMethod::Fifo) {
        true => left(&pools, goods_of, Leaves::Oldest, &by_pool),
        false => BTreeMap::new(),
    };
    let weighted = left(&shares, |(key, _)| goods_of(key), Leaves::Mean, &by_share);
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
                    let of = |are_given| weighted.get(&(key.clone(), are_given));
                    let of = |are_given| of(are_given).unwrap_or(&nothing);
                    method::weighted(pool, of(false), of(true))
                }
                ValueMethod::Market => method::market(pool, key, inputs),
            };
            row(inputs.as_of, key, pool, *method, worth)
        }));
    }
    rows
}

/// Whether a method asks what a lot cost: by itself, or where some of it was found.
fn reads_lots(method: ValueMethod) -> bool {
    matches!(method, ValueMethod::Actual | ValueMethod::Fifo)
}

/// The book of the lots that an owner moved between its sites alone: no other goods can be on the road.
fn lots_that_travel(inputs: &ValuationInputs, costs: &LotCosts) -> LotBook {
    let movements = inputs.movements.iter();
    let sent = movements.filter(|row| row.kind == MovementKind::TransferOut);
    let sent: HashSet<[&str; 3]> = sent
        .map(|row| [&*row.item, &*row.lot, &*row.owner])
        .collect();
    LotBook::of_those(inputs.movements, costs, inputs.as_of, |lot| {
        sent.contains(&[&*lot.item, &*lot.lot, &*lot.owner])
    })
}

/// What each pool is left with; what is on the road is put into the pool of its way.
fn left<'a, K: Ord>(
    pools: &'a BTreeMap<K, Pool>,
    goods: impl Fn(&'a K) -> [&'a str; 3],
    leaves: Leaves,
    on_the_road: &[(K, Transit)],
) -> BTreeMap<&'a K, Layers<'a>> {
    let Walked {
        pools: mut left,
        mut roads,
    } = walk(pools, goods, leaves, |_, _, _| {});
    for (key, goods) in on_the_road {
        let road = roads.get_mut(&goods.sent_at);
        let sent = road.map(|road| road.take(i128::from(goods.qty.thousandths())));
        if let Some(way) = left.get_mut(key) {
            let sent = sent.into_iter().flatten();
            sent.for_each(|layer| way.put(layer, leaves));
        }
    }
    left
}

/// Puts to what was found in a lot what that lot cost where it was found.
///
/// The order of arrival does not say which of the goods that lie there were found, and the lot does.
fn cost_of_found(pools: &mut BTreeMap<PoolKey, Pool>, lots: &LotBook) {
    let before = lots.lines().iter();
    let before: HashMap<usize, Cost> = before
        .filter_map(|line| Some((line.at, line.before.cost()?)))
        .collect();
    let flows = pools.values_mut().flat_map(|pool| &mut pool.flows);
    for flow in flows.filter(|flow| flow.is_found && flow.qty.is_positive()) {
        flow.cost = before.get(&flow.at).copied().or(flow.cost);
    }
}

/// The goods that share one mean: those of a pool, without its lots that were given, which are by themselves.
fn mean_pools(
    movements: &[Movement],
    costs: &LotCosts,
    (as_of, known): (Day, CostBy),
) -> BTreeMap<(PoolKey, bool), Pool> {
    let pools = Pools::of(movements, costs, as_of, known);
    pools.by(|lot| Some((pool_of(lot)?, costs.is_given_lot(&lot.item, &lot.lot))))
}

/// The pool that the goods of a lot lie in; `None` where they lie in no store.
fn pool_of(lot: &LotKey) -> Option<PoolKey> {
    lies_in_store(lot.form).then(|| PoolKey {
        site: lot.site.clone(),
        item: lot.item.clone(),
        owner: lot.owner.clone(),
        form: lot.form,
    })
}

/// The goods of a pool, which stay the same on the road from one to another.
fn goods_of(key: &PoolKey) -> [&str; 3] {
    [&key.item, &key.owner, ""]
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
        form: Some(key.form),
    }
}

/// The mean cost of a base unit, half-up to a ten-thousandth of a yuan: for printing, never multiplied again.
pub fn mean(exact: i128, qty: Quantity) -> Option<Price> {
    let thousandths = i128::from(qty.thousandths());
    (thousandths > 0)
        .then(|| i64::try_from(div_half_up(exact, thousandths)).ok())
        .flatten()
        .map(Price::from_steps)
}

/// The moving average of the goods of each line of the ledger just before it moved them, so of all that came by then and
/// no later, by the line.
///
/// None of a line before which a receipt has no cost.
pub fn averages_before(movements: &[Movement], as_of: Day) -> HashMap<String, Cost> {
    let costs = LotCosts::by(movements, as_of);
    let pools = mean_pools(movements, &costs, (as_of, CostBy::ByTheirDay));
    averages_of(&pools)
}

fn averages_of(pools: &BTreeMap<(PoolKey, bool), Pool>) -> HashMap<String, Cost> {
    let mut averages = HashMap::new();
    walk(
        pools,
        |(key, _)| goods_of(key),
        Leaves::Mean,
        |_, flow, layers| {
            if let Some(mean) = layers.mean() {
                averages.entry(flow.line.clone()).or_insert(mean);
            }
        },
    );
    averages
}

#[cfg(test)]
mod tests;
