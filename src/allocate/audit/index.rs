//! Which request line is meant by a name?
//!
//! Lines are found by a hash of their name, of which a slot keeps a part beside the number of the line: eight bytes a
//! slot and no name, where a map of a million names would keep each of them.

use std::hash::BuildHasher as _;
use std::num::NonZero;

use crate::engine::memo::ByText;
use crate::ledger::tables::Request;

/// The numbers of request lines by their names.
pub(super) struct Index<'a> {
    lines: &'a [Request],
    /// A power of two, and twice as many as lines, so that a search soon comes to an empty one.
    slots: Vec<Option<Slot>>,
}

/// A line in the index.
#[derive(Clone, Copy)]
struct Slot {
    /// The upper half of the hash of its name; the lower half says where the search for it begins.
    tag: u32,
    /// Its number, counted from 1.
    line: NonZero<u32>,
}

impl<'a> Index<'a> {
    /// The index of `lines`; of two of one name the later one is meant.
    pub(super) fn of(lines: &'a [Request]) -> Index<'a> {
        let mut index = Index {
            lines,
            slots: vec![None; (lines.len() * 2).next_power_of_two()],
        };
        for (line, number) in lines.iter().zip(1..) {
            let (at, tag) = index.search(&line.request, &line.line);
            index.slots[at] = NonZero::new(number).map(|line| Slot { tag, line });
        }
        index
    }

    /// The number of a line, from 0.
    pub(super) fn get(&self, request: &str, line: &str) -> Option<usize> {
        let (at, _) = self.search(request, line);
        self.slots[at].map(Slot::number)
    }

    /// The slot of a name, or the empty one where it would stand, with the tag of the name.
    fn search(&self, request: &str, line: &str) -> (usize, u32) {
        let hash = ByText::default().hash_one((request, line));
        let last = self.slots.len() - 1;
        let (tag, start) = ((hash >> u32::BITS) as u32, hash as usize & last);
        let is_named = |slot: Slot| {
            let row = &self.lines[slot.number()];
            slot.tag == tag && row.request == request && row.line == line
        };
        let places = (start..).map(|at| at & last);
        let mut ends = places.filter(|at| self.slots[*at].is_none_or(is_named));
        let at = ends.next().expect("half of the slots are empty");
        (at, tag)
    }
}

impl Slot {
    /// The number of its line, from 0.
    fn number(self) -> usize {
        self.line.get() as usize - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_both_of_its_names_and_the_later_of_two() {
        let names = ["A", "AB", "", "B", "a longer name of a form"];
        let line = |request: &str, line: &str| Request {
            request: request.into(),
            line: line.into(),
            ..Request::of("H1", "mask")
        };
        let pairs = || {
            names
                .iter()
                .flat_map(|a| names.iter().map(move |b| (*a, *b)))
        };
        let mut lines: Vec<Request> = pairs().map(|(a, b)| line(a, b)).collect();
        lines.push(line("A", "B"));
        let index = Index::of(&lines);
        for (number, (a, b)) in pairs().enumerate() {
            let meant = if (a, b) == ("A", "B") {
                names.len().pow(2)
            } else {
                number
            };
            assert_eq!(index.get(a, b), Some(meant), "{a}/{b}");
        }
        assert_eq!(index.get("B", "C"), None);
        assert_eq!(Index::of(&[]).get("A", ""), None);
    }
}
