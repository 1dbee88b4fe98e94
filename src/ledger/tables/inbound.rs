//! Table `inbound`: goods ordered or on their way.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, InboundStatus, Word};
use crate::quantity::Quantity;

/// One row of `inbound`.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// Document number; with `line` the key of a movement.
    pub doc: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// How far it has come.
    pub status: InboundStatus,
    /// Day it is expected to arrive.
    pub expected_on: Option<Day>,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Who gave or took it.
    pub counterparty: String,
    /// Free text.
    pub note: String,
}

/// The columns of `inbound`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Status, Kind::Word(InboundStatus::CHOICES)).required(),
    field(Column::ExpectedOn, Kind::Day).expected(),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Counterparty, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Inbound {
    const TABLE: Table = Table::Inbound;

    fn from_row(row: &Row) -> Inbound {
        Inbound {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            status: row.get(Column::Status),
            expected_on: row.get(Column::ExpectedOn),
            expiry: row.get(Column::Expiry),
            form: row.get(Column::Form),
            counterparty: row.get(Column::Counterparty),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.status.into(),
            self.expected_on.into(),
            self.expiry.into(),
            self.form.into(),
            self.counterparty.into(),
            self.note.into(),
        ]
    }
}
