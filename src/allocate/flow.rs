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

#[cfg(test)]
mod tests;
