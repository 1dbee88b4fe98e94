//! Which transfer is a leg of? An arrival in a document of its own, the receiver's, names in `ref` the line that sent
//! the goods; any other belongs to its own document.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

use super::memo::ByText;

/// The documents of the lines that send, by how an arrival names them.
#[derive(Debug, Default)]
pub struct Senders<'a>(HashMap<&'a str, &'a str, ByText>);

/// The lines that send and that arrivals of a kind name in `ref`, all among some lines of a ledger, by how they are
/// named.
pub fn named_by<'a>(
    movements: impl IntoIterator<Item = &'a Movement>,
    arrival: MovementKind,
) -> HashMap<&'a str, &'a Movement, ByText> {
    let mut names: HashSet<&str, ByText> = HashSet::default();
    let mut sent: Vec<&Movement> = Vec::new();
    for line in movements {
        if line.kind == MovementKind::TransferOut {
            sent.push(line);
        } else if line.kind == arrival && !line.reference.is_empty() {
            names.insert(&line.reference);
        }
    }
    let mut named = HashMap::default();
    if names.is_empty() {
        return named;
    }
    let mut name = String::new();
    for line in sent {
        name.clear();
        // Writing to a text does not fail.
        let _ = write!(name, "{}/{}", line.doc, line.line);
        named.extend(names.get(&*name).map(|name| (*name, line)));
    }
    named
}

impl<'a> Senders<'a> {
    /// Those among some lines of a ledger that an arrival among them names.
    pub fn of(movements: impl IntoIterator<Item = &'a Movement>) -> Senders<'a> {
        let named = named_by(movements, MovementKind::TransferIn).into_iter();
        Senders(named.map(|(name, line)| (name, &*line.doc)).collect())
    }

    /// The document that a leg belongs to.
    pub fn document(&self, leg: &'a Movement) -> &'a str {
        let is_in = leg.kind == MovementKind::TransferIn;
        let sender = self.0.get(&*leg.reference).filter(|_| is_in);
        sender.copied().unwrap_or(&leg.doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn leg(kind: MovementKind, doc: &str, reference: &str) -> Movement {
        let day = Day::new(2022, 3, 1).expect("a date of the test");
        Movement {
            doc: doc.to_owned(),
            line: "1".to_owned(),
            reference: reference.to_owned(),
            ..Movement::new(day, kind, "D1", "rice")
        }
    }

    #[test]
    fn an_arrival_belongs_to_the_document_that_it_names() {
        let lines = [
            leg(MovementKind::TransferOut, "T1", ""),
            leg(MovementKind::TransferIn, "R9", "T1/1"),
            leg(MovementKind::TransferIn, "R9", "T2/1"),
            leg(MovementKind::TransferIn, "T1", ""),
            leg(MovementKind::TransferOut, "T3", "T1/1"),
        ];
        let senders = Senders::of(lines.iter());
        let documents = lines.iter().map(|line| senders.document(line));
        assert!(documents.eq(["T1", "T1", "R9", "T1", "T3"]));
    }
}
