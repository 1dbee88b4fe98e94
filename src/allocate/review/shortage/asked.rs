//! What is asked for of each item, what of it the plan was to give, and which lots may go to those who ask.

use std::collections::HashMap;
use std::ops::Range;

use crate::allocate::PlanInputs;
use crate::allocate::plan::claimant::Precedence;
use crate::allocate::plan::eligibility::Bars;
use crate::allocate::plan::step;
use crate::allocate::supply::lots::{Lot, Store};
use crate::engine::number::Numbered;
use crate::engine::parallel::{in_parallel, parts};
use crate::ledger::tables::{Site, Unmet};
use crate::ledger::word::UnmetReason;
use crate::policy::{Priority, Rules};

/// What eligible lines ask for of one item, in thousandths.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    pub(super) all: i128,
    /// The part of it that comes first of all.
    pub(super) first: i128,
    /// What can be issued of it and is not kept from them: a line for which the reserve is not open is due what it got.
    pub(super) due: i128,
    pub(super) first_due: i128,
}

impl Asked {
    fn add(&mut self, more: &Asked) {
        self.all += more.all;
        self.first += more.first;
        self.due += more.due;
        self.first_due += more.first_due;
    }
}

/// What is asked for of each item, by its number.
pub(super) fn asked<'a>(
    inputs: &PlanInputs<'a>,
    unmet: &[Unmet],
    store: &Store,
    (items, sites): (&Numbered<'a>, &Numbered<'a>),
) -> Vec<Asked> {
    let (known, rules) = (inputs.items, inputs.rules);
    let goods = items.names.iter().map(|item| {
        let bars = Bars::of(item, known, rules);
        let precedence = Precedence::of(item, known, rules);
        (bars, precedence, step(item, store, inputs))
    });
    let goods: Vec<(Bars, Precedence, i64)> = goods.collect();
    let order = rules.priority.as_ref();
    let first_tiers = first_tiers(rules);
    let askers = sites.names.iter().map(|site| {
        let tier = order.map_or(1, |order| order.tier(&inputs.sites.classes(site)));
        (inputs.sites.get(site), tier)
    });
    let askers: Vec<(Option<&Site>, i64)> = askers.collect();
    let not_open = not_open(unmet);
    let sums_of = |lines: Range<usize>| {
        let mut sums = vec![Asked::default(); goods.len()];
        for at in lines {
            let (line, item) = (&inputs.requests[at], items.of[at] as usize);
            let (bars, precedence, step) = &goods[item];
            let (site, class_tier) = askers[sites.of[at] as usize];
            if bars.bar(line, site).is_some() {
                continue;
            }
            let all = line.qty.unwrap_or_default().thousandths();
            let got = match not_open.is_empty() {
                true => None,
                false => not_open.get(&(line.request.as_str(), line.line.as_str())),
            };
            let due = got.copied().unwrap_or(all - all % step);
            let (all, due) = (i128::from(all), i128::from(due));
            let is_first = precedence.tier(class_tier, line) <= first_tiers;
            let of_first = |qty: i128| if is_first { qty } else { 0 };
            sums[item].add(&Asked {
                all,
                first: of_first(all),
                due,
                first_due: of_first(due),
            });
        }
        sums
    };
    let mut all = vec![Asked::default(); goods.len()];
    for sums in in_parallel(parts(inputs.requests.len()), sums_of) {
        all.iter_mut()
            .zip(&sums)
            .for_each(|(all, sum)| all.add(sum));
    }
    all
}

/// The last tier of those who come first of all.
pub(super) fn first_tiers(rules: &Rules) -> i64 {
    let order = rules.priority.as_ref();
    order.map_or(1, Priority::first_tiers)
}

/// What the lines got for which the reserve is not open, in thousandths.
fn not_open(unmet: &[Unmet]) -> HashMap<(&str, &str), i64> {
    let lines = unmet
        .iter()
        .filter(|row| row.why() == Some(UnmetReason::NotTriggered));
    let got = |row: &Unmet| row.given.thousandths();
    lines
        .map(|row| ((row.request.as_str(), row.line.as_str()), got(row)))
        .collect()
}

/// The lots of each item, by its number, that some of those who ask for it may have: not those that a donor meant for
/// others.
pub(super) fn lots_for_askers<'a>(
    inputs: &PlanInputs<'a>,
    store: &Store<'a>,
    items: &Numbered<'a>,
    sites: &Numbered<'a>,
) -> Vec<Vec<Lot<'a>>> {
    let lots = items.names.iter().map(|item| store.lots_of(item, 1));
    let mut lots: Vec<Vec<Lot>> = lots.collect();
    let is_bound = |lots: &Vec<Lot>| lots.iter().any(|lot| lot.wish.is_some());
    let mut askers: Vec<Option<Vec<u32>>> = lots
        .iter()
        .map(|lots| is_bound(lots).then(Vec::new))
        .collect();
    if askers.iter().all(Option::is_none) {
        return lots;
    }
    for (item, site) in items.of.iter().zip(&sites.of) {
        if let Some(askers) = &mut askers[*item as usize] {
            askers.push(*site);
        }
    }
    for (lots, askers) in lots.iter_mut().zip(askers) {
        let mut askers = askers.unwrap_or_default();
        askers.sort_unstable();
        askers.dedup();
        let may_have = |lot: &Lot| {
            let admits = |site: &u32| {
                let site = sites.names[*site as usize];
                let wish = lot.wish.as_ref();
                wish.is_none_or(|wish| wish.admits(site, inputs.sites, inputs.as_of))
            };
            lot.wish.is_none() || askers.iter().any(admits)
        };
        lots.retain(may_have);
    }
    lots
}
