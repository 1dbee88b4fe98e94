//! Table `replenishment`: what each issue from a reserve gets back.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{ReplenishStatus, Word};
use crate::quantity::Quantity;

/// One row of `replenishment`.
#[derive(Debug, Clone, PartialEq)]
pub struct Replenishment {
    /// Document of the issue.
    pub doc: String,
    /// Line within the document.
    pub line: String,
    /// The day it was given out.
    pub date: Day,
    /// The store of the reserve.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Who took it.
    pub counterparty: String,
    /// What was given out, in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// What came back or was restocked for it.
    pub replaced: Quantity,
    /// What is still missing.
    pub owed: Quantity,
    /// The last day to restock it; nothing where nobody said.
    pub due: Option<Day>,
    /// Replaced, owed or overdue.
    pub status: ReplenishStatus,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `replenishment`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Counterparty, Kind::Text),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Replaced, Kind::Quantity).required(),
    field(Column::Owed, Kind::Quantity).required(),
    field(Column::Due, Kind::Day),
    field(Column::Status, Kind::Word(ReplenishStatus::CHOICES)).required(),
    field(Column::Rule, Kind::Text),
];

impl Record for Replenishment {
    const TABLE: Table = Table::Replenishment;

    fn from_row(row: &Row) -> Replenishment {
        Replenishment {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            counterparty: row.get(Column::Counterparty),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            replaced: row.get(Column::Replaced),
            owed: row.get(Column::Owed),
            due: row.get(Column::Due),
            status: row.get(Column::Status),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.date.into(),
            self.site.into(),
            self.item.into(),
            self.counterparty.into(),
            self.qty.into(),
            self.unit.into(),
            self.replaced.into(),
            self.owed.into(),
            self.due.into(),
            self.status.into(),
            self.rule.into(),
        ]
    }
}
