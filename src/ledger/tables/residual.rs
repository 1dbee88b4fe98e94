//! Table `residual`: lots that no institution takes.
//!
//! Key: `plan`, `site`, `item`, `lot`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Money, Quantity};

/// One row of `residual`.
#[derive(Debug, Clone, PartialEq)]
pub struct Residual {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<Money>,
    /// Who answers for it.
    pub liable: String,
}

/// The columns of `residual`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Value, Kind::Money),
    field(Column::Liable, Kind::Text).expected(),
];

impl Record for Residual {
    const TABLE: Table = Table::Residual;

    fn from_row(row: &Row) -> Residual {
        Residual {
            plan: row.get(Column::Plan),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            value: row.get(Column::Value),
            liable: row.get(Column::Liable),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.value.into(),
            self.liable.into(),
        ]
    }
}
