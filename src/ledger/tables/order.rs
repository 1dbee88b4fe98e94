//! Table `order`: packages that households order.
//!
//! Key: `order`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `order`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Order of a household.
    pub order: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Household, by its number.
    pub household: String,
    /// Package of goods that households order, by its code.
    pub package: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// Whether it is paid.
    pub paid: Option<bool>,
    /// Day of payment.
    pub paid_on: Option<Day>,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Building of the compound.
    pub building: String,
    /// Entrance of the building.
    pub entrance: String,
    /// Door within the entrance; personal, masked unless it is asked for.
    pub door: String,
    /// Name people use.
    pub name: String,
    /// Telephone; personal, masked unless it is asked for.
    pub phone: String,
    /// Free text.
    pub note: String,
}

/// The columns of `order`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Order, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Household, Kind::Text).required(),
    field(Column::Package, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Paid, Kind::Truth),
    field(Column::PaidOn, Kind::Day),
    field(Column::Enterprise, Kind::Text),
    field(Column::Site, Kind::Text),
    field(Column::Building, Kind::Text),
    field(Column::Entrance, Kind::Text),
    field(Column::Door, Kind::Text),
    field(Column::Name, Kind::Text),
    field(Column::Phone, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Order {
    const TABLE: Table = Table::Order;

    fn from_row(row: &Row) -> Order {
        Order {
            order: row.get(Column::Order),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            household: row.get(Column::Household),
            package: row.get(Column::Package),
            qty: row.get(Column::Qty),
            paid: row.get(Column::Paid),
            paid_on: row.get(Column::PaidOn),
            enterprise: row.get(Column::Enterprise),
            site: row.get(Column::Site),
            building: row.get(Column::Building),
            entrance: row.get(Column::Entrance),
            door: row.get(Column::Door),
            name: row.get(Column::Name),
            phone: row.get(Column::Phone),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.order.into(),
            self.line.into(),
            self.date.into(),
            self.household.into(),
            self.package.into(),
            self.qty.into(),
            self.paid.into(),
            self.paid_on.into(),
            self.enterprise.into(),
            self.site.into(),
            self.building.into(),
            self.entrance.into(),
            self.door.into(),
            self.name.into(),
            self.phone.into(),
            self.note.into(),
        ]
    }
}
