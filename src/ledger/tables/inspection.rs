//! Table `inspection`: quality inspections of goods, and what followed.
//!
//! Key: `date`, `enterprise`, `item`, `lot`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{InspectionResult, Word};

/// One row of `inspection`.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// The day it happened.
    pub date: Day,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Pass or fail.
    pub result: InspectionResult,
    /// What was done about it.
    pub follow_up: String,
    /// Day it was done.
    pub followed_on: Option<Day>,
    /// Free text.
    pub note: String,
}

/// The columns of `inspection`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Result, Kind::Word(InspectionResult::CHOICES)).required(),
    field(Column::FollowUp, Kind::Text),
    field(Column::FollowedOn, Kind::Day),
    field(Column::Note, Kind::Text),
];

impl Record for Inspection {
    const TABLE: Table = Table::Inspection;

    fn from_row(row: &Row) -> Inspection {
        Inspection {
            date: row.get(Column::Date),
            enterprise: row.get(Column::Enterprise),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            result: row.get(Column::Result),
            follow_up: row.get(Column::FollowUp),
            followed_on: row.get(Column::FollowedOn),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.enterprise.into(),
            self.item.into(),
            self.lot.into(),
            self.result.into(),
            self.follow_up.into(),
            self.followed_on.into(),
            self.note.into(),
        ]
    }
}
