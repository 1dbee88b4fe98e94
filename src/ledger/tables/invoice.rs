//! Table `invoice`: bills for goods and services, as they came in.
//!
//! Key: `invoice`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `invoice`.
#[derive(Debug, Clone, PartialEq)]
pub struct Invoice {
    /// Bill by its number.
    pub invoice: String,
    /// The day it happened.
    pub date: Day,
    /// Who pays; `none` where nobody does.
    pub payer: String,
    /// Who is paid.
    pub payee: String,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Money,
    /// Number of the agreement.
    pub agreement: String,
    /// Last day to pay it; empty: as the contract says.
    pub due: Option<Day>,
    /// Free text.
    pub note: String,
}

/// The columns of `invoice`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Invoice, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Payer, Kind::Text),
    field(Column::Payee, Kind::Text).required(),
    field(Column::Value, Kind::Money).required(),
    field(Column::Agreement, Kind::Text),
    field(Column::Due, Kind::Day).headed("付款期限"),
    field(Column::Note, Kind::Text),
];

impl Record for Invoice {
    const TABLE: Table = Table::Invoice;

    fn from_row(row: &Row) -> Invoice {
        Invoice {
            invoice: row.get(Column::Invoice),
            date: row.get(Column::Date),
            payer: row.get(Column::Payer),
            payee: row.get(Column::Payee),
            value: row.get(Column::Value),
            agreement: row.get(Column::Agreement),
            due: row.get(Column::Due),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.invoice.into(),
            self.date.into(),
            self.payer.into(),
            self.payee.into(),
            self.value.into(),
            self.agreement.into(),
            self.due.into(),
            self.note.into(),
        ]
    }
}
