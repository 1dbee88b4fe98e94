//! Who takes how much of which offer of a step?
//!
//! Line by line in their order, each what it lacks, the latest offers in time first; then each as early as can be.
//!
//! Never: who comes first, or which step.

use crate::ledger::tables::Source;
use crate::ledger::word::Channel;
use crate::quantity::Quantity;

use super::offer::Offer;
use super::{Gap, SourceInputs, due, merged, row, step_of};

/// What a gap takes of an offer, both by their numbers.
pub(super) struct Taken {
    gap: usize,
    offer: usize,
    qty: Quantity,
}

/// What a gap takes of the offers of a channel, the latest in time first. `offers`: by day.
pub(super) fn take(
    gap: &mut Gap,
    number: usize,
    channel: Channel,
    offers: &mut [Offer],
    inputs: &SourceInputs,
) -> Vec<Taken> {
    let due = due(gap, inputs);
    let mut taken = Vec::new();
    for (at, offer) in offers.iter_mut().enumerate().rev() {
        let qty = offer.left.min(gap.open);
        let suits = || offer.channel == channel && offer.suits(gap.request, due, inputs);
        if qty.is_positive() && suits() {
            offer.left -= qty;
            gap.open -= qty;
            taken.push(Taken {
                gap: number,
                offer: at,
                qty,
            });
        }
    }
    taken
}

/// Gives each gap in its order the earliest offers that are free, or that a later gap can change for those it has.
pub(super) fn bring_forward(
    taken: &mut Vec<Taken>,
    gaps: &[Gap],
    offers: &mut [Offer],
    inputs: &SourceInputs,
) {
    let suits = |offer: &Offer, gap: &Gap| offer.suits(gap.request, due(gap, inputs), inputs);
    let mut at = 0;
    while at < taken.len() {
        let (gap, held) = (taken[at].gap, taken[at].offer);
        for earlier in 0..held {
            let is_better = offers[earlier].channel == offers[held].channel
                && offers[earlier].day < offers[held].day
                && suits(&offers[earlier], &gaps[gap]);
            if !is_better || !taken[at].qty.is_positive() {
                continue;
            }
            let free = offers[earlier].left.min(taken[at].qty);
            offers[earlier].left -= free;
            offers[held].left += free;
            change(taken, at, (gap, earlier), free);
            // Who comes later waits, where what is held here is in time for it too.
            let mut other = at + 1;
            while other < taken.len() && taken[at].qty.is_positive() {
                let is_later = taken[other].gap > gap && taken[other].offer == earlier;
                if is_later && suits(&offers[held], &gaps[taken[other].gap]) {
                    let qty = taken[other].qty.min(taken[at].qty);
                    let later = taken[other].gap;
                    change(taken, other, (later, held), qty);
                    change(taken, at, (gap, earlier), qty);
                }
                other += 1;
            }
        }
        at += 1;
    }
    taken.retain(|row| row.qty.is_positive());
}

/// Turns a part of what is taken into one of another offer.
fn change(taken: &mut Vec<Taken>, at: usize, (gap, offer): (usize, usize), qty: Quantity) {
    if !qty.is_positive() {
        return;
    }
    taken[at].qty -= qty;
    // Next to it, so that the gaps stay in their order.
    taken.insert(at + 1, Taken { gap, offer, qty });
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
                rank,
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
