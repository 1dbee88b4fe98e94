//! Which packs are handed out, when each goes where it is most due?
//!
//! Each claimant's packs come due one after the other at rising levels of its ramp, and the
//! supply goes to the packs that are due first. The level of the exact shares (`waterline.rs`) already
//! separates them but for a few packs a claimant, which are then moved in order.
//!
//! Never: a loop over packs, of which there may be millions, and never a guess: whatever the level
//! started from, the packs moved last make the division exact.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::fraction::Fraction;
use super::waterline::{Ramp, level};

/// Hands out `supply` packs, or as many as the claims hold, in the order in which they are due.
///
/// `stages`: the ramps of a rule; in the last one all mosts are whole packs.
pub(super) fn pack_by_pack(stages: &[Vec<Ramp>], steps: Steps, supply: i128) -> Vec<i128> {
    let (last, before) = stages.split_last().expect("every rule has a stage");
    let mut held = vec![0; last.len()];
    for ramps in before {
        let full = packs_when_full(ramps, steps.pack);
        if full.iter().sum::<i128>() >= supply {
            return within_stage(
                &between_packs(ramps, steps.pack, &held, &full),
                steps,
                supply,
            );
        }
        held = full;
    }
    let full: Vec<i128> = last.iter().map(|ramp| ramp.most / steps.pack).collect();
    if full.iter().sum::<i128>() <= supply {
        return full;
    }
    within_stage(
        &between_packs(last, steps.pack, &held, &full),
        steps,
        supply,
    )
}

/// The way up from pack to pack along a ramp.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    /// Size of a pack in the unit of the ramps.
    pub(super) pack: i128,
    /// 1 where a pack is due when half of it is earned, 0 where it is due at once.
    pub(super) halves: i128,
}

impl Steps {
    /// The level at which one more pack is due to who holds `held`.
    fn due(self, ramp: &Ramp, held: i128) -> Fraction {
        let doubled = (2 * held + self.halves) * self.pack - 2 * ramp.start;
        Fraction::new(doubled, 2 * ramp.slope)
    }

    /// Packs held when all that are due at `level` are handed out.
    fn held(self, ramp: &Ramp, level: Fraction) -> i128 {
        let (least, most) = (ramp.least / self.pack, ramp.most / self.pack);
        if least == most {
            return least;
        }
        let doubled = level.along(2 * ramp.start, 2 * ramp.slope).floor();
        let beyond = doubled.saturating_sub(self.halves * self.pack);
        (beyond.div_euclid(2 * self.pack) + 1).clamp(least, most)
    }
}

/// A pack on offer: the lowest is handed out first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    level: Fraction,
    slope: i128,
    index: usize,
}

/// The ramps of a stage with their ends moved to whole packs; `leasts` are those of its leasts.
fn between_packs(ramps: &[Ramp], pack: i128, leasts: &[i128], mosts: &[i128]) -> Vec<Ramp> {
    let ends = leasts.iter().zip(mosts);
    let moved = |(ramp, (least, most)): (&Ramp, (&i128, &i128))| Ramp {
        least: least * pack,
        most: most * pack,
        ..*ramp
    };
    ramps.iter().zip(ends).map(moved).collect()
}

/// The packs in the mosts of a stage, rounded so that the small ones of them add up, however far
/// one counts.
///
/// Rounding each one up would let many small claims take a large one's packs before half of it
/// is met, rounding each one down the reverse. Among mosts within the same pack the largest are
/// rounded up, so that no larger claim is given less.
fn packs_when_full(ramps: &[Ramp], pack: i128) -> Vec<i128> {
    let mut packs: Vec<i128> = ramps.iter().map(|ramp| ramp.most / pack).collect();
    let mut split: Vec<usize> = (0..ramps.len()).collect();
    split.retain(|&index| ramps[index].most % pack > 0);
    split.sort_by_key(|&index| (packs[index], Reverse(ramps[index].most)));
    let mut parts = 0;
    for alike in split.chunk_by_mut(|&i, &j| ramps[i].most / pack == ramps[j].most / pack) {
        let before = rounded(parts, pack);
        parts += alike.iter().map(|&i| ramps[i].most % pack).sum::<i128>();
        for (_, &mut index) in (before..rounded(parts, pack)).zip(alike) {
            packs[index] += 1;
        }
    }
    packs
}

/// Whole packs in `share`, rounded to the nearest, halves up.
fn rounded(share: i128, pack: i128) -> i128 {
    (2 * share + pack) / (2 * pack)
}

/// Hands out `supply` packs along ramps that can hold more.
fn within_stage(ramps: &[Ramp], steps: Steps, supply: i128) -> Vec<i128> {
    let due_at = |total: i128| {
        let level = level(ramps, total);
        let packs: Vec<i128> = ramps.iter().map(|ramp| steps.held(ramp, level)).collect();
        let over = packs.iter().sum::<i128>() - supply;
        (packs, over)
    };
    // What is due at the level of the exact shares is within one pack a claimant of the supply.
    let (mut packs, mut over) = due_at(supply * steps.pack);
    let unlike = |pair: &[Ramp]| pair[0].slope != pair[1].slope;
    if steps.halves == 0 && ramps.windows(2).any(unlike) {
        // Half a pack a claimant is too much, and putting that many packs in order takes long; a
        // level lower by their worth leaves few. With one rate for all it would gain nothing.
        (packs, over) = due_at((supply - over) * steps.pack);
    }
    if over > 0 {
        take_back(ramps, steps, &mut packs, over);
    } else {
        hand_out(ramps, steps, &mut packs, -over);
    }
    packs
}

/// Takes back the `count` packs that were due last.
fn take_back(ramps: &[Ramp], steps: Steps, packs: &mut [i128], count: i128) {
    move_packs(packs, -1, count, |index, held| {
        (held > ramps[index].least / steps.pack).then(|| due(ramps, steps, index, held - 1))
    });
}

/// Hands out the `count` packs that are due next.
fn hand_out(ramps: &[Ramp], steps: Steps, packs: &mut [i128], count: i128) {
    move_packs(packs, 1, count, |index, held| {
        (held < ramps[index].most / steps.pack).then(|| Reverse(due(ramps, steps, index, held)))
    });
}

/// Moves `count` packs, the greatest offer first; `offer` is what a claimant (index, packs held)
/// offers next, always less than the offer before.
fn move_packs<Offer: Ord>(
    packs: &mut [i128],
    step: i128,
    count: i128,
    offer: impl Fn(usize, i128) -> Option<Offer>,
) {
    let offer = |index: usize, held: i128| Some((offer(index, held)?, index));
    let held = packs.iter().enumerate();
    let mut offers: Vec<_> = held.filter_map(|(i, &held)| offer(i, held)).collect();
    let count = usize::try_from(count).expect("at most a few packs a claimant are moved");
    if count == 0 || offers.is_empty() {
        return;
    }
    // Only the `count` greatest offers of now can lead to a pack that is moved.
    if count < offers.len() {
        offers.select_nth_unstable_by(count, |a, b| b.cmp(a));
        offers.truncate(count);
    }
    let smallest = offers.iter().min();
    let is_after = |next: Option<_>| next.as_ref() < smallest;
    let once_each = |&(_, i): &(_, usize)| is_after(offer(i, packs[i] + step));
    if count == offers.len() && offers.iter().all(once_each) {
        offers.iter().for_each(|&(_, index)| packs[index] += step);
        return;
    }
    let mut heap = BinaryHeap::from(offers);
    for _ in 0..count {
        let Some((_, index)) = heap.pop() else {
            return;
        };
        packs[index] += step;
        heap.extend(offer(index, packs[index]));
    }
}

fn due(ramps: &[Ramp], steps: Steps, index: usize, held: i128) -> Due {
    let ramp = &ramps[index];
    Due {
        level: steps.due(ramp, held),
        // Among packs due at once the smaller rate comes first; Webster's ties are by order only.
        slope: if steps.halves == 0 { ramp.slope } else { 0 },
        index,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(slope: i128, most: i128) -> Ramp {
        Ramp {
            start: 0,
            slope,
            least: 0,
            most,
        }
    }

    #[test]
    fn of_packs_due_at_once_the_slow_line_has_the_first() {
        let ramps = vec![ramp(1000, 10_000), ramp(1, 10), ramp(1, 10)];
        let steps = Steps { pack: 1, halves: 0 };
        let packs = |supply| pack_by_pack(std::slice::from_ref(&ramps), steps, supply);
        assert_eq!(packs(2), [0, 1, 1]);
        assert_eq!(packs(3), [1, 1, 1]);
        assert_eq!(packs(1002), [1000, 1, 1]);
        assert_eq!(packs(1003), [1000, 2, 1]);
    }

    #[test]
    fn a_pack_due_at_half_waits_for_the_half() {
        let ramps = vec![ramp(10, 100), ramp(1, 10), ramp(1, 10)];
        let steps = Steps { pack: 1, halves: 1 };
        let packs = |supply| pack_by_pack(std::slice::from_ref(&ramps), steps, supply);
        assert_eq!(packs(5), [5, 0, 0]);
        assert_eq!(packs(6), [5, 1, 0]);
        assert_eq!(packs(7), [5, 1, 1]);
        assert_eq!(packs(99), [83, 8, 8]);
    }

    #[test]
    fn ends_inside_a_pack_are_rounded_so_that_they_add_up() {
        let packs = |mosts: &[i128], pack| {
            let ramps: Vec<Ramp> = mosts.iter().map(|&most| ramp(1, most)).collect();
            packs_when_full(&ramps, pack)
        };
        assert_eq!(packs(&[5, 5, 15, 6], 2), [3, 2, 8, 3]);
        // 4 and 7 tenths are one pack together, and it goes to the 7.
        assert_eq!(packs(&[4, 7, 10], 10), [0, 1, 1]);
        // The odd half that 2 and 5 leave over meets the next.
        assert_eq!(packs(&[13, 2, 5, 28, 1], 10), [1, 0, 1, 3, 0]);
    }
}
