//! Which lines of a ledger can matter to a check? The few that can, so that checks need not hold the rest.
//!
//! A lot matters that ever goes below nothing, with all of its lines; so does a lot of which a document line stands
//! twice, and one of which a line is reversed; and every reversal matters. What is kept is more than what is at fault
//! and never less: the checks themselves judge, over the lines that are kept, as they would over all.

use std::collections::HashSet;
use std::sync::Arc;

use crate::ledger::effect::{Effect, effect_of};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

use super::name::NO_NAME;
use super::parallel::in_parallel;
use super::posting::{Fold, Posting, Wanted, position_of};
use super::shards::{BATCH, Place, SHARD_BITS, SHARDS, Shards, shard, shard_of};
use super::slots::Slots;

/// What a first pass learns: every step of every lot, and the names of all lines.
#[derive(Debug)]
pub struct Survey {
    /// One table for all surveys of a pass.
    lots: Arc<Shards<Lots>>,
    /// The names of lines, by their highest byte.
    names: Vec<Vec<Named>>,
    /// The lines that reversals name, and where the reversals stand.
    pub named: HashSet<u32>,
    reversals: Vec<u64>,
}

/// Lots by their numbers, and their steps as they came.
#[derive(Debug, Default)]
struct Lots {
    /// From 1.
    numbers: Slots<u32>,
    steps: Vec<Step>,
}

/// One line of a lot: twenty bytes of each line of a ledger.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed(4))]
struct Step {
    stamp: u64,
    qty: i64,
    /// The number of the lot, from 0, and in the highest bits what the line does to its balance.
    lot: u32,
}

/// Set in a step that sets the balance, and in one that leaves it as it is.
const COUNTED: u32 = 1 << 31;
const IDLE: u32 = 1 << 30;
const LOT: u32 = IDLE - 1;

/// The name of a line, and the lot of the line.
#[derive(Debug, Clone, Copy)]
#[repr(Rust, packed(4))]
struct Named {
    name: u64,
    lot: LotId,
}

/// The number of a lot, and in the lowest bits that of its part.
type LotId = u32;
/// Highest bytes of a name.
const NAME_PARTS: usize = 1 << 8;

impl Default for Survey {
    fn default() -> Survey {
        Survey {
            lots: Arc::default(),
            names: vec![Vec::new(); NAME_PARTS],
            named: HashSet::new(),
            reversals: Vec::new(),
        }
    }
}

impl Survey {
    /// A survey for a further thread of the same pass.
    pub fn beside(&self) -> Survey {
        Survey {
            lots: self.lots.clone(),
            ..Survey::default()
        }
    }

    /// The positions, in order, of the lines that can matter in a ledger whose lines at `reversed` are undone; `named`
    /// are the lots of lines that reversals name. Of a lot that matters at all, every line does.
    pub fn suspects(self, reversed: &HashSet<u64>, named: &HashSet<u128>) -> Vec<u64> {
        let twins = in_parallel(self.names, twins).concat();
        let lots = Arc::into_inner(self.lots).expect("the pass is over, and one survey is left");
        let parts: Vec<_> = lots.into_parts().into_iter().enumerate().collect();
        let positions = in_parallel(parts, |(part, lots)| {
            let mut matters = lots.below(reversed);
            let twins = twins.iter().filter(|lot| **lot as usize % SHARDS == part);
            twins.for_each(|lot| matters[(lot >> SHARD_BITS) as usize] = true);
            for key in named.iter().filter(|key| shard_of(**key) == part) {
                let number = lots.numbers.get(*key).copied().unwrap_or_default();
                matters[number as usize - 1] = true;
            }
            let steps = lots.steps.iter();
            let steps = steps.filter(|step| matters[(step.lot & LOT) as usize]);
            let positions = steps.map(|step| position_of(step.stamp));
            positions.collect::<Vec<u64>>()
        });
        let mut positions: Vec<u64> = positions.concat();
        positions.extend(self.reversals);
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    fn post_batch(&mut self, postings: &[Posting]) {
        let mut ids = [0; BATCH];
        let key = |posting: &Posting| Some(posting.key);
        self.lots.each_part(postings, key, |lots, places| {
            lots.post(postings, places, &mut ids);
        });
        for (posting, lot) in postings.iter().zip(ids) {
            if posting.kind == MovementKind::Reversal {
                self.reversals.push(posting.position);
                if posting.reference != NO_NAME {
                    self.named.insert(posting.reference);
                }
            }
            if posting.name != 0 {
                let name = posting.name;
                self.names[(name >> 56) as usize].push(Named { name, lot });
            }
        }
    }
}

impl Fold for Survey {
    fn post(&mut self, postings: &[Posting]) {
        postings
            .chunks(BATCH)
            .for_each(|postings| self.post_batch(postings));
    }

    fn join(&mut self, other: Self) {
        for (names, more) in self.names.iter_mut().zip(other.names) {
            names.extend(more);
        }
        self.named.extend(other.named);
        self.reversals.extend(other.reversals);
    }
}

impl Lots {
    /// Adds the lines at `places` to the steps of their lots, and tells the ids of those lots.
    fn post(&mut self, postings: &[Posting], places: &[Place], ids: &mut [LotId; BATCH]) {
        self.numbers.warm(places.iter().map(|(_, hash)| *hash));
        for (at, hash) in places {
            let posting = &postings[usize::from(*at)];
            let next = self.numbers.len() as u32 + 1;
            let number = self.numbers.entry_at(posting.key, *hash);
            if *number == 0 {
                assert!(next <= LOT >> SHARD_BITS, "a part has fewer than 2^26 lots");
                *number = next;
            }
            let lot = *number - 1;
            ids[usize::from(*at)] = lot << SHARD_BITS | shard(*hash) as u32;
            let (qty, does) = match effect_of(posting.kind, posting.qty) {
                Effect::Add(qty) => (qty.thousandths(), 0),
                Effect::Set(qty) => (qty.thousandths(), COUNTED),
                _ => (0, IDLE),
            };
            self.steps.push(Step {
                stamp: posting.stamp(),
                qty,
                lot: lot | does,
            });
        }
    }

    /// For each lot, whether its balance is ever below nothing.
    fn below(&self, reversed: &HashSet<u64>) -> Vec<bool> {
        let counts = |step: &&Step| {
            step.lot & IDLE == 0
                && (reversed.is_empty() || !reversed.contains(&position_of(step.stamp)))
        };
        let steps = || self.steps.iter().filter(counts);
        let lots = self.numbers.len();
        let mut starts = vec![0_u32; lots + 1];
        for step in steps() {
            starts[(step.lot & LOT) as usize + 1] += 1;
        }
        for lot in 0..lots {
            starts[lot + 1] += starts[lot];
        }
        let mut next = starts.clone();
        let mut by_lot = vec![(0_u64, 0_i64, false); starts[lots] as usize];
        for step in steps() {
            let at = &mut next[(step.lot & LOT) as usize];
            by_lot[*at as usize] = (step.stamp, step.qty, step.lot & COUNTED != 0);
            *at += 1;
        }
        let spans = starts
            .windows(2)
            .map(|ends| ends[0] as usize..ends[1] as usize);
        spans.map(|span| is_ever_below(&mut by_lot[span])).collect()
    }
}

/// Whether the balance of one lot's steps is ever below nothing, in the order of their stamps.
fn is_ever_below(steps: &mut [(u64, i64, bool)]) -> bool {
    if !steps.is_sorted_by_key(|(stamp, ..)| *stamp) {
        steps.sort_unstable_by_key(|(stamp, ..)| *stamp);
    }
    let mut balance = 0_i64;
    steps.iter().any(|(_, qty, is_counted)| {
        balance = if *is_counted {
            *qty
        } else {
            balance.wrapping_add(*qty)
        };
        balance < 0
    })
}

/// The lots of lines whose name stands twice.
fn twins(mut names: Vec<Named>) -> Vec<LotId> {
    names.sort_unstable_by_key(|named| named.name);
    let same = names.chunk_by(|a, b| { a.name } == { b.name });
    let twins = same.filter(|same| same.len() > 1).flatten();
    twins.map(|named| named.lot).collect()
}

/// The lines that matter, whole, by their positions.
#[derive(Debug)]
pub struct Gather<'a> {
    positions: &'a [u64],
    pub kept: Vec<(u64, Movement)>,
}

impl<'a> Gather<'a> {
    /// A search for the whole lines at `positions`, which are in order.
    pub fn new(positions: &'a [u64]) -> Gather<'a> {
        Gather {
            positions,
            kept: Vec::new(),
        }
    }
}

impl Fold for Gather<'_> {
    fn post(&mut self, _: &[Posting]) {}

    fn join(&mut self, other: Self) {
        self.kept.extend(other.kept);
    }

    fn wants(&self, posting: &Posting) -> Wanted {
        match self.positions.binary_search(&posting.position) {
            Ok(_) => Wanted::Always,
            Err(_) => Wanted::No,
        }
    }

    fn keep(&mut self, position: u64, movement: Movement) {
        self.kept.push((position, movement));
    }
}
