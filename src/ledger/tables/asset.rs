//! Table `asset`: durable goods, each where it is and who has it.
//!
//! Key: `as_of`, `item`, `lot`, `site`, `assigned_to`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `asset`.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// The store that keeps it, or gave it out, by its code.
    pub site: String,
    /// Who it was given out to; empty in store.
    pub assigned_to: String,
    /// Where it is now.
    pub place: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Day it was given out for use.
    pub service_date: Option<Day>,
}

/// The columns of `asset`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::AssignedTo, Kind::Text).key(),
    field(Column::Place, Kind::Text).expected(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::ServiceDate, Kind::Day),
];

impl Record for Asset {
    const TABLE: Table = Table::Asset;

    fn from_row(row: &Row) -> Asset {
        Asset {
            as_of: row.get(Column::AsOf),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            site: row.get(Column::Site),
            assigned_to: row.get(Column::AssignedTo),
            place: row.get(Column::Place),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            service_date: row.get(Column::ServiceDate),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.item.into(),
            self.lot.into(),
            self.site.into(),
            self.assigned_to.into(),
            self.place.into(),
            self.qty.into(),
            self.unit.into(),
            self.service_date.into(),
        ]
    }
}
