//! Who takes how much of which offer of a step?
//!
//! Line by line in their order, each what it lacks, the latest offers in time first; then each as early as can be.
//!
//! Never: who comes first, or which step.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::ledger::tables::Source;
use crate::ledger::word::Channel;
use crate::quantity::Quantity;

use super::offer::{Offer, Offers};
use super::{Gap, SourceInputs, due, merged, row, step_of};

/// What a gap takes of an offer, both by their numbers.
pub(super) struct Taken {
    gap: usize,
    offer: usize,
    qty: Quantity,
}

/// What a gap takes of the offers of a channel: what is meant for it alone and what is of its own area first, then the
/// latest in time.
pub(super) fn take(
    gap: &mut Gap,
    number: usize,
    channel: Channel,
    offers: &mut Offers,
    inputs: &SourceInputs,
) -> Vec<Taken> {
    let due = due(gap, inputs);
    let all = offers.all.iter().enumerate();
    let of_channel = all.filter(|(_, offer)| offer.channel == channel);
    let suits = of_channel.filter(|(_, offer)| offer.suits(gap.request, due, inputs));
    let mut suiting: Vec<_> = suits
        .map(|(at, offer)| (offer.nearness(gap.request, inputs), Reverse(at)))
        .collect();
    suiting.sort_unstable();
    let mut taken = Vec::new();
    for (_, Reverse(offer)) in suiting {
        let qty = offers.take(offer, gap.open);
        gap.open -= qty;
        if qty.is_positive() {
            taken.push(Taken {
                gap: number,
                offer,
                qty,
            });
        }
    }
    taken
}

/// Gives each gap in its order the earliest offers that are free, or that a later gap can change for those it has.
pub(super) fn bring_forward(
    taken: Vec<Taken>,
    gaps: &[Gap],
    offers: &mut [Offer],
    inputs: &SourceInputs,
) -> Vec<Taken> {
    let suits = |offer: &Offer, gap: usize| {
        let gap = &gaps[gap];
        offer.suits(gap.request, due(gap, inputs), inputs)
    };
    let mut held = Held::of(taken, gaps.len(), offers.len());
    for gap in 0..gaps.len() {
        let mut at = 0;
        while at < held.by_gap[gap].len() {
            held.bring_forward((gap, at), offers, &suits);
            at += 1;
        }
    }
    let by_gap = held.by_gap.into_iter().flatten();
    by_gap.filter(|row| row.qty.is_positive()).collect()
}

/// What is taken while it is changed.
struct Held {
    by_gap: Vec<Vec<Taken>>,
    /// For each offer, the gaps that hold some of it, or did.
    holders: Vec<BTreeSet<usize>>,
}

impl Held {
    fn of(taken: Vec<Taken>, gaps: usize, offers: usize) -> Held {
        let mut held = Held {
            by_gap: (0..gaps).map(|_| Vec::new()).collect(),
            holders: vec![BTreeSet::new(); offers],
        };
        for row in taken {
            held.holders[row.offer].insert(row.gap);
            held.by_gap[row.gap].push(row);
        }
        held
    }

    /// Changes what a gap holds of one offer for earlier ones.
    fn bring_forward(
        &mut self,
        (gap, at): (usize, usize),
        offers: &mut [Offer],
        suits: &impl Fn(&Offer, usize) -> bool,
    ) {
        let held = self.by_gap[gap][at].offer;
        for earlier in 0..held {
            if !self.by_gap[gap][at].qty.is_positive() {
                return;
            }
            let is_better = offers[earlier].channel == offers[held].channel
                && offers[earlier].day < offers[held].day
                && suits(&offers[earlier], gap);
            if !is_better {
                continue;
            }
            let free = offers[earlier].left.min(self.by_gap[gap][at].qty);
            offers[earlier].left -= free;
            offers[held].left += free;
            self.change((gap, at), earlier, free);
            // Who comes later waits, where what is held here is in time for it too.
            let later: Vec<usize> = self.holders[earlier].range(gap + 1..).copied().collect();
            for later in later {
                if suits(&offers[held], later) {
                    self.exchange((gap, at), later, earlier);
                }
            }
        }
    }

    /// Gives a gap what a later one holds of an `earlier` offer, for as much of what it holds itself.
    fn exchange(&mut self, (gap, at): (usize, usize), later: usize, earlier: usize) {
        let held = self.by_gap[gap][at].offer;
        let mut other = 0;
        while other < self.by_gap[later].len() {
            let theirs = &self.by_gap[later][other];
            if theirs.offer == earlier {
                let qty = theirs.qty.min(self.by_gap[gap][at].qty);
                self.change((later, other), held, qty);
                self.change((gap, at), earlier, qty);
            }
            other += 1;
        }
    }

    /// Turns a part of what is held into one of another offer.
    fn change(&mut self, (gap, at): (usize, usize), offer: usize, qty: Quantity) {
        if !qty.is_positive() {
            return;
        }
        self.by_gap[gap][at].qty -= qty;
        self.by_gap[gap].insert(at + 1, Taken { gap, offer, qty });
        self.holders[offer].insert(gap);
    }
}

/// What is taken, as rows: one a line and provider.
pub(super) fn rows_of(
    taken: &[Taken],
    gaps: &[Gap],
    rank: usize,
    offers: &[Offer],
    inputs: &SourceInputs,
) -> Vec<Source> {
    let of_gap = |taken: &[Taken]| {
        let gap = &gaps[taken[0].gap];
        let step = step_of(gap, rank, inputs).expect("a gap takes of a step that is open to it");
        let row = |taken: &Taken| {
            let offer = &offers[taken.offer];
            row(
                gap,
                step,
                Some(rank),
                &offer.provider,
                taken.qty,
                offer.day,
                inputs,
            )
        };
        merged(taken.iter().map(row).collect())
    };
    taken
        .chunk_by(|a, b| a.gap == b.gap)
        .flat_map(of_gap)
        .collect()
}
