//! How is a supply shared when not every lot may go to every claimant?
//!
//! Lots that are alike to everybody form a pool; claimants that may draw on the same pools are of one
//! kind. A tier is first shared as if everything could go to everybody. Where the lots do not allow
//! that, the kinds that ask too much of their pools are found by a largest flow: they share those pools
//! among themselves, the others share the rest, and so on. For rules that rise along one level this
//! finds exactly the fairest shares the lots allow (decomposition of a polymatroid: Fujishige 1980;
//! Groenevelt 1991). Tiers already served keep their totals, never their lots.
//!
//! Never: which lots in the end (`draw.rs`), and never a solver with tolerances.

use crate::policy::SharingRule;

use std::collections::VecDeque;

use super::round::{Rounding, pack_awards};
use super::{Claim, SharingError};

/// Pools, and who may draw on which.
pub(in crate::allocate) struct Network {
    /// Thousandths in each pool.
    pub(in crate::allocate) supply: Vec<i64>,
    /// For each kind of claimant the pools it may draw on, in the order it should.
    pub(in crate::allocate) reach: Vec<Vec<usize>>,
    /// Thousandths already promised to each kind by earlier tiers.
    pub(in crate::allocate) promised: Vec<i64>,
    /// Thousandths in the smallest quantity that is issued.
    pub(in crate::allocate) step: i64,
    pub(in crate::allocate) rounding: Rounding,
}

/// Some kinds with the pools that are left to them.
#[derive(Clone)]
struct Part {
    kinds: Vec<bool>,
    pools: Vec<bool>,
}

/// Who draws how much on which pool: `sent[kind][pool]`.
struct Flow {
    sent: Vec<Vec<i64>>,
    left: Vec<i64>,
    unserved: Vec<i64>,
}

/// How far a search from the unserved kinds came, and by which way.
struct Search {
    kind_via: Vec<Option<usize>>,
    pool_via: Vec<Option<usize>>,
    is_kind_seen: Vec<bool>,
    open_pool: Option<usize>,
}

impl Network {
    /// Shares what is left among the claims of the next tier, and promises it to them.
    ///
    /// `claims`: each with its kind, in their order of priority. Result: one award a claim.
    pub(in crate::allocate) fn serve(
        &mut self,
        rule: SharingRule,
        claims: &[(usize, Claim)],
    ) -> Result<Vec<i64>, SharingError> {
        let mut awards = vec![0; claims.len()];
        let mut parts = vec![self.whole()];
        while let Some(part) = parts.pop() {
            let in_part = |index: &usize| part.kinds[claims[*index].0];
            let members: Vec<usize> = (0..claims.len()).filter(in_part).collect();
            let of_part: Vec<Claim> = members.iter().map(|&index| claims[index].1).collect();
            let estate = self.estate(&part);
            let shares = pack_awards(rule, self.rounding, estate, self.step, &of_part)
                .map_err(|error| error.renumbered(&members))?;
            let mut demands = self.promised.clone();
            for (&index, share) in members.iter().zip(&shares) {
                demands[claims[index].0] += share;
            }
            match self.split(&part, &demands) {
                Some(halves) => parts.extend(halves),
                None => members
                    .iter()
                    .zip(shares)
                    .for_each(|(&index, share)| awards[index] = share),
            }
        }
        for ((kind, _), award) in claims.iter().zip(&awards) {
            self.promised[*kind] += award;
        }
        Ok(awards)
    }

    /// The same with nothing in the pools that are not `kept`.
    pub(in crate::allocate) fn with_pools(&self, kept: &[bool]) -> Network {
        let supply = self.supply.iter().zip(kept);
        let left = |(&supply, &is_kept): (&i64, &bool)| if is_kept { supply } else { 0 };
        Network {
            supply: supply.map(left).collect(),
            reach: self.reach.clone(),
            promised: self.promised.clone(),
            ..*self
        }
    }

    fn whole(&self) -> Part {
        Part {
            kinds: vec![true; self.reach.len()],
            pools: vec![true; self.supply.len()],
        }
    }

    /// What the kinds of a part can have beyond the promises.
    fn estate(&self, part: &Part) -> i64 {
        let mut is_reached = vec![false; self.supply.len()];
        let mut promised = 0;
        for kind in self.kinds_of(part) {
            promised += self.promised[kind];
            self.pools_of(part, kind)
                .for_each(|pool| is_reached[pool] = true);
        }
        let reached = self.supply.iter().zip(&is_reached);
        let supply: i64 = reached
            .filter(|(_, reached)| **reached)
            .map(|(s, _)| s)
            .sum();
        supply - promised
    }

    /// The kinds that ask too much of their pools with these pools, and the others with the others;
    /// `None` where every demand can be met.
    fn split(&self, part: &Part, demands: &[i64]) -> Option<[Part; 2]> {
        let (flow, search) = self.flow(part, demands);
        if flow.unserved.iter().all(|&unserved| unserved == 0) {
            return None;
        }
        let is_pool_seen: Vec<bool> = search.pool_via.iter().map(Option::is_some).collect();
        let without = |all: &[bool], seen: &[bool]| {
            let both = all.iter().zip(seen);
            both.map(|(&all, &seen)| all && !seen)
                .collect::<Vec<bool>>()
        };
        let free = Part {
            kinds: without(&part.kinds, &search.is_kind_seen),
            pools: without(&part.pools, &is_pool_seen),
        };
        let short = Part {
            kinds: search.is_kind_seen,
            pools: is_pool_seen,
        };
        Some([free, short])
    }

    /// The largest flow towards `demands`, and the search that found no way on.
    fn flow(&self, part: &Part, demands: &[i64]) -> (Flow, Search) {
        let mut flow = self.first_flow(part, demands);
        loop {
            let search = self.search(part, &flow);
            match search.open_pool {
                Some(pool) => reroute(&mut flow, &search, pool),
                None => return (flow, search),
            }
        }
    }

    fn first_flow(&self, part: &Part, demands: &[i64]) -> Flow {
        let mut flow = Flow {
            sent: vec![vec![0; self.supply.len()]; self.reach.len()],
            left: self.supply.clone(),
            unserved: vec![0; self.reach.len()],
        };
        let mut kinds: Vec<usize> = self.kinds_of(part).collect();
        kinds.sort_by_key(|&kind| self.reach[kind].len());
        for kind in kinds {
            let mut open = demands[kind];
            for pool in self.pools_of(part, kind) {
                let drawn = open.min(flow.left[pool]);
                flow.left[pool] -= drawn;
                flow.sent[kind][pool] = drawn;
                open -= drawn;
            }
            flow.unserved[kind] = open;
        }
        flow
    }

    /// Looks from the unserved kinds for a pool with something left, over draws that can be moved.
    fn search(&self, part: &Part, flow: &Flow) -> Search {
        let mut search = Search {
            kind_via: vec![None; self.reach.len()],
            pool_via: vec![None; self.supply.len()],
            is_kind_seen: flow.unserved.iter().map(|&open| open > 0).collect(),
            open_pool: None,
        };
        let unserved = self.kinds_of(part).filter(|&kind| flow.unserved[kind] > 0);
        let mut queue: VecDeque<usize> = unserved.collect();
        while let Some(kind) = queue.pop_front() {
            for pool in self.pools_of(part, kind) {
                if search.pool_via[pool].is_some() {
                    continue;
                }
                search.pool_via[pool] = Some(kind);
                if flow.left[pool] > 0 {
                    search.open_pool = Some(pool);
                    return search;
                }
                for giver in self.kinds_of(part) {
                    if flow.sent[giver][pool] > 0 && !search.is_kind_seen[giver] {
                        search.is_kind_seen[giver] = true;
                        search.kind_via[giver] = Some(pool);
                        queue.push_back(giver);
                    }
                }
            }
        }
        search
    }

    fn kinds_of(&self, part: &Part) -> impl Iterator<Item = usize> {
        (0..self.reach.len()).filter(|&kind| part.kinds[kind])
    }

    fn pools_of(&self, part: &Part, kind: usize) -> impl Iterator<Item = usize> {
        self.reach[kind]
            .iter()
            .copied()
            .filter(|&pool| part.pools[pool])
    }
}

/// Draws on `open` instead, kind by kind back to the unserved one.
fn reroute(flow: &mut Flow, search: &Search, open: usize) {
    let mut way = Vec::new();
    let mut pool = open;
    let mut most = flow.left[open];
    let first = loop {
        let kind = search.pool_via[pool].expect("every pool on the way was reached from a kind");
        let Some(given_up) = search.kind_via[kind] else {
            way.push((kind, pool, None));
            break kind;
        };
        way.push((kind, pool, Some(given_up)));
        most = most.min(flow.sent[kind][given_up]);
        pool = given_up;
    };
    most = most.min(flow.unserved[first]);
    for (kind, drawn, given_up) in way {
        flow.sent[kind][drawn] += most;
        if let Some(given_up) = given_up {
            flow.sent[kind][given_up] -= most;
        }
    }
    flow.left[open] -= most;
    flow.unserved[first] -= most;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(supply: &[i64], reach: &[&[usize]]) -> Network {
        Network {
            supply: supply.to_vec(),
            reach: reach.iter().map(|pools| pools.to_vec()).collect(),
            promised: vec![0; reach.len()],
            step: 1,
            rounding: Rounding::PackByPack,
        }
    }

    fn serve(network: &mut Network, claims: &[(usize, i64)]) -> Vec<i64> {
        let claims: Vec<(usize, Claim)> = claims
            .iter()
            .map(|&(kind, want)| (kind, Claim::of(want)))
            .collect();
        network
            .serve(SharingRule::EqualAwards, &claims)
            .expect("the claims of a test are sound")
    }

    #[test]
    fn who_needs_late_lots_gets_the_fair_share_they_allow() {
        // 30 early, 10 late; the strict two share what is late, the others what is early.
        let mut chain = network(&[30, 10], &[&[0, 1], &[1]]);
        assert_eq!(
            serve(&mut chain, &[(1, 20), (1, 20), (0, 20), (0, 20)]),
            [5, 5, 15, 15]
        );
        // With enough late lots everybody gets the same.
        let mut chain = network(&[10, 30], &[&[0, 1], &[1]]);
        assert_eq!(
            serve(&mut chain, &[(1, 20), (1, 20), (0, 20)]),
            [14, 13, 13]
        );
    }

    #[test]
    fn a_tier_served_keeps_its_total_and_not_its_lots() {
        // The first tier could take either pool; the second can only take pool 0.
        let mut either = network(&[10, 10], &[&[0, 1], &[0]]);
        assert_eq!(serve(&mut either, &[(0, 10)]), [10]);
        assert_eq!(serve(&mut either, &[(1, 10)]), [10]);
        let flow = either.flow(&either.whole(), &either.promised).0;
        assert_eq!(flow.sent, [[0, 10], [10, 0]]);
        assert_eq!(serve(&mut either, &[(1, 10), (0, 5)]), [0, 0]);
    }

    #[test]
    fn draws_are_moved_along_a_chain_of_kinds() {
        let reach: &[&[usize]] = &[&[0, 1], &[1, 2], &[0, 2]];
        let mut ring = network(&[4, 4, 4], reach);
        assert_eq!(serve(&mut ring, &[(0, 4), (1, 4), (2, 4)]), [4, 4, 4]);
        let mut ring = network(&[4, 4, 0], reach);
        assert_eq!(serve(&mut ring, &[(0, 4), (1, 4), (2, 4)]), [3, 3, 2]);
    }

    #[test]
    fn a_pool_that_nobody_may_have_stays() {
        let mut idle = network(&[100, 5], &[&[1], &[]]);
        assert_eq!(serve(&mut idle, &[(0, 50), (1, 50)]), [5, 0]);
    }

    /// Whether the pools hold these totals: no set of kinds asks for more than its pools have.
    fn can_have(supply: &[i64], reach: &[&[usize]], totals: &[i64]) -> bool {
        (0..1 << reach.len()).all(|set: usize| {
            let kinds = (0..reach.len()).filter(|kind| set >> kind & 1 == 1);
            let asked: i64 = kinds.clone().map(|kind| totals[kind]).sum();
            let is_open = |pool: &usize| kinds.clone().any(|kind| reach[kind].contains(pool));
            let held: i64 = (0..supply.len())
                .filter(is_open)
                .map(|pool| supply[pool])
                .sum();
            asked <= held
        })
    }

    #[test]
    fn awards_are_the_fairest_of_all_that_the_lots_allow() {
        let reach: &[&[usize]] = &[&[0, 1], &[1], &[1, 2]];
        let vectors = |most: [i64; 3]| {
            let all = (0..=most[0]).flat_map(move |a| (0..=most[1]).map(move |b| (a, b)));
            all.flat_map(move |(a, b)| (0..=most[2]).map(move |c| [a, b, c]))
        };
        let sorted = |mut awards: Vec<i64>| {
            awards.sort_unstable();
            awards
        };
        for supply in vectors([3, 4, 3]) {
            for wants in vectors([4, 4, 4]) {
                let claims = [(0, wants[0]), (1, wants[1]), (2, wants[2])];
                let awards = serve(&mut network(&supply, reach), &claims);
                assert!(can_have(&supply, reach, &awards), "{supply:?} {wants:?}");
                let feasible = vectors(wants).filter(|totals| can_have(&supply, reach, totals));
                let fairest = feasible.map(|totals| sorted(totals.to_vec())).max();
                assert_eq!(Some(sorted(awards)), fairest, "{supply:?} {wants:?}");
            }
        }
    }
}
