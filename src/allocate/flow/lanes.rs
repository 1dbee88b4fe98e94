//! Transport from sources straight to targets, with a lane from each to each.
//!
//! Of hundreds of thousands of lanes only a few are ever used. The solver starts with the cheapest lanes
//! of every source and every target, looks through the others at the prices it comes to, takes in those
//! that would pay, and stops when none does: the answer is as exact as with all of them.

use super::simplex::Simplex;
use super::{Arc, FlowError};

/// Lanes of a source that the solver starts with, and those it takes in at most in one round.
const LANES_AT_ONCE: usize = 20;
/// Lanes of a target that the solver starts with.
const LANES_OF_A_TARGET: usize = 3;

/// What is sent from a source to a target; both are numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lane {
    pub source: usize,
    pub target: usize,
    pub qty: i64,
}

/// A way to ship the most at least cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transport {
    /// What is sent, by source and target; nothing where nothing is.
    pub lanes: Vec<Lane>,
    pub shipped: i64,
    pub cost: i128,
}

/// Ships as much as the lanes allow from `supply` to `demand`, at least cost.
///
/// Both are numbers that are not negative; `cost` of (source, target) is that of one unit, and `None`
/// where there is no way.
///
/// Errors: numbers too large to stay exact.
pub fn transport(
    supply: &[i64],
    demand: &[i64],
    cost: impl Fn(usize, usize) -> Option<i64>,
) -> Result<Transport, FlowError> {
    let balance: Vec<i64> = supply
        .iter()
        .copied()
        .chain(demand.iter().map(|qty| -qty))
        .collect();
    let every = || (0..supply.len()).flat_map(|from| (0..demand.len()).map(move |to| (from, to)));
    let dearest = every()
        .filter_map(|(from, to)| cost(from, to))
        .map(i64::unsigned_abs)
        .max();
    let mut simplex = Simplex::new(&balance, dearest.unwrap_or(0))?;
    let mut used: Vec<Arc> = Vec::new();
    let mut take = |simplex: &mut Simplex, from: usize, to: usize, cost: i64| {
        // Its ends bound a lane. With a bound of its own it could be full and pay at once, for ever.
        let capacity = i64::MAX;
        let arc = Arc {
            from,
            to: supply.len() + to,
            capacity,
            cost,
        };
        simplex.add(&arc);
        used.push(arc);
    };
    for (from, to) in first_lanes(supply.len(), demand.len(), &cost) {
        if let Some(cost) = cost(from, to) {
            take(&mut simplex, from, to, cost);
        }
    }
    loop {
        simplex.optimise();
        let paying = paying_lanes(&simplex, supply.len(), demand.len(), &cost);
        if paying.is_empty() {
            break;
        }
        for (from, to, cost) in paying {
            take(&mut simplex, from, to, cost);
        }
    }
    Ok(answer(&simplex, &used, supply.len()))
}

fn answer(simplex: &Simplex, used: &[Arc], sources: usize) -> Transport {
    let sent = used
        .iter()
        .zip(simplex.sent())
        .filter(|(_, sent)| *sent > 0);
    let mut cost = 0;
    let mut lanes: Vec<Lane> = sent
        .map(|(arc, qty)| {
            cost += i128::from(qty) * i128::from(arc.cost);
            Lane {
                source: arc.from,
                target: arc.to - sources,
                qty,
            }
        })
        .collect();
    lanes.sort_unstable();
    Transport {
        lanes,
        shipped: simplex.shipped(),
        cost,
    }
}

/// The cheapest lanes of each source and of each target, once each, by source and target.
fn first_lanes(
    sources: usize,
    targets: usize,
    cost: &impl Fn(usize, usize) -> Option<i64>,
) -> Vec<(usize, usize)> {
    let mut lanes = Vec::new();
    for from in 0..sources {
        let of_source = (0..targets).filter_map(|to| Some((cost(from, to)?, to)));
        let cheapest = least(of_source.collect(), LANES_AT_ONCE).into_iter();
        lanes.extend(cheapest.map(|(_, to)| (from, to)));
    }
    for to in 0..targets {
        let of_target = (0..sources).filter_map(|from| Some((cost(from, to)?, from)));
        let cheapest = least(of_target.collect(), LANES_OF_A_TARGET).into_iter();
        lanes.extend(cheapest.map(|(_, from)| (from, to)));
    }
    lanes.sort_unstable();
    lanes.dedup();
    lanes
}

/// The lanes that pay at the prices of now, for each source the most paying ones.
fn paying_lanes(
    simplex: &Simplex,
    sources: usize,
    targets: usize,
    cost: &impl Fn(usize, usize) -> Option<i64>,
) -> Vec<(usize, usize, i64)> {
    let prices: Vec<i64> = (0..targets).map(|to| simplex.price(sources + to)).collect();
    let mut paying = Vec::new();
    for from in 0..sources {
        let own = simplex.price(from);
        let gain = |to: usize| Some(cost(from, to)? + own - prices[to]);
        let of_source =
            (0..targets).filter_map(|to| Some((gain(to).filter(|&gain| gain < 0)?, to)));
        for (gain, to) in least(of_source.collect(), LANES_AT_ONCE) {
            paying.push((from, to, gain - own + prices[to]));
        }
    }
    paying
}

/// The `count` least, in no order.
fn least(mut all: Vec<(i64, usize)>, count: usize) -> Vec<(i64, usize)> {
    if all.len() > count {
        all.select_nth_unstable(count);
        all.truncate(count);
    }
    all
}
