//! Table `disposal`: donations and write-offs of a lot.
//!
//! Key: `site`, `item`, `lot`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DisposalMethod, Word};
use crate::quantity::Quantity;

/// One row of `disposal`.
#[derive(Debug, Clone, PartialEq)]
pub struct Disposal {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// The day it happened.
    pub date: Day,
    /// How the figure was worked out.
    pub method: DisposalMethod,
    /// How it ended.
    pub result: String,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Approval record.
    pub approval: String,
}

/// The columns of `disposal`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Method, Kind::Word(DisposalMethod::CHOICES)).required(),
    field(Column::Result, Kind::Text).expected(),
    field(Column::Qty, Kind::Quantity),
    field(Column::Reason, Kind::Text),
    field(Column::Approval, Kind::Text),
];

impl Record for Disposal {
    const TABLE: Table = Table::Disposal;

    fn from_row(row: &Row) -> Disposal {
        Disposal {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            date: row.get(Column::Date),
            method: row.get(Column::Method),
            result: row.get(Column::Result),
            qty: row.get(Column::Qty),
            reason: row.get(Column::Reason),
            approval: row.get(Column::Approval),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.date.into(),
            self.method.into(),
            self.result.into(),
            self.qty.into(),
            self.reason.into(),
            self.approval.into(),
        ]
    }
}
