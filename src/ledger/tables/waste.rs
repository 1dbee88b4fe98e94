//! Table `waste`: what will expire unused, by month.
//!
//! Key: `month`, `site`, `item`, `lot`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Money, Quantity};

/// One row of `waste`.
#[derive(Debug, Clone, PartialEq)]
pub struct Waste {
    /// Month, or change to the same day of the previous month.
    pub month: String,
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
    /// What of the lot could be picked.
    pub available: Option<Quantity>,
    /// Part of it that will expire before it is used, 1 for all.
    pub waste_rate: Option<f64>,
}

/// The columns of `waste`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Month, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Value, Kind::Money),
    field(Column::Available, Kind::Quantity),
    field(Column::WasteRate, Kind::Ratio),
];

impl Record for Waste {
    const TABLE: Table = Table::Waste;

    fn from_row(row: &Row) -> Waste {
        Waste {
            month: row.get(Column::Month),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            value: row.get(Column::Value),
            available: row.get(Column::Available),
            waste_rate: row.get(Column::WasteRate),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.month.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.value.into(),
            self.available.into(),
            self.waste_rate.into(),
        ]
    }
}
