//! What must be known of a whole ledger before its lines can be added up in any order.
//!
//! Two kinds of lines look back or forth: a reversal undoes a line that it names, and a count makes all that its lot
//! did before it idle. A ledger without either is added up in one pass; otherwise a further pass knows the answer.

use std::collections::{HashMap, HashSet};

use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::name::NO_NAME;
use super::posting::{Fold, Posting};

/// What is known of a ledger as a whole.
#[derive(Debug, Default)]
pub struct Order {
    /// The positions of lines that are undone.
    pub reversed: HashSet<u64>,
    /// The last count of each lot: its stamp and what was counted.
    pub counted: HashMap<u128, (u64, Quantity)>,
    /// The lines that reversals name and that are not there.
    pub missing: Vec<u32>,
}

/// A count: its lot, position, stamp, and what was counted.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub key: u128,
    pub position: u64,
    pub stamp: u64,
    pub qty: Quantity,
}

impl Order {
    /// The order of a ledger with these `counts` in which the lines at `reversed` are undone.
    pub fn new(reversed: HashSet<u64>, counts: &[Count]) -> Order {
        let mut counted: HashMap<u128, (u64, Quantity)> = HashMap::new();
        for count in counts
            .iter()
            .filter(|count| !reversed.contains(&count.position))
        {
            let last = counted.entry(count.key).or_insert((count.stamp, count.qty));
            if count.stamp > last.0 {
                *last = (count.stamp, count.qty);
            }
        }
        Order {
            reversed,
            counted,
            missing: Vec::new(),
        }
    }

    /// The same, with the lines that a search did not find; one without a name is missing where a reversal names none.
    pub fn with_missing(self, found: &Finder<'_>, is_any_nameless: bool) -> Order {
        let nameless = is_any_nameless.then_some(NO_NAME);
        Order {
            missing: found.missing().into_iter().chain(nameless).collect(),
            ..self
        }
    }

    /// Whether lines may be added up as they come.
    pub fn is_free(&self) -> bool {
        self.reversed.is_empty() && self.counted.is_empty()
    }

    /// Whether a line counts for nothing because it is undone.
    #[inline]
    pub fn undoes(&self, posting: &Posting) -> bool {
        !self.reversed.is_empty() && self.reversed.contains(&posting.position)
    }

    /// Whether a count of the same lot stands behind a line.
    #[inline]
    pub fn is_counted_over(&self, posting: &Posting) -> bool {
        let last = (!self.counted.is_empty())
            .then(|| self.counted.get(&posting.key))
            .flatten();
        last.is_some_and(|(stamp, _)| posting.stamp() < *stamp)
    }
}

/// Looks for the lines that reversals name; of lines with one name the last is meant.
#[derive(Debug)]
pub struct Finder<'a> {
    named: &'a HashSet<u32>,
    found: HashMap<u32, u64>,
    /// The lots of all lines with these names.
    pub lots: HashSet<u128>,
}

impl<'a> Finder<'a> {
    /// A search for the lines of these names.
    pub fn new(named: &'a HashSet<u32>) -> Finder<'a> {
        Finder {
            named,
            found: HashMap::new(),
            lots: HashSet::new(),
        }
    }

    /// The positions of the lines that were found.
    pub fn positions(&self) -> HashSet<u64> {
        self.found.values().copied().collect()
    }

    /// The names of which no line was found.
    fn missing(&self) -> Vec<u32> {
        let lost = |name: &&u32| !self.found.contains_key(name);
        self.named.iter().filter(lost).copied().collect()
    }

    fn see(&mut self, name: u32, position: u64) {
        let last = self.found.entry(name).or_insert(position);
        *last = position.max(*last);
    }
}

impl Fold for Finder<'_> {
    fn post(&mut self, postings: &[Posting]) {
        for posting in postings
            .iter()
            .filter(|posting| posting.kind != MovementKind::Reversal)
        {
            if self.named.contains(&posting.reference) {
                self.see(posting.reference, posting.position);
                self.lots.insert(posting.key);
            }
        }
    }

    fn join(&mut self, other: Self) {
        for (name, position) in other.found {
            self.see(name, position);
        }
        self.lots.extend(other.lots);
    }
}
