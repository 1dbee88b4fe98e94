//! Table `production`: what an enterprise reports of a day: capacity, output, stock.
//!
//! Key: `date`, `enterprise`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{InspectionResult, Word};
use crate::quantity::Quantity;

/// One row of `production`.
#[derive(Debug, Clone, PartialEq)]
pub struct Production {
    /// The day it happened.
    pub date: Day,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The item's base unit.
    pub unit: String,
    /// Quantity that can be made a day.
    pub capacity: Option<Quantity>,
    /// Quantity made on the day.
    pub output: Option<Quantity>,
    /// The enterprise's own finished goods.
    pub stock: Option<Quantity>,
    /// Days of normal production that the raw material lasts.
    pub raw_material_days: Option<f64>,
    /// Result of its own quality check.
    pub result: Option<InspectionResult>,
    /// Day the report came in.
    pub reported_on: Option<Day>,
    /// Free text.
    pub note: String,
}

/// The columns of `production`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Unit, Kind::Text),
    field(Column::Capacity, Kind::Quantity).unsigned(),
    field(Column::Output, Kind::Quantity).expected().unsigned(),
    field(Column::Stock, Kind::Quantity).unsigned(),
    field(Column::RawMaterialDays, Kind::Ratio).unsigned(),
    field(Column::Result, Kind::Word(InspectionResult::CHOICES)),
    field(Column::ReportedOn, Kind::Day),
    field(Column::Note, Kind::Text),
];

impl Record for Production {
    const TABLE: Table = Table::Production;

    fn from_row(row: &Row) -> Production {
        Production {
            date: row.get(Column::Date),
            enterprise: row.get(Column::Enterprise),
            item: row.get(Column::Item),
            unit: row.get(Column::Unit),
            capacity: row.get(Column::Capacity),
            output: row.get(Column::Output),
            stock: row.get(Column::Stock),
            raw_material_days: row.get(Column::RawMaterialDays),
            result: row.get(Column::Result),
            reported_on: row.get(Column::ReportedOn),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.enterprise.into(),
            self.item.into(),
            self.unit.into(),
            self.capacity.into(),
            self.output.into(),
            self.stock.into(),
            self.raw_material_days.into(),
            self.result.into(),
            self.reported_on.into(),
            self.note.into(),
        ]
    }
}
