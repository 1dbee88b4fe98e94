//! What adds up to a value: what each line of the ledger did to its pool, by each method.

use std::collections::BTreeMap;

use crate::engine::cost::road::walk;
use crate::engine::cost::{CostBy, Flow, Layers, Leaves, LotBook, LotCosts, Pool, Pools, fen};
use crate::ledger::tables::{Explanation, Movement, Valuation};
use crate::ledger::word::{Form, ValueMethod};
use crate::ledger::{Column, Loaded, LotKey, Record as _};
use crate::quantity::Quantity;
use crate::stock::explain::{Account, Figure, Line, with_party};
use crate::stock::transit::{Transit, in_transit};

use super::{PoolKey, ValuationInputs, cost_of_found, goods_of, mean_pools, pool_of};

/// What a line of the ledger did to a pool: how much it moved, and by how much the pool is worth more, exactly.
struct Step {
    at: usize,
    qty: Quantity,
    worth: i128,
    /// How much of what it brought had left before it came, in thousandths of a base unit: that is not there, and is worth
    /// nothing here.
    made_good: i128,
}

impl Step {
    /// A step of `qty` by which so many thousandths more, or fewer, lie in the pool.
    fn of(at: usize, qty: Quantity, worth: i128, more: i128) -> Step {
        Step {
            at,
            qty,
            worth,
            made_good: (i128::from(qty.thousandths()) - more).max(0),
        }
    }

    /// What is said of goods that had left before they came; nothing where there are none.
    fn remark(&self) -> String {
        match Quantity::from_sum(self.made_good).filter(|qty| qty.is_positive()) {
            Some(qty) if self.qty.is_positive() => {
                format!("; {qty} of it left before it came, and have no value here")
            }
            _ => String::new(),
        }
    }
}

/// The steps of each pool in the order of the ledger, and what is on each way, by the line that sent it.
#[derive(Default)]
struct Steps {
    of_pools: BTreeMap<PoolKey, Vec<Step>>,
    on_ways: BTreeMap<usize, i128>,
}

/// The terms behind `rows` of table `valuation`; those of each figure add up to it.
///
/// `movements` are those of `inputs`, with their places.
pub fn explain(
    inputs: &ValuationInputs,
    movements: &Loaded<Movement>,
    rows: &[Valuation],
) -> Vec<Explanation> {
    let costs = LotCosts::by(inputs.movements, inputs.as_of);
    let lots = LotBook::of(inputs.movements, &costs, inputs.as_of);
    let transits = in_transit(inputs.movements, &lots, inputs.as_of);
    let mut by_method: BTreeMap<ValueMethod, Steps> = BTreeMap::new();
    for row in rows {
        let steps = || steps(inputs, (&costs, &lots), &transits, row.method);
        by_method.entry(row.method).or_insert_with(steps);
    }
    let account = |row: &Valuation| {
        let key = PoolKey {
            site: row.site.clone(),
            item: row.item.clone(),
            owner: row.owner.clone(),
            form: Form::stated(row.form),
        };
        let of_way = transits
            .iter()
            .filter(|way| pool_of(&way.lot) == Some(key.clone()));
        let of_way: Vec<&Transit> = of_way.collect();
        account(row, (&key, &of_way), &by_method[&row.method], movements)
    };
    rows.iter()
        .flat_map(|row| account(row).into_rows())
        .collect()
}

fn account(
    row: &Valuation,
    (key, of_way): (&PoolKey, &[&Transit]),
    steps: &Steps,
    movements: &Loaded<Movement>,
) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let moved = steps.of_pools.get(key).map_or(&[][..], Vec::as_slice);
    let mut figure = account.figure(Column::Qty, Some(row.qty), &row.unit);
    for step in moved {
        let line = Line::at(movements, step.at);
        figure.add_line(line, step.qty, with_party(line.movement));
    }
    for way in of_way {
        figure.add_line(Line::at(movements, way.sent_at), way.qty, ON_THE_ROAD);
    }
    let mut figure = account.money(Column::Value, row.value);
    figure.say(row.price_basis.clone());
    match (row.method, row.value, row.unit_cost) {
        (ValueMethod::Market, Some(value), Some(price)) => {
            let text = format!("{} {} at {price}", row.qty, row.unit);
            figure.add_fen(i128::from(value.fen()), text);
        }
        (ValueMethod::Market, ..) => {}
        _ => {
            let sent = of_way.iter().map(|way| {
                let worth = steps.on_ways.get(&way.sent_at);
                (way.sent_at, worth.copied().unwrap_or(0), String::new())
            });
            let moved = moved
                .iter()
                .map(|step| (step.at, step.worth, step.remark()));
            add_worth(
                &mut figure,
                moved.chain(sent),
                (movements, !of_way.is_empty()),
            );
        }
    }
    if row.uncosted.is_some_and(Quantity::is_positive) {
        let without = figure.note(row.uncosted, row.reason.clone());
        row.unit.clone_into(&mut without.unit);
    }
    figure.rule("D-32", "money is rounded half-up, once a row");
    account
}

const ON_THE_ROAD: &str = "sent, and not arrived";

/// Adds what each line did to the value, so that all of them add up to their sum, rounded once.
fn add_worth(
    figure: &mut Figure<'_>,
    moved: impl Iterator<Item = (usize, i128, String)>,
    (movements, is_way): (&Loaded<Movement>, bool),
) {
    let mut worth = 0;
    for (at, change, remark) in moved {
        let line = Line::at(movements, at);
        let added = fen(worth + change) - fen(worth);
        worth += change;
        let text = match (is_way, line.movement.unit_cost) {
            (true, _) => ON_THE_ROAD.to_owned(),
            (false, Some(cost)) => format!("{}, at {cost}", with_party(line.movement)),
            (false, None) => with_party(line.movement),
        };
        figure.add_fen_of_line(line, added, text + &remark);
    }
}

fn steps(
    inputs: &ValuationInputs,
    (costs, lots): (&LotCosts, &LotBook),
    transits: &[Transit],
    method: ValueMethod,
) -> Steps {
    let known = (inputs.as_of, CostBy::ByTheEnd);
    let mut steps = match method {
        ValueMethod::Actual | ValueMethod::Market => by_lot(inputs, lots, transits),
        ValueMethod::Fifo => {
            let pools = Pools::of(inputs.movements, costs, known.0, known.1);
            let mut pools = pools.by(pool_of);
            cost_of_found(&mut pools, lots);
            by_walk(&pools, goods_of, Leaves::Oldest, (PoolKey::clone, transits))
        }
        ValueMethod::Weighted => {
            let shares = mean_pools(inputs.movements, costs, known);
            let pool = |(key, _): &(PoolKey, bool)| key.clone();
            by_walk(
                &shares,
                |(key, _)| goods_of(key),
                Leaves::Mean,
                (pool, transits),
            )
        }
    };
    for moved in steps.of_pools.values_mut() {
        moved.sort_by_key(|step| (inputs.movements[step.at].date, step.at));
    }
    steps
}

/// The steps by the book of lots.
fn by_lot(inputs: &ValuationInputs, lots: &LotBook, transits: &[Transit]) -> Steps {
    let mut steps = Steps::default();
    for line in lots.lines() {
        let lot = LotKey::of_movement(&inputs.movements[line.at]);
        if let Some(key) = pool_of(&lot) {
            let worth = line.after.paid - line.before.paid;
            let more = line.after.qty - line.before.qty;
            let step = Step::of(line.at, line.qty, worth, more);
            steps.of_pools.entry(key).or_default().push(step);
        }
    }
    let ways = transits.iter().map(|way| (way.sent_at, way.held.paid));
    steps.on_ways.extend(ways);
    steps
}

/// What layers are worth, exactly.
fn worth(layers: &Layers) -> i128 {
    layers.list.iter().map(|layer| layer.value).sum()
}

/// The steps of a walk through pools.
fn by_walk<'a, K: Ord>(
    pools: &'a BTreeMap<K, Pool>,
    goods: impl Fn(&'a K) -> [&'a str; 3],
    leaves: Leaves,
    (pool_of, transits): (impl Fn(&K) -> PoolKey, &[Transit]),
) -> Steps {
    let mut seen: BTreeMap<&K, Vec<(&Flow, [i128; 2])>> = BTreeMap::new();
    let held = |layers: &Layers| [worth(layers), layers.qty()];
    let mut walked = walk(pools, goods, leaves, |key, flow, layers| {
        let flows = seen.entry(key).or_default();
        flows.push((flow, held(layers)));
    });
    let mut steps = Steps::default();
    for (key, flows) in seen {
        let last = walked.pools.get(key).map_or([0, 0], held);
        let after = flows
            .iter()
            .skip(1)
            .map(|(_, before)| *before)
            .chain([last]);
        let moved = flows.iter().zip(after).map(|((flow, before), after)| {
            let [worth, more] = [after[0] - before[0], after[1] - before[1]];
            Step::of(flow.at, flow.qty, worth, more)
        });
        steps
            .of_pools
            .entry(pool_of(key))
            .or_default()
            .extend(moved);
    }
    for way in transits {
        if let Some(road) = walked.roads.get_mut(&way.sent_at) {
            let sent = road.take(i128::from(way.qty.thousandths()));
            let worth = sent.iter().map(|layer| layer.value).sum();
            steps.on_ways.insert(way.sent_at, worth);
        }
    }
    steps
}
