//! Reversals: which lines of a ledger are undone by a later one.
//!
//! A reversal names its line in `ref` as `doc/line` and is the only correction; the reversed line then counts for
//! nothing from the day of the reversal on.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

/// The positions of the lines that reversals dated up to `as_of` undo.
pub fn reversed_lines(movements: &[Movement], as_of: Day) -> BTreeSet<usize> {
    let in_time =
        |movement: &&Movement| movement.kind == MovementKind::Reversal && movement.date <= as_of;
    let named: BTreeSet<&str> = movements
        .iter()
        .filter(in_time)
        .map(|movement| movement.reference.as_str())
        .collect();
    if named.is_empty() {
        return BTreeSet::new();
    }
    let keys = movements
        .iter()
        .enumerate()
        .filter(|(_, movement)| movement.kind != MovementKind::Reversal);
    let lines: BTreeMap<String, usize> = keys
        .map(|(at, movement)| (reference(movement), at))
        .collect();
    named
        .into_iter()
        .filter_map(|name| lines.get(name).copied())
        .collect()
}

/// How a reversal names a line: `doc/line`.
pub fn reference(movement: &Movement) -> String {
    format!("{}/{}", movement.doc, movement.line)
}
