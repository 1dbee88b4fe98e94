//! Which lots of an item are alike, and which claimants may draw on them?
//!
//! A pool holds the lots of one donor's wish that expire between two shelf lives somebody asks for, and
//! of one depot where some lanes may not be used or take so long that goods expire on the way; claimants of one kind
//! ask for the same shelf life, are admitted by the same wishes and reached from the same depots in the same days. Of a
//! thousand claimants there are seldom more than a handful of kinds.
//!
//! Never: how much anybody gets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::allocate::share::network::Network;
use crate::engine::memo::ByText;
use crate::ledger::earmark::Earmark;

use super::claimant::{Claimant, first_lasting};
use super::facts::Facts;
use super::problem::Problem;

/// Where the lots and the claimants of an item stand in its network.
pub(super) struct Layout {
    /// The pool of each lot, where it lasts long enough for somebody.
    pub(super) pool_of: Vec<Option<usize>>,
    /// The kind of each claimant, where it may have something.
    pub(super) kind_of: Vec<Option<usize>>,
    /// Whether a wish binds the lots of each pool.
    pub(super) is_wished: Vec<bool>,
}

/// A stretch of lots by expiry, from 1; the text of the wish that keeps them apart, empty for none; the
/// depot where lanes are limited, else none.
type Pool<'a> = (usize, &'a str, Option<usize>);

/// Lays the lots of an item out as a network, earliest pools first.
pub(super) fn lay_out(problem: &Problem, facts: &Facts) -> (Network, Layout) {
    let inputs = facts.inputs;
    let holding: BTreeSet<usize> = problem.lots.iter().map(|lot| lot.depot).collect();
    let are_limited = are_limited(problem, facts, &holding);
    let bounds = bounds(problem, facts, are_limited.then_some(&holding));
    let stretch = |lot: usize| bounds.partition_point(|&bound| bound <= lot);
    let mut wishes: BTreeMap<&str, Option<&Earmark>> = BTreeMap::new();
    let mut supply: BTreeMap<Pool, i64> = BTreeMap::new();
    let mut pool_of_lot: Vec<Option<Pool>> = Vec::new();
    for (number, lot) in problem.lots.iter().enumerate() {
        let wish = lot.wish.as_ref().map_or("", |_| &lot.row.earmark);
        let pool = (stretch(number), wish, are_limited.then_some(lot.depot));
        let is_of_use = pool.0 > 0;
        pool_of_lot.push(is_of_use.then_some(pool));
        if is_of_use {
            wishes.insert(wish, lot.wish.as_ref());
            *supply.entry(pool).or_default() += lot.left;
        }
    }
    let pools: Vec<Pool> = supply.keys().copied().collect();
    let numbers: HashMap<Pool, usize> = pools.iter().copied().zip(0..).collect();
    let mut kinds = Kinds {
        pools,
        reach: Vec::new(),
        numbers: HashMap::default(),
    };
    let binding: Vec<(&str, &Earmark)> = wishes
        .iter()
        .filter_map(|(text, wish)| Some((*text, (*wish)?)))
        .collect();
    let kind_of = problem.claimants.iter().map(|claimant| {
        let site = claimant.site;
        let code = facts.places.get(site).code;
        let admits = |(_, wish): &(&str, &Earmark)| wish.admits(code, inputs.sites, inputs.as_of);
        // Where a depot holds none of the item, the way from it tells nobody apart.
        let from = |depot: usize| match holding.contains(&depot) {
            true => first_from(depot, claimant, problem, facts).map(stretch),
            false => None,
        };
        let depots = 0..facts.store.depots.len();
        let admitting = binding.iter().filter(|wish| admits(wish));
        let key = Kind {
            stretch: stretch(claimant.first_lot),
            admitting: admitting.map(|(text, _)| *text).collect(),
            from: are_limited.then(|| depots.map(from).collect()),
        };
        kinds.number(key)
    });
    let kind_of = kind_of.collect();
    let layout = Layout {
        kind_of,
        pool_of: pool_of_lot
            .iter()
            .map(|pool| pool.map(|pool| numbers[&pool]))
            .collect(),
        is_wished: kinds
            .pools
            .iter()
            .map(|pool| wishes[pool.1].is_some())
            .collect(),
    };
    let network = Network {
        promised: vec![0; kinds.reach.len()],
        supply: supply.into_values().collect(),
        reach: kinds.reach,
        step: problem.step,
        rounding: inputs.options.rounding,
    };
    (network, layout)
}

/// The first lots that last long enough for somebody, ascending; `limited`: the depots, where it is not the same from all.
fn bounds(problem: &Problem, facts: &Facts, limited: Option<&BTreeSet<usize>>) -> Vec<usize> {
    let mut bounds: Vec<usize> = problem.claimants.iter().map(|c| c.first_lot).collect();
    for claimant in problem.claimants.iter().filter(|_| facts.ways.take_days()) {
        let first = |depot: &usize| first_from(*depot, claimant, problem, facts);
        bounds.extend(limited.into_iter().flatten().filter_map(first));
    }
    bounds.sort_unstable();
    bounds.dedup();
    bounds
}

/// Whether from a depot that holds the item somebody who asks for it cannot have all that lasts long enough in store.
fn are_limited(problem: &Problem, facts: &Facts, holding: &BTreeSet<usize>) -> bool {
    if !facts.ways.are_limited() && !facts.ways.take_days() {
        return false;
    }
    let mut claimants = problem.claimants.iter();
    claimants.any(|claimant| {
        let first = |depot: &usize| first_from(*depot, claimant, problem, facts);
        let mut firsts = holding.iter().map(first);
        firsts.any(|first| first != Some(claimant.first_lot))
    })
}

/// The first lot that would last long enough for a claimant when it arrives from a depot; `None` where no way is open.
fn first_from(
    depot: usize,
    claimant: &Claimant,
    problem: &Problem,
    facts: &Facts,
) -> Option<usize> {
    let way = facts.ways_to(claimant.site)[depot];
    let days = claimant.days_left.saturating_add(way.days);
    way.is_open.then(|| match way.days {
        0 => claimant.first_lot,
        _ => first_lasting(&problem.lots, days),
    })
}

/// What claimants of one kind have in common: the first stretch of lots that last long enough, the wishes that admit
/// them, and where lanes are limited the first stretch that does so from each depot, `None` where it does not reach them.
#[derive(PartialEq, Eq, Hash)]
struct Kind<'a> {
    stretch: usize,
    admitting: Vec<&'a str>,
    from: Option<Vec<Option<usize>>>,
}

/// The kinds of claimants found so far.
struct Kinds<'a> {
    pools: Vec<Pool<'a>>,
    reach: Vec<Vec<usize>>,
    numbers: HashMap<Kind<'a>, usize, ByText>,
}

impl<'a> Kinds<'a> {
    /// The number of a kind; `None` where no pool is open to it.
    fn number(&mut self, kind: Kind<'a>) -> Option<usize> {
        let (pools, reach) = (&self.pools, &mut self.reach);
        let number = *self.numbers.entry(kind).or_insert_with_key(|kind| {
            let is_open = |(stretch, wish, depot): &Pool| {
                let is_meant = wish.is_empty() || kind.admitting.contains(wish);
                let first = match (depot, &kind.from) {
                    (Some(depot), Some(from)) => from[*depot],
                    _ => Some(kind.stretch),
                };
                is_meant && first.is_some_and(|first| *stretch >= first)
            };
            let open = (0..pools.len()).filter(|&number| is_open(&pools[number]));
            reach.push(open.collect());
            reach.len() - 1
        });
        (!self.reach[number].is_empty()).then_some(number)
    }
}
