//! Table `supply`: capacity, output and stock of enterprises by item, old figures apart.
//!
//! Key: `as_of`, `item`, `status`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DataStatus, Word};
use crate::quantity::Quantity;

/// One row of `supply`.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// How far it has come.
    pub status: DataStatus,
    /// The item's base unit.
    pub unit: String,
    /// How many enterprises.
    pub enterprises: Option<i64>,
    /// Quantity that can be made a day.
    pub capacity: Option<Quantity>,
    /// Quantity made on the day.
    pub output: Option<Quantity>,
    /// The enterprise's own finished goods.
    pub stock: Option<Quantity>,
    /// Day of the newest figures.
    pub last_on: Option<Day>,
    /// Days since the newest figures.
    pub age_days: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `supply`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Status, Kind::Word(DataStatus::CHOICES))
        .key()
        .required(),
    field(Column::Unit, Kind::Text),
    field(Column::Enterprises, Kind::Integer).expected(),
    field(Column::Capacity, Kind::Quantity),
    field(Column::Output, Kind::Quantity),
    field(Column::Stock, Kind::Quantity),
    field(Column::LastOn, Kind::Day),
    field(Column::AgeDays, Kind::Integer),
    field(Column::Reason, Kind::Text),
];

impl Record for Supply {
    const TABLE: Table = Table::Supply;

    fn from_row(row: &Row) -> Supply {
        Supply {
            as_of: row.get(Column::AsOf),
            item: row.get(Column::Item),
            status: row.get(Column::Status),
            unit: row.get(Column::Unit),
            enterprises: row.get(Column::Enterprises),
            capacity: row.get(Column::Capacity),
            output: row.get(Column::Output),
            stock: row.get(Column::Stock),
            last_on: row.get(Column::LastOn),
            age_days: row.get(Column::AgeDays),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.item.into(),
            self.status.into(),
            self.unit.into(),
            self.enterprises.into(),
            self.capacity.into(),
            self.output.into(),
            self.stock.into(),
            self.last_on.into(),
            self.age_days.into(),
            self.reason.into(),
        ]
    }
}
