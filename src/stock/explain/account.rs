//! The explanation of one row as it is written down: figure by figure, term by term.

use crate::diagnostic::Place;
use crate::ledger::tables::{Explanation, Movement};
use crate::ledger::word::TermKind;
use crate::ledger::{Column, Loaded};
use crate::quantity::{Money, Quantity};

/// The unit of a figure in money.
const YUAN: &str = "yuan";
/// Thousandths of a yuan that a fen has.
const THOUSANDTHS_OF_FEN: i128 = 10;

/// The explanation of one row.
pub struct Account {
    subject: String,
    rows: Vec<Explanation>,
}

impl Account {
    /// An account of the row that `subject` names, without figures yet.
    pub fn of(subject: String) -> Account {
        Account {
            subject,
            rows: Vec::new(),
        }
    }

    /// Begins the account of a figure, as the answer states it.
    pub fn figure(&mut self, column: Column, qty: Option<Quantity>, unit: &str) -> Figure<'_> {
        self.rows.push(Explanation {
            subject: self.subject.clone(),
            figure: column.id().to_owned(),
            term: 0,
            kind: TermKind::Is,
            qty,
            unit: unit.to_owned(),
            date: None,
            lot: String::new(),
            reference: String::new(),
            file: String::new(),
            line: String::new(),
            rule: String::new(),
            text: String::new(),
        });
        Figure { account: self }
    }

    /// Begins the account of a figure in money, which is counted in yuan.
    pub fn money(&mut self, column: Column, money: Option<Money>) -> Figure<'_> {
        let fen = money.map(|money| i128::from(money.fen()));
        self.figure(column, fen.and_then(yuan), YUAN)
    }

    /// What was written down, in order.
    pub fn into_rows(self) -> Vec<Explanation> {
        self.rows
    }
}

/// A line of the ledger with its place.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub movement: &'a Movement,
    pub place: Option<&'a Place>,
}

/// The account of one figure; terms are added below it.
pub struct Figure<'a> {
    account: &'a mut Account,
}

impl Figure<'_> {
    /// A quantity that adds to the figure, or takes from it.
    pub fn add(&mut self, qty: Quantity, text: impl Into<String>) -> &mut Explanation {
        self.term(TermKind::Add, Some(qty), text.into())
    }

    /// What a line of the ledger adds to the figure, or takes from it.
    pub fn add_line(&mut self, line: Line<'_>, qty: Quantity, text: impl Into<String>) {
        line.put_into(self.add(qty, text));
    }

    /// So many fen that add to a figure in money, or take from it.
    pub fn add_fen(&mut self, fen: i128, text: impl Into<String>) -> &mut Explanation {
        self.term(TermKind::Add, yuan(fen), text.into())
    }

    /// So many fen that a line of the ledger adds to a figure in money, or takes from it.
    pub fn add_fen_of_line(&mut self, line: Line<'_>, fen: i128, text: impl Into<String>) {
        line.put_into(self.add_fen(fen, text));
    }

    /// A line of the ledger that was looked at and does not add to the figure.
    pub fn note_line(&mut self, line: Line<'_>, qty: Option<Quantity>, text: impl Into<String>) {
        line.put_into(self.note(qty, text));
    }

    /// A number that the sum is divided by.
    pub fn divide(&mut self, by: Quantity, unit: &str, text: impl Into<String>) {
        unit.clone_into(&mut self.term(TermKind::Divide, Some(by), text.into()).unit);
    }

    /// A number that the sum is multiplied by.
    pub fn times(&mut self, by: Quantity, unit: &str, text: impl Into<String>) {
        unit.clone_into(&mut self.term(TermKind::Times, Some(by), text.into()).unit);
    }

    /// Something that was looked at and does not add to the figure.
    pub fn note(&mut self, qty: Option<Quantity>, text: impl Into<String>) -> &mut Explanation {
        self.term(TermKind::Note, qty, text.into())
    }

    /// The rule that made the figure what it is, in the words it was read from.
    pub fn rule(&mut self, id: &str, words: &str) {
        id.clone_into(&mut self.term(TermKind::Rule, None, words.to_owned()).rule);
    }

    /// What would change the figure.
    pub fn change(&mut self, text: impl Into<String>) -> &mut Explanation {
        self.term(TermKind::Change, None, text.into())
    }

    /// Says more of the figure itself.
    pub fn say(&mut self, text: impl Into<String>) {
        let head = self.account.rows.iter_mut().rfind(|row| row.term == 0);
        head.expect("a figure begins with itself").text = text.into();
    }

    fn term(&mut self, kind: TermKind, qty: Option<Quantity>, text: String) -> &mut Explanation {
        let last = self
            .account
            .rows
            .last()
            .expect("a figure begins with itself");
        let head = self.account.rows.iter().rfind(|row| row.term == 0);
        let unit = match (kind, head) {
            (TermKind::Add | TermKind::Note, Some(head)) if qty.is_some() => head.unit.clone(),
            _ => String::new(),
        };
        let term = Explanation {
            term: last.term + 1,
            kind,
            qty,
            unit,
            text,
            figure: last.figure.clone(),
            subject: last.subject.clone(),
            date: None,
            lot: String::new(),
            reference: String::new(),
            file: String::new(),
            line: String::new(),
            rule: String::new(),
        };
        self.account.rows.push(term);
        self.account.rows.last_mut().expect("a term was just added")
    }
}

impl<'a> Line<'a> {
    /// The line at a place in a ledger.
    pub fn at(movements: &'a Loaded<Movement>, at: usize) -> Line<'a> {
        Line {
            movement: &movements.rows[at],
            place: movements.places.get(at).and_then(Option::as_ref),
        }
    }
}

impl Line<'_> {
    fn put_into(self, term: &mut Explanation) {
        let movement = self.movement;
        term.date = Some(movement.date);
        term.lot.clone_from(&movement.lot);
        if !movement.doc.is_empty() || !movement.line.is_empty() {
            term.reference = format!("{}/{}", movement.doc, movement.line);
        }
        put_place(term, self.place);
    }
}

/// So many fen in thousandths of a yuan; `None` where they do not fit.
fn yuan(fen: i128) -> Option<Quantity> {
    Quantity::from_sum(fen.checked_mul(THOUSANDTHS_OF_FEN)?)
}

/// Names the file and line a term was read from.
pub fn put_place(term: &mut Explanation, place: Option<&Place>) {
    if let Some(place) = place {
        term.file = match &place.sheet {
            Some(sheet) => format!("{}/{sheet}", place.file),
            None => place.file.to_string(),
        };
        term.line = place.line.to_string();
    }
}
