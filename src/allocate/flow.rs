//! How do goods get from those who have them to those who are to have them at least cost?
//!
//! A network of nodes and arcs: a node has a supply (positive: it can send so much; negative: it is to
//! receive so much), an arc has a capacity and a cost a unit. [`cheapest_flow`] ships as much as the arcs
//! allow, and of all ways to ship as much one of least cost. [`transport`] does the same from sources
//! straight to targets, where there may be a lane from each to each.
//!
//! All in integers: what is shipped is whole, the answer is exact, and the same input gives the same
//! flow. Costs may be negative. The solver is a primal network simplex (`simplex.rs`, `tree.rs`).
//!
//! Never: who is to have how much; that is settled before.

mod lanes;
mod simplex;
mod tree;

use std::fmt;

pub use lanes::{Lane, Transport, transport};
use simplex::Simplex;

/// A way from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    pub from: usize,
    pub to: usize,
    /// The most that can be sent along it.
    pub capacity: i64,
    /// The cost of one unit.
    pub cost: i64,
}

/// What is sent along which arc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// One quantity an arc, in their order.
    pub sent: Vec<i64>,
    /// The sum of what the receiving nodes get.
    pub shipped: i64,
    /// The sum of what they do not get.
    pub unmet: i64,
    pub cost: i128,
}

/// Why a network cannot be solved. `index` counts the arcs from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowError {
    /// An arc names a node that is not there.
    NoSuchNode {
        index: usize,
    },
    NegativeCapacity {
        index: usize,
    },
    /// The supplies, or the costs along a way through all nodes, do not fit 64 bits.
    TooLarge,
}

impl fmt::Display for FlowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FlowError::NoSuchNode { index } => write!(f, "arc {index} leads to no node"),
            FlowError::NegativeCapacity { index } => {
                write!(f, "the capacity of arc {index} is negative")
            }
            FlowError::TooLarge => write!(f, "the supplies or costs do not fit 64 bits"),
        }
    }
}

impl std::error::Error for FlowError {}

/// Ships as much as the arcs allow, at least cost.
///
/// `supply`: one number a node. Result: one quantity an arc; a node never sends more than it has and
/// gets, nor receives more than it is to.
///
/// Errors: an arc to nowhere, a negative capacity, numbers too large to stay exact.
pub fn cheapest_flow(supply: &[i64], arcs: &[Arc]) -> Result<Flow, FlowError> {
    let simplex = solved(supply, arcs)?;
    let sent = simplex.sent();
    let costs = sent.iter().zip(arcs);
    let cost = costs.map(|(&sent, arc)| i128::from(sent) * i128::from(arc.cost));
    Ok(Flow {
        cost: cost.sum(),
        shipped: simplex.shipped(),
        unmet: simplex.unmet(),
        sent,
    })
}

/// Ships all of a supply that the arcs can carry whole: of all ways those of least cost by the first list, of these
/// those of least by the next, and so on.
///
/// `costs`: lists of a number for each arc, in place of the arcs' own. Result and errors: those of [`cheapest_flow`]; the
/// quantities alone.
///
/// At the prices of a best flow an arc that costs more is empty in every best flow, and one that costs less is full in
/// every one; whichever flow keeps to that is a best one. So only the arcs in between are left to the next list.
pub fn cheapest_in_turn(
    supply: &[i64],
    arcs: &[Arc],
    costs: &[Vec<i64>],
) -> Result<Vec<i64>, FlowError> {
    let mut supply = supply.to_vec();
    let mut sent = vec![0; arcs.len()];
    let mut open: Vec<usize> = (0..arcs.len()).collect();
    for costs in costs {
        let of_turn = open.iter().map(|&at| Arc {
            cost: costs[at],
            ..arcs[at]
        });
        let simplex = solved(&supply, &of_turn.collect::<Vec<_>>())?;
        let flows = open.iter().copied().zip(simplex.sent());
        let mut still_open = Vec::new();
        for ((at, flow), excess) in flows.zip(simplex.excesses()) {
            sent[at] = flow;
            match excess {
                0 => still_open.push(at),
                1.. => {}
                ..0 => {
                    supply[arcs[at].from] -= flow;
                    supply[arcs[at].to] += flow;
                }
            }
        }
        open = still_open;
    }
    Ok(sent)
}

/// The best tree of a network.
fn solved(supply: &[i64], arcs: &[Arc]) -> Result<Simplex, FlowError> {
    for (index, arc) in arcs.iter().enumerate() {
        if arc.from.max(arc.to) >= supply.len() {
            return Err(FlowError::NoSuchNode { index });
        }
        if arc.capacity < 0 {
            return Err(FlowError::NegativeCapacity { index });
        }
    }
    let cost_max = arcs.iter().map(|arc| arc.cost.unsigned_abs()).max();
    let mut simplex = Simplex::new(supply, cost_max.unwrap_or(0))?;
    arcs.iter().for_each(|arc| simplex.add(arc));
    simplex.optimise();
    Ok(simplex)
}

#[cfg(test)]
mod tests;
