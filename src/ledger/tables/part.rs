//! Table `part`: goods that a supplier needs for the packages, and what there is of them.
//!
//! Key: `enterprise`, `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `part`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Target less available, inbound and planned, plus expiring and redundancy; not below nothing.
    pub need: Quantity,
    /// Quantity awarded.
    pub given: Quantity,
    /// What there is of it and can still be used in time.
    pub have: Option<Quantity>,
    /// Quantity asked for and not awarded.
    pub short: Quantity,
    /// The item's base unit.
    pub unit: String,
}

/// The columns of `part`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Need, Kind::Quantity).required(),
    field(Column::Given, Kind::Quantity).required(),
    field(Column::Have, Kind::Quantity),
    field(Column::Short, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
];

impl Record for Part {
    const TABLE: Table = Table::Part;

    fn from_row(row: &Row) -> Part {
        Part {
            enterprise: row.get(Column::Enterprise),
            item: row.get(Column::Item),
            need: row.get(Column::Need),
            given: row.get(Column::Given),
            have: row.get(Column::Have),
            short: row.get(Column::Short),
            unit: row.get(Column::Unit),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.item.into(),
            self.need.into(),
            self.given.into(),
            self.have.into(),
            self.short.into(),
            self.unit.into(),
        ]
    }
}
