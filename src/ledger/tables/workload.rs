//! Table `workload`: orders against those who deliver them.
//!
//! Key: `site`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `workload`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// How many orders.
    pub orders: i64,
    /// People at work on delivery.
    pub workers: Option<i64>,
    /// Quantity that can be made a day.
    pub capacity: Option<i64>,
    /// Orders that are not delivered at the end of the day.
    pub backlog: Option<i64>,
    /// Whole days of work in the backlog, rounded up.
    pub backlog_days: Option<i64>,
    /// Vehicles that are needed, rounded up.
    pub vehicles_needed: Option<i64>,
    /// Vehicles there are.
    pub vehicles: Option<i64>,
    /// Vehicles that are missing.
    pub vehicle_gap: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `workload`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Orders, Kind::Integer).required(),
    field(Column::Workers, Kind::Integer),
    field(Column::Capacity, Kind::Integer),
    field(Column::Backlog, Kind::Integer),
    field(Column::BacklogDays, Kind::Integer),
    field(Column::VehiclesNeeded, Kind::Integer),
    field(Column::Vehicles, Kind::Integer),
    field(Column::VehicleGap, Kind::Integer),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Workload {
    const TABLE: Table = Table::Workload;

    fn from_row(row: &Row) -> Workload {
        Workload {
            site: row.get(Column::Site),
            orders: row.get(Column::Orders),
            workers: row.get(Column::Workers),
            capacity: row.get(Column::Capacity),
            backlog: row.get(Column::Backlog),
            backlog_days: row.get(Column::BacklogDays),
            vehicles_needed: row.get(Column::VehiclesNeeded),
            vehicles: row.get(Column::Vehicles),
            vehicle_gap: row.get(Column::VehicleGap),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.orders.into(),
            self.workers.into(),
            self.capacity.into(),
            self.backlog.into(),
            self.backlog_days.into(),
            self.vehicles_needed.into(),
            self.vehicles.into(),
            self.vehicle_gap.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
