//! Table `fund`: book of the money set aside: what came in, what was spent on what.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{FundKind, Word};
use crate::quantity::Money;

/// One row of `fund`.
#[derive(Debug, Clone, PartialEq)]
pub struct FundEntry {
    /// Document number; with `line` the key of a movement.
    pub doc: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day it happened.
    pub date: Day,
    /// Which money: reserve_fund, cash_reserve, special_fund, donation, or another of the policy.
    pub fund: String,
    /// What it does to the money.
    pub kind: FundKind,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Money,
    /// What it is spent on.
    pub purpose: String,
    /// Who gave or took it.
    pub counterparty: String,
    /// The advance, settlement or bill it belongs to.
    pub reference: String,
    /// Approval record.
    pub approval: String,
    /// Where it is from.
    pub source: String,
    /// Free text.
    pub note: String,
}

/// The columns of `fund`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Fund, Kind::Text).required(),
    field(Column::Kind, Kind::Word(FundKind::CHOICES)).required(),
    field(Column::Value, Kind::Money).required(),
    field(Column::Purpose, Kind::Text),
    field(Column::Counterparty, Kind::Text),
    field(Column::Ref, Kind::Text),
    field(Column::Approval, Kind::Text),
    field(Column::Source, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for FundEntry {
    const TABLE: Table = Table::Fund;

    fn from_row(row: &Row) -> FundEntry {
        FundEntry {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            fund: row.get(Column::Fund),
            kind: row.get(Column::Kind),
            value: row.get(Column::Value),
            purpose: row.get(Column::Purpose),
            counterparty: row.get(Column::Counterparty),
            reference: row.get(Column::Ref),
            approval: row.get(Column::Approval),
            source: row.get(Column::Source),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.date.into(),
            self.fund.into(),
            self.kind.into(),
            self.value.into(),
            self.purpose.into(),
            self.counterparty.into(),
            self.reference.into(),
            self.approval.into(),
            self.source.into(),
            self.note.into(),
        ]
    }
}
