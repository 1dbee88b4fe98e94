//! What a plan gives of each item, and what of its lots that leaves.

use std::collections::HashMap;
use std::ops::Range;

use crate::allocate::supply::lots::Lot;
use crate::calendar::Day;
use crate::engine::number::{Numbered, numbered};
use crate::engine::parallel::{in_parallel, parts};
use crate::ledger::tables::Allocation;

/// What is given of one item, in thousandths.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// What is met of the lines that ask for it, also by what stands in for it; the part of those who come first of all.
    pub(super) met: i128,
    pub(super) first_met: i128,
    /// What goes out of its lots, by their expiry, whoever gets it.
    gone: HashMap<Option<Day>, i64>,
}

/// What `allocation` gives of each of `items`, by their numbers; out of which lots only where it is to `say_lots`.
///
/// `tiers`: those of awards that do not say theirs, by request and line; `first_tiers`: the last of those who come first
/// of all.
pub(super) fn given(
    allocation: &[Allocation],
    items: &[&str],
    tiers: &HashMap<(&str, &str), i64>,
    first_tiers: i64,
    say_lots: bool,
) -> Vec<Given> {
    let numbers: HashMap<&str, usize> = items.iter().copied().zip(0..).collect();
    let known = |read: Numbered| -> Vec<Option<usize>> {
        let names: Vec<Option<usize>> = read
            .names
            .iter()
            .map(|name| numbers.get(name).copied())
            .collect();
        read.of
            .into_iter()
            .map(|name| names[name as usize])
            .collect()
    };
    let asked = known(numbered(allocation, |award| award.asked_item()));
    let goods = known(numbered(allocation, |award| &award.item));
    let sums_of = |awards: Range<usize>| {
        let mut sums = vec![Given::default(); items.len()];
        for at in awards {
            let award = &allocation[at];
            if let Some(item) = asked[at] {
                let met = i128::from(award.met().thousandths());
                sums[item].met += met;
                let of_line = || tiers.get(&(&*award.request, &*award.line)).copied();
                let tier = award.tier.or_else(of_line);
                let is_first = tier.is_some_and(|tier| tier <= first_tiers);
                sums[item].first_met += if is_first { met } else { 0 };
            }
            if let Some(item) = goods[at].filter(|_| say_lots) {
                let gone = sums[item].gone.entry(award.expiry).or_default();
                *gone = gone.saturating_add(award.qty.thousandths());
            }
        }
        sums
    };
    let mut all = vec![Given::default(); items.len()];
    for sums in in_parallel(parts(allocation.len()), sums_of) {
        all.iter_mut().zip(sums).for_each(|(all, sum)| all.add(sum));
    }
    all
}

impl Given {
    fn add(&mut self, more: Given) {
        self.met += more.met;
        self.first_met += more.first_met;
        for (expiry, qty) in more.gone {
            let gone = self.gone.entry(expiry).or_default();
            *gone = gone.saturating_add(qty);
        }
    }

    /// What is left of the lots of the item.
    pub(super) fn left_of<'a>(&self, lots: &[Lot<'a>]) -> Vec<Lot<'a>> {
        let mut gone = self.gone.clone();
        let mut left = lots.to_vec();
        for lot in &mut left {
            if let Some(gone) = gone.get_mut(&lot.row.expiry) {
                let taken = lot.left.min(*gone);
                lot.left -= taken;
                *gone -= taken;
            }
        }
        left
    }
}
