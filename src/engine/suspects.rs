//! Which lines of a ledger can matter to a check? The few that can, so that checks need not hold the rest.
//!
//! A lot matters that ever goes below nothing, with all of its lines; a document line matters whose name stands twice;
//! and reversals matter with the lines they name. What is kept is more than what is at fault and never less: the
//! checks themselves judge, over the lines that are kept, as they would over all.

use std::collections::HashSet;

use crate::ledger::effect::{Effect, effect_of};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

use super::name::NO_NAME;
use super::posting::{Fold, Posting, position_of};
use super::slots::Slots;

/// What a first pass learns: the running balances of all lots, and the names of all lines.
#[derive(Debug, Default)]
pub struct Survey {
    lots: Slots<u32>,
    changes: Vec<Change>,
    /// The name of each line, and the number of its lot.
    names: Vec<(u64, u32)>,
    /// The lines that reversals name.
    pub named: HashSet<u32>,
}

/// One step of a lot's balance.
#[derive(Debug, Clone, Copy)]
struct Change {
    stamp: u64,
    qty: i64,
    /// The number of the lot, with the highest bit set where `qty` was counted and is not added.
    lot: u32,
}

/// Set in the number of a lot whose balance a step sets.
const COUNTED: u32 = 1 << 31;

/// The lines that can matter.
#[derive(Debug, Default)]
pub struct Suspects {
    lots: HashSet<u128>,
    names: HashSet<u64>,
    named: HashSet<u32>,
}

/// The lines that matter, whole, by their positions.
#[derive(Debug)]
pub struct Gather<'a> {
    suspects: &'a Suspects,
    pub kept: Vec<(u64, Movement)>,
}

impl Survey {
    /// The lines that can matter in a ledger whose lines at `reversed` are undone; `named` are the lots of lines that
    /// reversals name. Of a lot that matters at all, every line does.
    pub fn suspects(mut self, reversed: &HashSet<u64>, named: &HashSet<u128>) -> Suspects {
        let is_undone = |change: &Change| reversed.contains(&position_of(change.stamp));
        self.changes.retain(|change| !is_undone(change));
        let mut matters = lots_below(&self.changes, self.lots.len());
        let mut names = HashSet::new();
        self.names.sort_unstable();
        for twins in self
            .names
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|same| same.len() > 1)
        {
            names.insert(twins[0].0);
            twins
                .iter()
                .for_each(|(_, lot)| matters[*lot as usize] = true);
        }
        let lots = self.lots.into_entries().zip(matters);
        let lots = lots
            .filter(|(_, matters)| *matters)
            .map(|((key, _), _)| key);
        Suspects {
            lots: lots.chain(named.iter().copied()).collect(),
            names,
            named: self.named,
        }
    }

    fn lot(&mut self, key: u128) -> u32 {
        let next = self.lots.len() as u32 + 1;
        let number = self.lots.entry(key);
        if *number == 0 {
            *number = next;
        }
        *number - 1
    }
}

impl Fold for Survey {
    fn post(&mut self, postings: &[Posting]) {
        for posting in postings {
            let lot = self.lot(posting.key);
            self.names.push((posting.name, lot));
            if posting.kind == MovementKind::Reversal && posting.reference != NO_NAME {
                self.named.insert(posting.reference);
            }
            let (qty, counted) = match effect_of(posting.kind, posting.qty) {
                Effect::Add(qty) => (qty, 0),
                Effect::Set(qty) => (qty, COUNTED),
                _ => continue,
            };
            let lot = lot | counted;
            let (stamp, qty) = (posting.stamp(), qty.thousandths());
            self.changes.push(Change { stamp, qty, lot });
        }
    }

    fn join(&mut self, other: Self) {
        let theirs = other.lots.into_entries();
        let numbers: Vec<u32> = theirs.map(|(key, _)| self.lot(key)).collect();
        self.changes
            .extend(other.changes.iter().map(|change| Change {
                lot: numbers[(change.lot & !COUNTED) as usize] | (change.lot & COUNTED),
                ..*change
            }));
        let names = other.names.iter();
        self.names
            .extend(names.map(|(name, lot)| (*name, numbers[*lot as usize])));
        self.named.extend(other.named);
    }
}

impl<'a> Gather<'a> {
    /// A search for whole lines.
    pub fn new(suspects: &'a Suspects) -> Gather<'a> {
        Gather {
            suspects,
            kept: Vec::new(),
        }
    }
}

impl Fold for Gather<'_> {
    fn post(&mut self, _: &[Posting]) {}

    fn join(&mut self, other: Self) {
        self.kept.extend(other.kept);
    }

    fn wants(&self, posting: &Posting) -> bool {
        let Suspects { lots, names, named } = self.suspects;
        lots.contains(&posting.key)
            || names.contains(&posting.name)
            || named.contains(&posting.reference)
            || posting.kind == MovementKind::Reversal
    }

    fn keep(&mut self, position: u64, movement: Movement) {
        self.kept.push((position, movement));
    }
}

/// For each lot, whether its balance is ever below nothing.
fn lots_below(changes: &[Change], lots: usize) -> Vec<bool> {
    let mut starts = vec![0_u32; lots + 1];
    for change in changes {
        starts[(change.lot & !COUNTED) as usize + 1] += 1;
    }
    for lot in 0..lots {
        starts[lot + 1] += starts[lot];
    }
    let mut next = starts.clone();
    let mut by_lot = vec![(0_u64, 0_i64, false); changes.len()];
    for change in changes {
        let at = &mut next[(change.lot & !COUNTED) as usize];
        by_lot[*at as usize] = (change.stamp, change.qty, change.lot & COUNTED != 0);
        *at += 1;
    }
    let spans = starts
        .windows(2)
        .map(|ends| ends[0] as usize..ends[1] as usize);
    spans.map(|span| is_ever_below(&mut by_lot[span])).collect()
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
