//! Table `payment`: money that was paid, and for which bill.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `payment`.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// Document number; with `line` the key of a movement.
    pub doc: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day it happened.
    pub date: Day,
    /// The bill or settlement it pays.
    pub reference: String,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Money,
    /// Who pays; `none` where nobody does.
    pub payer: String,
    /// Who is paid.
    pub payee: String,
    /// Free text.
    pub note: String,
}

/// The columns of `payment`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Ref, Kind::Text).required(),
    field(Column::Value, Kind::Money).required(),
    field(Column::Payer, Kind::Text),
    field(Column::Payee, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Payment {
    const TABLE: Table = Table::Payment;

    fn from_row(row: &Row) -> Payment {
        Payment {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            reference: row.get(Column::Ref),
            value: row.get(Column::Value),
            payer: row.get(Column::Payer),
            payee: row.get(Column::Payee),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.date.into(),
            self.reference.into(),
            self.value.into(),
            self.payer.into(),
            self.payee.into(),
            self.note.into(),
        ]
    }
}
