//! What the book of money has itself of what other tables imply, so that nothing is taken twice.
//!
//! A row of the book names a document, or a line of one as `doc/line`, in its `ref` or as its own `doc`. It stands for
//! as much as it is worth and no more: what is left of the document is still to be taken. A row that names a line
//! stands for that line; one that names a document, for its lines in their order.

use std::collections::BTreeMap;

use crate::ledger::tables::FundEntry;

/// What rows of the book stand for.
#[derive(Debug, Default)]
pub(super) struct Booked<'a> {
    /// What each row is still worth, in fen.
    left: Vec<i64>,
    /// The rows that name something, by its name.
    by_name: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Booked<'a> {
    pub(super) fn of(entries: impl Iterator<Item = &'a FundEntry>) -> Booked<'a> {
        let mut booked = Booked::default();
        for entry in entries {
            let at = booked.left.len();
            booked.left.push(entry.value.fen().max(0));
            for name in [entry.reference.as_str(), entry.doc.as_str()] {
                let rows = booked.by_name.entry(name).or_default();
                if rows.last() != Some(&at) {
                    rows.push(at);
                }
            }
        }
        booked
    }

    /// Whether a row names the line or its document.
    pub(super) fn names(&self, doc: &str, line: &str) -> bool {
        let names = |name: &str| self.by_name.contains_key(name);
        names(doc) || names(&line_of(doc, line))
    }

    /// What is open of each line, in fen: document, line and what it is worth.
    pub(super) fn open(&mut self, lines: &[(&str, &str, i64)]) -> Vec<i64> {
        let mut open: Vec<i64> = lines.iter().map(|(.., fen)| *fen).collect();
        for ((doc, line, _), open) in lines.iter().zip(&mut open) {
            *open -= self.take(&line_of(doc, line), *open);
        }
        for ((doc, ..), open) in lines.iter().zip(&mut open) {
            *open -= self.take(doc, *open);
        }
        open
    }

    /// Takes up to `fen` of what the rows that name something are worth.
    fn take(&mut self, name: &str, fen: i64) -> i64 {
        let mut taken = 0;
        for row in self.by_name.get(name).into_iter().flatten() {
            let part = self.left[*row].min((fen - taken).max(0));
            self.left[*row] -= part;
            taken += part;
        }
        taken
    }
}

/// How a row names a line of a document.
pub(super) fn line_of(doc: &str, line: &str) -> String {
    format!("{doc}/{line}")
}
