//! Table `demand`: demand list: what is to be there, by kind, spec and quantity.
//!
//! Key: `site`, `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Price, Quantity};

/// One row of `demand`.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Quantity that is to be there.
    pub demand: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Declared priority, 1 first.
    pub priority: Option<i64>,
    /// Stated price, yuan a base unit.
    pub price: Option<Price>,
    /// Approval record.
    pub approval: String,
    /// Free text.
    pub note: String,
}

/// The columns of `demand`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text),
    field(Column::Demand, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Priority, Kind::Integer),
    field(Column::Price, Kind::Price).unsigned(),
    field(Column::Approval, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Demand {
    const TABLE: Table = Table::Demand;

    fn from_row(row: &Row) -> Demand {
        Demand {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            demand: row.get(Column::Demand),
            unit: row.get(Column::Unit),
            priority: row.get(Column::Priority),
            price: row.get(Column::Price),
            approval: row.get(Column::Approval),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.spec.into(),
            self.demand.into(),
            self.unit.into(),
            self.priority.into(),
            self.price.into(),
            self.approval.into(),
            self.note.into(),
        ]
    }
}
