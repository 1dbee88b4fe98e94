//! Table `explanation`: the terms that add up to a figure.
//!
//! Key: `subject`, `figure`, `term`. Term 0 is the figure itself; the terms of kind `add`, times and over the others
//! where there are any, make it.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{TermKind, Word};
use crate::quantity::Quantity;

/// One row of `explanation`.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The row that is explained, by its key.
    pub subject: String,
    /// The column that is explained.
    pub figure: String,
    /// Number of the term; 0 is the figure itself.
    pub term: i64,
    /// What kind of row it is.
    pub kind: TermKind,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// The item's base unit, or day.
    pub unit: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// The maker's lot number.
    pub lot: String,
    /// Document and line it refers to, as `doc/line`.
    pub reference: String,
    /// File it was found in.
    pub file: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// One sentence for the reader.
    pub text: String,
}

/// The columns of `explanation`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Subject, Kind::Text).key().required(),
    field(Column::Figure, Kind::Text).key().required(),
    field(Column::Term, Kind::Integer).key().required(),
    field(Column::Kind, Kind::Word(TermKind::CHOICES)).required(),
    field(Column::Qty, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Date, Kind::Day),
    field(Column::Lot, Kind::Text),
    field(Column::Ref, Kind::Text),
    field(Column::File, Kind::Text),
    field(Column::Line, Kind::Text),
    field(Column::Rule, Kind::Text),
    field(Column::Text, Kind::Text),
];

impl Record for Explanation {
    const TABLE: Table = Table::Explanation;

    fn from_row(row: &Row) -> Explanation {
        Explanation {
            subject: row.get(Column::Subject),
            figure: row.get(Column::Figure),
            term: row.get(Column::Term),
            kind: row.get(Column::Kind),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            date: row.get(Column::Date),
            lot: row.get(Column::Lot),
            reference: row.get(Column::Ref),
            file: row.get(Column::File),
            line: row.get(Column::Line),
            rule: row.get(Column::Rule),
            text: row.get(Column::Text),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.subject.into(),
            self.figure.into(),
            self.term.into(),
            self.kind.into(),
            self.qty.into(),
            self.unit.into(),
            self.date.into(),
            self.lot.into(),
            self.reference.into(),
            self.file.into(),
            self.line.into(),
            self.rule.into(),
            self.text.into(),
        ]
    }
}
