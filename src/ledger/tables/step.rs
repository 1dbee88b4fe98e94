//! Table `step`: steps of dispatch on record: who did what, and when.
//!
//! Key: `request`, `line`, `step`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DispatchStep, Word};
use crate::quantity::Quantity;

/// One row of `step`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Requisition form.
    pub request: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Step of the procedure.
    pub step: DispatchStep,
    /// The day it happened.
    pub date: Day,
    /// Who handled it, by role.
    pub handler: String,
    /// Document and line it refers to, as `doc/line`.
    pub reference: String,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Free text.
    pub note: String,
}

/// The columns of `step`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Step, Kind::Word(DispatchStep::CHOICES))
        .key()
        .required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Handler, Kind::Text),
    field(Column::Ref, Kind::Text),
    field(Column::Qty, Kind::Quantity).unsigned(),
    field(Column::Note, Kind::Text),
];

impl Record for Step {
    const TABLE: Table = Table::Step;

    fn from_row(row: &Row) -> Step {
        Step {
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            step: row.get(Column::Step),
            date: row.get(Column::Date),
            handler: row.get(Column::Handler),
            reference: row.get(Column::Ref),
            qty: row.get(Column::Qty),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.request.into(),
            self.line.into(),
            self.step.into(),
            self.date.into(),
            self.handler.into(),
            self.reference.into(),
            self.qty.into(),
            self.note.into(),
        ]
    }
}
