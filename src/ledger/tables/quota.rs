//! Table `quota`: what came from the level above, and where it went.
//!
//! Key: `site`, `item`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `quota`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity received.
    pub received: Quantity,
    /// What there was and came in otherwise.
    pub own: Quantity,
    /// Quantity handed on.
    pub distributed: Quantity,
    /// Quantity on hold.
    pub held: Quantity,
    /// Quantity that the level above told it to hand on.
    pub task: Option<Quantity>,
    /// Part of the task that is not carried out.
    pub open: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
}

/// The columns of `quota`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Received, Kind::Quantity).required(),
    field(Column::Own, Kind::Quantity).required(),
    field(Column::Distributed, Kind::Quantity).required(),
    field(Column::Held, Kind::Quantity).required(),
    field(Column::Task, Kind::Quantity),
    field(Column::Open, Kind::Quantity),
    field(Column::Unit, Kind::Text),
];

impl Record for Quota {
    const TABLE: Table = Table::Quota;

    fn from_row(row: &Row) -> Quota {
        Quota {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            received: row.get(Column::Received),
            own: row.get(Column::Own),
            distributed: row.get(Column::Distributed),
            held: row.get(Column::Held),
            task: row.get(Column::Task),
            open: row.get(Column::Open),
            unit: row.get(Column::Unit),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.received.into(),
            self.own.into(),
            self.distributed.into(),
            self.held.into(),
            self.task.into(),
            self.open.into(),
            self.unit.into(),
        ]
    }
}
