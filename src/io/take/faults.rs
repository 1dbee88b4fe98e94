//! What is wrong with a file: of each kind as much in full as anybody may look through, and how much more there is.
//!
//! A long file of another kind of table has a fault in every line; millions of sentences would say the same, and fill the
//! memory. The first of each kind are told, and none is lost: the others are counted, and with `--rejects` all are told.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::diagnostic::{Code, Diagnostic, Severity};

/// Faults of one kind of a file that are told in full, where they need not all be.
pub const TOLD_MAX: usize = 10_000;

/// Errors and warnings of a sheet, in the order of its lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    told: Vec<Diagnostic>,
    counts: BTreeMap<(Severity, Code), Count>,
}

/// Faults of one kind: those that are told, and those that are counted alone.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Count {
    told: usize,
    more: usize,
}

impl Faults {
    /// Adds a fault, in full where there are no more than `most` of its kind.
    pub fn push(&mut self, fault: Diagnostic, most: usize) {
        let count = self.counts.entry((fault.severity, fault.code)).or_default();
        match count.told < most {
            true => {
                count.told += 1;
                self.told.push(fault);
            }
            false => count.more += 1,
        }
    }

    /// Adds what another part of the same file was found to have.
    pub fn join(&mut self, other: Faults) {
        self.told.extend(other.told);
        for (kind, count) in other.counts {
            let own = self.counts.entry(kind).or_default();
            own.told += count.told;
            own.more += count.more;
        }
    }

    /// Puts the faults of parts in the order of their lines, behind those of the sheet as a whole, and leaves one of each
    /// warning that is given once a sheet; tells no more than `most` of a kind.
    pub fn put_in_order(&mut self, of_sheet: Faults, most: usize) {
        let mut told = std::mem::take(&mut self.told);
        told.sort_by_key(|fault| fault.place.as_ref().map_or(0, |place| place.line));
        let more = std::mem::replace(self, of_sheet).counts;
        for fault in told {
            if !is_repeated(self, &fault) {
                self.push(fault, most);
            }
        }
        for (kind, count) in more {
            self.counts.entry(kind).or_default().more += count.more;
        }
    }

    /// The faults as they are said: the last of each kind says how many there are beyond it.
    pub fn said(self) -> Vec<Diagnostic> {
        let (mut said, counts) = (self.told, self.counts);
        for (kind, count) in counts.into_iter().filter(|(_, count)| count.more > 0) {
            let mut of_kind = said.iter_mut().rev();
            if let Some(last) = of_kind.find(|fault| (fault.severity, fault.code) == kind) {
                last.more = u32::try_from(count.more).unwrap_or(u32::MAX);
            }
        }
        said
    }
}

impl Deref for Faults {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.told
    }
}

impl Extend<Diagnostic> for Faults {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, faults: I) {
        let faults = faults.into_iter();
        faults.for_each(|fault| self.push(fault, usize::MAX));
    }
}

impl FromIterator<Diagnostic> for Faults {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(faults: I) -> Faults {
        let mut all = Faults::default();
        all.extend(faults);
        all
    }
}

/// Whether a warning of a pack was given already: once a sheet is enough.
pub fn is_repeated(given: &[Diagnostic], fault: &Diagnostic) -> bool {
    let is_same = |other: &Diagnostic| other.code == fault.code && other.message == fault.message;
    let of_pack = [Code::PackDiffers, Code::PackAssumed];
    of_pack.contains(&fault.code) && given.iter().any(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn bad(code: Code, line: u64) -> Diagnostic {
        Diagnostic::error(code, "bad").at(Place::file("x.csv").at_line(line))
    }

    fn lines(said: &[Diagnostic]) -> Vec<(u64, u32)> {
        let line = |fault: &Diagnostic| fault.place.as_ref().map_or(0, |place| place.line);
        said.iter().map(|fault| (line(fault), fault.more)).collect()
    }

    #[test]
    fn the_first_of_each_kind_are_told_and_the_others_counted() {
        let mut faults = Faults::default();
        for line in 2..9 {
            faults.push(bad(Code::BadDate, line), 3);
        }
        faults.push(bad(Code::BadQuantity, 9), 3);
        assert_eq!(lines(&faults.said()), [(2, 0), (3, 0), (4, 4), (9, 0)]);
    }

    #[test]
    fn of_parts_the_first_lines_are_told_whichever_part_has_them() {
        let (mut one, mut other) = (Faults::default(), Faults::default());
        for line in [2, 3, 8, 9] {
            one.push(bad(Code::BadDate, line), 3);
        }
        for line in [4, 5, 6, 7] {
            other.push(bad(Code::BadDate, line), 3);
        }
        one.join(other);
        one.put_in_order([bad(Code::Hidden, 0)].into_iter().collect(), 3);
        assert_eq!(lines(&one.said()), [(0, 0), (2, 0), (3, 0), (4, 5)]);
    }
}
