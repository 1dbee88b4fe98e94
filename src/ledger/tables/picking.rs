//! Table `picking`: packages to put together, by supplier and compound.
//!
//! Key: `enterprise`, `site`, `package`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Money, Quantity};

/// One row of `picking`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picking {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Package of goods that households order, by its code.
    pub package: String,
    /// How many households.
    pub households: i64,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// What the quantity costs, yuan.
    pub amount: Option<Money>,
}

/// The columns of `picking`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Package, Kind::Text).key().required(),
    field(Column::Households, Kind::Integer).required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Amount, Kind::Money),
];

impl Record for Picking {
    const TABLE: Table = Table::Picking;

    fn from_row(row: &Row) -> Picking {
        Picking {
            enterprise: row.get(Column::Enterprise),
            site: row.get(Column::Site),
            package: row.get(Column::Package),
            households: row.get(Column::Households),
            qty: row.get(Column::Qty),
            amount: row.get(Column::Amount),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.site.into(),
            self.package.into(),
            self.households.into(),
            self.qty.into(),
            self.amount.into(),
        ]
    }
}
