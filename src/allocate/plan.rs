//! A plan from balances, requests and rules: the steps in their order, item by item.
//!
//! Items share nothing with each other, so that each is a problem of its own; lines, lots and sites
//! are sorted once, and no step looks through all of them again.
//!
//! | file | its noun |
//! |---|---|
//! | `line`, `place` | the request lines in their order; the sites with their class |
//! | `facts`, `problem` | what is looked up for all items; the lots and claimants of one |
//! | `eligibility` | which lines may have the goods at all, and why the others may not |
//! | `claimant` | lines of one site and tier as one claimant |
//! | `layout` | the lots and claimants of an item as a network |
//! | `phase`, `claims` | earmarked goods first, then the open ones, tier by tier |
//! | `asked_rule` | which tiers could not be shared by the rule that was asked for |
//! | `useful` | who is passed over, so that nobody gets too little to be of use |
//! | `draw`, `rows` | the lots of all awards at least way; the rows of the answer |
//! | `sanity`, [`gift`] | claims that cannot be meant; gifts that nobody they are meant for asks for |
//!
//! Never: a plan that leaves a line out. What is not given stands in `unmet` with its reason.

pub mod gift;

pub(super) mod claimant;
pub(super) mod eligibility;
pub(super) mod line;
pub(super) mod place;

mod asked_rule;
mod claims;
mod draw;
mod facts;
mod layout;
mod phase;
mod problem;
mod rows;
mod sanity;
mod useful;

use crate::allocate::supply::lots::{Store, smallest_issue};
use crate::diagnostic::{Diagnostic, Refused, Result};
use crate::engine::ahead::wish;
use crate::engine::parallel::in_parallel;
use crate::ledger::tables::Request;

use super::{Minimum, Plan, PlanInputs};
use asked_rule::not_as_asked;
use claimant::{Bounds, Candidate, Precedence};
use eligibility::{Bar, Bars};
use facts::Facts;
use gift::unused;
use place::warn_unknown;
use problem::Problem;
use rows::Rows;
use sanity::implausible;
use useful::share_useful;

/// Lines for which a further thread is worth its start.
const THREAD_LINES: usize = 1 << 12;

/// Plans who gets what from which lot.
///
/// `requests`: one row per (request, line); `onhand`: the balances of one day, one row a lot. Result:
/// `allocation` by (request, line, from_site, lot) and `unmet` by (request, line); permuting the rows
/// of any input changes nothing. Scarcity is an answer, not an error.
///
/// Errors: a key that stands twice, a negative request, an earmark that cannot be read.
///
/// Rule: `P0-A01`, `P0-A02`, `P0-A03`, `P0-A05`, `P1-A01`, `P1-A04`.
pub fn plan(inputs: &PlanInputs) -> Result<Plan> {
    let facts = Facts::of(inputs)?;
    let mut notes = facts.store.notes.clone();
    notes.extend(unknown_items(&facts));
    notes.extend(facts.places.unknown());
    let items = &facts.lines.by_item;
    let threads = facts.lines.all.len() / THREAD_LINES + 1;
    let parts = items.chunks(items.len().div_ceil(threads).max(1)).collect();
    let mut rows = Vec::new();
    for solved in in_parallel(parts, |items| solve_all(items, &facts)) {
        let (of_part, said) = solved.map_err(Refused::from)?;
        rows.push(of_part);
        notes.extend(said);
    }
    let (allocation, unmet) = Rows::tables(&rows, &facts);
    Ok(Plan {
        allocation,
        unmet,
        notes,
    })
}

/// Shares some items one after the other: their rows, and what is to be said of them.
fn solve_all<'a>(
    items: &[(&'a str, Vec<usize>)],
    facts: &Facts<'a>,
) -> std::result::Result<(Rows<'a>, Vec<Diagnostic>), Diagnostic> {
    let (mut rows, mut notes) = (Rows::default(), Vec::new());
    for (item, numbers) in items {
        let problem = solve(item, numbers, facts, &mut rows, &mut notes)?;
        rows.add(&problem, facts);
        notes.extend(unused(&problem, facts.inputs.gifts));
    }
    Ok((rows, notes))
}

/// Shares one item: who may, in which order, how much, from which lots.
fn solve<'a>(
    item: &'a str,
    numbers: &[usize],
    facts: &Facts<'a>,
    rows: &mut Rows<'a>,
    notes: &mut Vec<Diagnostic>,
) -> std::result::Result<Problem<'a>, Diagnostic> {
    let inputs = facts.inputs;
    let candidates = candidates(item, numbers, facts, rows);
    let step = step(item, &facts.store, inputs);
    let lots = facts.store.lots_of(item, step);
    let supply: i64 = lots.iter().map(|lot| lot.left).sum();
    // A draw has a part of the lines and of the stores, which says nothing of a claim.
    if inputs.earlier.requests.is_empty() {
        let asked: Vec<&Request> = candidates.iter().map(|line| line.request).collect();
        notes.extend(implausible(&asked, supply));
    }
    let most = match inputs.options.truncate {
        true => supply,
        false => i64::MAX,
    };
    let of_policy = useful::of_policy(item, facts);
    let bounds = Bounds {
        step,
        most,
        minimum: match of_policy {
            Some(_) => Minimum::Useful,
            None => inputs.options.minimum,
        },
        useful: of_policy.map_or(0, |(least, _)| least.thousandths()),
        ways_take_days: facts.ways.take_days(),
    };
    let (problem, passed_over) = share_useful(item, candidates, lots, bounds, facts)?;
    let rule = of_policy.map_or("", |(_, rule)| rule);
    for &number in &passed_over {
        rows.bar(number, Bar::BelowMinimum { rule });
    }
    let lines: Vec<&Request> = passed_over.iter().map(|&at| facts.lines.all[at]).collect();
    notes.extend(useful::passed_over(&problem, &lines));
    notes.extend(not_as_asked(&problem, facts));
    Ok(problem)
}

/// The lines that may have an item, each in its tier; those that a rule keeps out become `rows`.
fn candidates<'a>(
    item: &str,
    numbers: &[usize],
    facts: &Facts<'a>,
    rows: &mut Rows<'a>,
) -> Vec<Candidate<'a>> {
    let (items, rules) = (facts.inputs.items, facts.inputs.rules);
    let bars = Bars::of(item, items, rules);
    let precedence = Precedence::of(item, items, rules);
    let mut candidates = Vec::with_capacity(numbers.len());
    // The lines of an item lie far from each other.
    numbers
        .iter()
        .for_each(|number| wish(facts.lines.all[*number]));
    for &number in numbers {
        let request = facts.lines.all[number];
        let site = facts.lines.site_of[number];
        let place = facts.places.get(site);
        match bars.bar(request, place.site) {
            Some(bar) => rows.bar(number, bar),
            None => candidates.push(Candidate {
                number,
                request,
                site,
                site_rank: place.rank,
                tier: precedence.tier(place.class_tier, request),
            }),
        }
    }
    candidates
}

/// Warns of claims that cannot be meant, held against all that is asked for and all that is in store: once for a plan
/// of several draws.
///
/// Errors: those of [`plan`].
pub(super) fn implausible_claims(inputs: &PlanInputs) -> Result<Vec<Diagnostic>> {
    let facts = Facts::of(inputs)?;
    let of_item = |(item, numbers): &(&str, Vec<usize>)| {
        let bars = Bars::of(item, inputs.items, inputs.rules);
        let site = |number: usize| facts.places.get(facts.lines.site_of[number]).site;
        let numbers = numbers.iter().copied();
        let lines = numbers.map(|number| (facts.lines.all[number], site(number)));
        let may_have = lines.filter(|(line, site)| bars.bar(line, *site).is_none());
        let lines: Vec<&Request> = may_have.map(|(line, _)| line).collect();
        let lots = facts.store.lots_of(item, step(item, &facts.store, inputs));
        implausible(&lines, lots.iter().map(|lot| lot.left).sum())
    };
    Ok(facts.lines.by_item.iter().filter_map(of_item).collect())
}

/// Thousandths in the smallest quantity of an item that is issued.
pub(super) fn step(item: &str, store: &Store, inputs: &PlanInputs) -> i64 {
    let known = inputs.items.get(item);
    let unit = known.map_or(store.unit_of(item), |item| &item.unit);
    let pack = known.and_then(|item| item.pack_size);
    smallest_issue(unit, pack.filter(|_| !inputs.options.break_packs))
}

fn unknown_items(facts: &Facts) -> Vec<Diagnostic> {
    let items = facts.inputs.items;
    let asked = facts.lines.by_item.iter().map(|(item, _)| *item);
    let unknown: Vec<&str> = asked.filter(|item| items.get(item).is_none()).collect();
    let near = |code: &str| items.nearest(code).map(str::to_owned);
    warn_unknown(&unknown, "item", "it is treated as of general grade", near)
}
