//! Table `kit`: what belongs to a set that is only of use together.
//!
//! Key: `kit`, `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `kit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Kit {
    /// A set of goods that is only of use together.
    pub kit: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity of it in one set, in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Free text.
    pub note: String,
}

/// The columns of `kit`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Kit, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Kit {
    const TABLE: Table = Table::Kit;

    fn from_row(row: &Row) -> Kit {
        Kit {
            kit: row.get(Column::Kit),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.kit.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.note.into(),
        ]
    }
}
