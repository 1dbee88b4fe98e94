//! Table `package`: packages on offer: price and supplier; table kit says what is in them.
//!
//! Key: `package`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Price;

/// One row of `package`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Package of goods that households order, by its code.
    pub package: String,
    /// Name people use.
    pub name: String,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Free text.
    pub note: String,
}

/// The columns of `package`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Package, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Price, Kind::Price).expected().unsigned(),
    field(Column::Enterprise, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Package {
    const TABLE: Table = Table::Package;

    fn from_row(row: &Row) -> Package {
        Package {
            package: row.get(Column::Package),
            name: row.get(Column::Name),
            price: row.get(Column::Price),
            enterprise: row.get(Column::Enterprise),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.package.into(),
            self.name.into(),
            self.price.into(),
            self.enterprise.into(),
            self.note.into(),
        ]
    }
}
