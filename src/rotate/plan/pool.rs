//! Who takes how many packs at least cost, as a flow through the pools of the depots.
//!
//! What an institution has room for comes up day by day, and a room that comes up by an expiry takes packs of that expiry
//! and of any later one. So the lots of a depot wait in one pool that is gone through from the last expiry back to the
//! first: a lot comes in at its own, and a room takes from the pool of its own. In the pool all packs are alike; which lot
//! a pack is of is settled afterwards, so that a lot goes to as few institutions as can be.
//!
//! A network: the lots, a pool for each depot and expiry, the rooms. A lot leads to the pool of its depot and expiry, a
//! pool to that of the expiry before it and to the rooms of its own. Where some may stay, rooms pass on what they get to
//! a sink, and what stays of a lot goes there straight.

use crate::allocate::flow::{Arc, FlowError, cheapest_flow, cheapest_in_turn};

use super::model::{Lot, Model, NoPlan, Shares};

/// Room that comes up at an institution by an expiry.
struct Room {
    expiry: usize,
    institution: usize,
    packs: i64,
}

/// An open way from a depot to a room; the room by its number.
struct Way {
    depot: usize,
    room: usize,
    cost: i64,
}

/// The numbers of the nodes of a model.
struct Pools<'a> {
    model: &'a Model,
    /// By expiry, the earliest first.
    rooms: Vec<Room>,
    days: usize,
}

/// One thing to be had as little of as can be.
pub enum Least<'a> {
    /// What the packs that stay count for, each lot by its own.
    Left(&'a dyn Fn(&Lot) -> i64),
    /// What the ways cost.
    Freight,
    /// What the packs that stay are worth and what the ways cost, together.
    Cost,
}

impl Model {
    /// How many packs of each lot leave, where there is the least of the first of `turns`, of all plans with as little the
    /// least of the second, and so on.
    pub fn used_at_least(&self, turns: &[Least<'_>]) -> Result<Vec<i64>, NoPlan> {
        let packs: Vec<i64> = self.lots.iter().map(|lot| lot.packs).collect();
        let pools = Pools::of(self);
        let ways = pools.ways();
        let mut arcs = pools.out_of_lots(&packs);
        arcs.extend(ways.iter().map(|way| pools.arc_to_room(way)));
        arcs.extend(pools.back_by_a_day(&packs));
        arcs.extend(pools.arcs_to_sink());
        let stays = arcs.len();
        let lots = packs.iter().enumerate();
        arcs.extend(lots.map(|(at, packs)| arc(at, pools.sink(), *packs, 0)));
        let mut supply = vec![0; pools.sink() + 1];
        supply[..packs.len()].copy_from_slice(&packs);
        supply[pools.sink()] = -packs.iter().sum::<i64>();
        let costs = turns.iter().map(|least| {
            let mut costs = vec![0; arcs.len()];
            if let Least::Freight | Least::Cost = least {
                let ways = costs[packs.len()..].iter_mut().zip(&ways);
                ways.for_each(|(cost, way)| *cost = way.cost);
            }
            let worth = |lot: &Lot| lot.worth;
            let counts: Option<&dyn Fn(&Lot) -> i64> = match least {
                Least::Left(counts) => Some(counts),
                Least::Cost => Some(&worth),
                Least::Freight => None,
            };
            if let Some(counts) = counts {
                let lots = costs[stays..].iter_mut().zip(&self.lots);
                lots.for_each(|(cost, lot)| *cost = counts(lot));
            }
            costs
        });
        let sent = cheapest_in_turn(&supply, &arcs, &costs.collect::<Vec<_>>());
        let mut sent = sent.map_err(too_large)?;
        sent.truncate(packs.len());
        Ok(sent)
    }

    /// The plan of least freight in which `packs` of each lot leave.
    pub fn at_least_freight(&self, packs: &[i64]) -> Result<Shares, NoPlan> {
        let pools = Pools::of(self);
        let ways = pools.ways();
        let mut arcs = pools.out_of_lots(packs);
        arcs.extend(ways.iter().map(|way| pools.arc_to_room(way)));
        arcs.extend(pools.back_by_a_day(packs));
        let mut supply = vec![0; pools.sink()];
        supply[..packs.len()].copy_from_slice(packs);
        let rooms = supply.iter_mut().rev().zip(pools.rooms.iter().rev());
        rooms.for_each(|(supply, room)| *supply = -room.packs);
        let flow = cheapest_flow(&supply, &arcs).map_err(too_large)?;
        let (left, taken) = flow.sent.split_at(self.lots.len());
        Ok(pools.shares(left, ways.iter().zip(taken)))
    }
}

fn too_large(error: FlowError) -> NoPlan {
    match error {
        FlowError::TooLarge => NoPlan::TooLarge,
        FlowError::NoSuchNode { .. } | FlowError::NegativeCapacity { .. } => {
            unreachable!("nodes are counted here, and a sound model has no negative room")
        }
    }
}

impl<'a> Pools<'a> {
    fn of(model: &'a Model) -> Pools<'a> {
        let days = model.expiries();
        let mut rooms = Vec::new();
        for expiry in 0..days {
            for (institution, by_day) in model.rooms.iter().enumerate() {
                let before = expiry.checked_sub(1).map_or(0, |before| by_day[before]);
                let packs = by_day[expiry] - before;
                if packs > 0 {
                    rooms.push(Room {
                        expiry,
                        institution,
                        packs,
                    });
                }
            }
        }
        Pools { model, rooms, days }
    }

    fn pool(&self, depot: usize, day: usize) -> usize {
        self.model.lots.len() + depot * self.days + day
    }

    fn room(&self, room: usize) -> usize {
        self.pool(self.model.freight.len(), 0) + room
    }

    fn sink(&self) -> usize {
        self.room(self.rooms.len())
    }

    /// The open ways, depot by depot and day by day: in that order the search for a plan takes fewest steps.
    fn ways(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        for depot in 0..self.model.freight.len() {
            let open = self.rooms.iter().enumerate().filter_map(|(at, room)| {
                Some(Way {
                    depot,
                    room: at,
                    cost: self.model.freight[depot][room.institution]?,
                })
            });
            ways.extend(open);
        }
        ways
    }

    fn out_of_lots(&self, packs: &[i64]) -> Vec<Arc> {
        let lots = self.model.lots.iter().zip(packs).enumerate();
        let arcs =
            lots.map(|(at, (lot, packs))| arc(at, self.pool(lot.depot, lot.expiry), *packs, 0));
        arcs.collect()
    }

    fn arc_to_room(&self, way: &Way) -> Arc {
        let Room { expiry, packs, .. } = self.rooms[way.room];
        arc(
            self.pool(way.depot, expiry),
            self.room(way.room),
            packs,
            way.cost,
        )
    }

    fn back_by_a_day(&self, packs: &[i64]) -> impl Iterator<Item = Arc> {
        let all: i64 = packs.iter().sum();
        let of_depot = move |depot: usize| {
            (1..self.days)
                .map(move |day| arc(self.pool(depot, day), self.pool(depot, day - 1), all, 0))
        };
        (0..self.model.freight.len()).flat_map(of_depot)
    }

    fn arcs_to_sink(&self) -> impl Iterator<Item = Arc> {
        let rooms = self.rooms.iter().enumerate();
        rooms.map(|(at, room)| arc(self.room(at), self.sink(), room.packs, 0))
    }

    /// Which lot the packs are of that each room takes: of a depot the lot that expires first goes first, to those who
    /// take most by its expiry.
    ///
    /// By any expiry no fewer packs are taken than come of lots until then, so that each lot finds enough who take.
    fn shares<'b>(&self, left: &[i64], taken: impl Iterator<Item = (&'b Way, &'b i64)>) -> Shares {
        let takers = self.model.rooms.len();
        let mut taken_by_day = vec![vec![vec![0; takers]; self.days]; self.model.freight.len()];
        for (way, packs) in taken {
            let room = &self.rooms[way.room];
            taken_by_day[way.depot][room.expiry][room.institution] += packs;
        }
        let mut shares = vec![vec![0; takers]; self.model.lots.len()];
        let lots = &self.model.lots;
        let mut order: Vec<usize> = (0..lots.len()).collect();
        order.sort_by_key(|&at| (lots[at].depot, lots[at].expiry));
        for of_depot in order.chunk_by(|&one, &other| lots[one].depot == lots[other].depot) {
            let mut days = taken_by_day[lots[of_depot[0]].depot].iter();
            let (mut day, mut open) = (0, vec![0; takers]);
            for &at in of_depot {
                for taken in days.by_ref().take(lots[at].expiry + 1 - day) {
                    open.iter_mut()
                        .zip(taken)
                        .for_each(|(open, taken)| *open += taken);
                }
                day = lots[at].expiry + 1;
                shares[at] = share_out(left[at], &mut open);
            }
        }
        shares
    }
}

/// Gives `packs` to those with most open, as much as is; by taker.
fn share_out(mut packs: i64, open: &mut [i64]) -> Vec<i64> {
    let mut shares = vec![0; open.len()];
    let mut takers: Vec<usize> = (0..open.len()).filter(|&taker| open[taker] > 0).collect();
    takers.sort_by_key(|&taker| std::cmp::Reverse(open[taker]));
    for taker in takers {
        shares[taker] = packs.min(open[taker]);
        open[taker] -= shares[taker];
        packs -= shares[taker];
    }
    shares
}

fn arc(from: usize, to: usize, capacity: i64, cost: i64) -> Arc {
    Arc {
        from,
        to,
        capacity,
        cost,
    }
}
