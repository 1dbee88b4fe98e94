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

impl<'a> Senders<'a> {
    /// Those among some lines of a ledger that an arrival among them names.
    pub fn of(movements: impl IntoIterator<Item = &'a Movement>) -> Senders<'a> {
        let is_leg = |line: &&Movement| {
            matches!(
                line.kind,
                MovementKind::TransferOut | MovementKind::TransferIn
            )
        };
        let legs: Vec<&Movement> = movements.into_iter().filter(is_leg).collect();
        let of_kind = |kind| legs.iter().filter(move |line| line.kind == kind);
        let arrivals = of_kind(MovementKind::TransferIn);
        let references = arrivals.map(|line| line.reference.as_str());
        let named: HashSet<&str, ByText> = references.filter(|name| !name.is_empty()).collect();
        let mut senders = HashMap::default();
        if named.is_empty() {
            return Senders(senders);
        }
        let mut name = String::new();
        for line in of_kind(MovementKind::TransferOut) {
            name.clear();
            // Writing to a text does not fail.
            let _ = write!(name, "{}/{}", line.doc, line.line);
            senders.extend(named.get(&*name).map(|name| (*name, &*line.doc)));
        }
        Senders(senders)
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
