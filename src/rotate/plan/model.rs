//! A rotation plan of one item in whole numbers: lots, what each institution has room for, what a way costs.
//!
//! All quantities count packs. An institution has room, by each expiry, for what it uses up to that day less what it
//! has already; room by a later day includes room by an earlier one. Nothing here knows of sites or money.

use std::fmt;

use crate::allocate::flow::{Arc, FlowError, cheapest_flow};

/// A lot that may be handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    pub packs: i64,
    /// The number of its expiry among the expiries of the model, the earliest first.
    pub expiry: usize,
    /// What is lost with one pack that is not handed out.
    pub worth: i64,
    /// The number of the depot it lies in.
    pub depot: usize,
}

/// The lots of one item and those who could use them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub lots: Vec<Lot>,
    /// By institution and expiry: what it can use up by that day. Never falls from one expiry to the next.
    pub rooms: Vec<Vec<i64>>,
    /// What each institution uses, in any common unit.
    pub uses: Vec<i64>,
    /// By depot and institution: what the way of one pack costs; `None` where there is none.
    pub freight: Vec<Vec<Option<i64>>>,
}

/// What is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// Least wasted value, and of all ways to waste as little one of least freight.
    #[default]
    WasteFirst,
    /// The least sum of wasted value and freight: a cheap lot may be left to expire for the price of its way.
    Cost,
}

/// From a node of an institution: the one of its next expiry, or the sink, and the room up to it.
type Link = (Option<usize>, i64);

/// What each institution takes of each lot: by lot and institution.
pub type Shares = Vec<Vec<i64>>;

/// Why a model has no plan: its numbers do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quantities times values do not fit 64 bits")
    }
}

impl std::error::Error for TooLarge {}

impl Model {
    /// How many expiries there are.
    pub fn expiries(&self) -> usize {
        self.lots
            .iter()
            .map(|lot| lot.expiry + 1)
            .max()
            .unwrap_or(0)
    }

    /// Whether every way costs the same and none is closed.
    pub fn is_level(&self) -> bool {
        let mut ways = self.freight.iter().flatten();
        let first = ways.next().copied().flatten();
        first.is_some() && ways.all(|way| *way == first)
    }

    /// Whether no way is closed.
    pub fn is_open(&self) -> bool {
        self.freight.iter().flatten().all(Option::is_some)
    }

    /// The plan of least cost in which `packs` of each lot may leave; what stays costs `worth`, where that is given,
    /// and otherwise all of it leaves that can.
    ///
    /// A network: lots to the institutions at their own expiry, from each expiry of an institution on to the next as
    /// far as there is room, and from the last into the sink; what stays goes there straight.
    pub fn flow(
        &self,
        packs: &[i64],
        way: impl Fn(&Lot, usize) -> Option<i64>,
        worth: Option<&dyn Fn(&Lot) -> i64>,
    ) -> Result<Shares, TooLarge> {
        let count = self.lots.len();
        let (places, chain) = self.places(count);
        let sink = count + chain.len();
        let mut supply = vec![0; sink + 1];
        let mut arcs = Vec::new();
        let mut ways = Vec::new();
        for (at, lot) in self.lots.iter().enumerate() {
            supply[at] = packs[at];
            supply[sink] -= packs[at];
            for (institution, places) in places.iter().enumerate() {
                if let Some(cost) = way(lot, institution) {
                    arcs.push(arc(at, places[lot.expiry], packs[at], cost));
                    ways.push((at, institution));
                }
            }
        }
        for (at, (after, room)) in (count..).zip(chain) {
            arcs.push(arc(at, after.unwrap_or(sink), room, 0));
        }
        if let Some(worth) = worth {
            for (at, lot) in self.lots.iter().enumerate() {
                arcs.push(arc(at, sink, packs[at], worth(lot)));
            }
        }
        let flow = cheapest_flow(&supply, &arcs).map_err(|error| match error {
            FlowError::TooLarge => TooLarge,
            FlowError::NoSuchNode { .. } | FlowError::NegativeCapacity { .. } => {
                unreachable!("nodes are counted here, and no room is negative")
            }
        })?;
        let mut shares = vec![vec![0; self.rooms.len()]; count];
        for ((lot, institution), sent) in ways.into_iter().zip(&flow.sent) {
            shares[lot][institution] += sent;
        }
        Ok(shares)
    }

    /// The nodes of the institutions, numbered from `first`: by institution and expiry its node, and by node the one
    /// after it (`None`: the sink) with the room up to it.
    ///
    /// Expiries between which no room comes up are one node: what is used up by the last of them has no more room by the
    /// others.
    fn places(&self, first: usize) -> (Vec<Vec<usize>>, Vec<Link>) {
        let days = self.expiries();
        let mut chain = Vec::new();
        let places = self.rooms.iter().map(|rooms| {
            let mut places = vec![first; days];
            let mut after = None;
            for day in (0..days).rev() {
                if day + 1 == days || rooms[day] < rooms[day + 1] {
                    chain.push((after, rooms[day]));
                    after = Some(first + chain.len() - 1);
                }
                places[day] = first + chain.len() - 1;
            }
            places
        });
        (places.collect(), chain)
    }
}

fn arc(from: usize, to: usize, capacity: i64, cost: i64) -> Arc {
    Arc {
        from,
        to,
        capacity,
        cost,
    }
}
