//! Which request line, or which balance, is meant by a name?
//!
//! Rows are found by a hash of their name, of which a slot keeps a part beside the number of the row: eight bytes a slot
//! and no name, where a map of a million names would keep each of them.

use std::hash::{BuildHasher as _, Hash};
use std::num::NonZero;

use crate::engine::ahead::wish;
use crate::engine::memo::ByText;

/// Rows between the wish for a slot and the row that takes it.
const AHEAD: usize = 16;

/// The numbers of rows by their names.
pub(super) struct Index {
    /// A power of two, and twice as many as rows, so that a search soon comes to an empty one.
    slots: Vec<Option<Slot>>,
}

/// A row in the index.
#[derive(Clone, Copy)]
struct Slot {
    /// The upper half of the hash of its name; the lower half says where the search for it begins.
    tag: u32,
    /// Its number, counted from 1.
    row: NonZero<u32>,
}

/// What a name is found by.
pub(super) fn hash(name: impl Hash) -> u64 {
    ByText::default().hash_one(name)
}

impl Index {
    /// The index of rows by the hashes of their names; `are_same` tells whether two have one name, and the later one is
    /// meant by it then.
    pub(super) fn of(hashes: &[u64], are_same: impl Fn(usize, usize) -> bool) -> Index {
        let mut index = Index {
            slots: vec![None; (hashes.len() * 2).next_power_of_two()],
        };
        for ((number, hash), row) in hashes.iter().enumerate().zip(1..) {
            if let Some(later) = hashes.get(number + AHEAD) {
                index.wish(*later);
            }
            let (at, tag) = index.search(*hash, |other| are_same(number, other));
            index.slots[at] = NonZero::new(row).map(|row| Slot { tag, row });
        }
        index
    }

    /// Wishes for where a name is looked for.
    pub(super) fn wish(&self, hash: u64) {
        wish(&self.slots[hash as usize & (self.slots.len() - 1)]);
    }

    /// The number of the row that is probably meant by a name, from 0.
    pub(super) fn guess(&self, hash: u64) -> Option<usize> {
        self.slots[hash as usize & (self.slots.len() - 1)].map(Slot::number)
    }

    /// The number of the row of a name, from 0; `is_named` tells whether that of a number has it.
    pub(super) fn get(&self, hash: u64, is_named: impl Fn(usize) -> bool) -> Option<usize> {
        let (at, _) = self.search(hash, is_named);
        self.slots[at].map(Slot::number)
    }

    /// The slot of a name, or the empty one where it would stand, with the tag of the name.
    fn search(&self, hash: u64, is_named: impl Fn(usize) -> bool) -> (usize, u32) {
        let last = self.slots.len() - 1;
        let (tag, start) = ((hash >> u32::BITS) as u32, hash as usize & last);
        let is_it = |slot: Slot| slot.tag == tag && is_named(slot.number());
        let places = (start..).map(|at| at & last);
        let mut ends = places.filter(|at| self.slots[*at].is_none_or(is_it));
        let at = ends.next().expect("half of the slots are empty");
        (at, tag)
    }
}

impl Slot {
    /// The number of its row, from 0.
    fn number(self) -> usize {
        self.row.get() as usize - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_both_of_its_names_and_the_later_of_two() {
        let names = ["A", "AB", "", "B", "a longer name of a form"];
        let pairs = names.iter().flat_map(|a| names.map(|b| (*a, b)));
        let mut rows: Vec<(&str, &str)> = pairs.collect();
        rows.push(("A", "B"));
        let hashes: Vec<u64> = rows.iter().map(hash).collect();
        let index = Index::of(&hashes, |a, b| rows[a] == rows[b]);
        let found = |name: (&str, &str)| index.get(hash(name), |row| rows[row] == name);
        for (number, name) in rows.iter().enumerate() {
            let meant = match name {
                ("A", "B") => rows.len() - 1,
                _ => number,
            };
            assert_eq!(found(*name), Some(meant), "{name:?}");
        }
        assert_eq!(found(("B", "C")), None);
        assert_eq!(Index::of(&[], |_, _| false).get(hash("A"), |_| true), None);
    }

    #[test]
    fn rows_of_one_hash_are_told_apart_by_their_names() {
        let rows = ["A", "B", "A"];
        let index = Index::of(&[7; 3], |a, b| rows[a] == rows[b]);
        let found = |name: &str| index.get(7, |row| rows[row] == name);
        assert_eq!(
            (found("A"), found("B"), found("C")),
            (Some(2), Some(1), None)
        );
    }
}
