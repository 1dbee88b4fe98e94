//! Table `backlog`: what becomes of orders when they multiply and few come to deliver them.
//!
//! Key: `scenario`, `events`, `site`, `order_times`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `backlog`.
#[derive(Debug, Clone, PartialEq)]
pub struct Backlog {
    /// A drill from a file, by its id.
    pub scenario: String,
    /// The events of the scenario that changed the row, in the order of the file.
    pub events: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Orders as a multiple of the usual ones.
    pub order_times: Quantity,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// How many orders.
    pub orders: i64,
    /// People at work on delivery.
    pub workers: i64,
    /// Quantity that can be made a day.
    pub capacity: i64,
    /// How many times the usual work each one at work has.
    pub load: Option<Quantity>,
    /// Orders that are not delivered at the end of the day.
    pub backlog: Option<i64>,
    /// Whole days of work in the backlog, rounded up.
    pub backlog_days: Option<i64>,
    /// How many more would have to deliver so that nothing waits.
    pub staff_gap: Option<i64>,
    /// Vehicles there are.
    pub vehicles: Option<i64>,
    /// Vehicles that are missing.
    pub vehicle_gap: Option<i64>,
    /// Id of the rule that decided.
    pub rule: String,
    /// The terms that add up to the quantity.
    pub terms: String,
}

/// The columns of `backlog`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Scenario, Kind::Text).key().required(),
    field(Column::Events, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key(),
    field(Column::OrderTimes, Kind::Quantity).key().required(),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Orders, Kind::Integer).required(),
    field(Column::Workers, Kind::Integer).required(),
    field(Column::Capacity, Kind::Integer).required(),
    field(Column::Load, Kind::Quantity),
    field(Column::Backlog, Kind::Integer).expected(),
    field(Column::BacklogDays, Kind::Integer),
    field(Column::StaffGap, Kind::Integer),
    field(Column::Vehicles, Kind::Integer),
    field(Column::VehicleGap, Kind::Integer),
    field(Column::Rule, Kind::Text),
    field(Column::Terms, Kind::Text),
];

impl Record for Backlog {
    const TABLE: Table = Table::Backlog;

    fn from_row(row: &Row) -> Backlog {
        Backlog {
            scenario: row.get(Column::Scenario),
            events: row.get(Column::Events),
            site: row.get(Column::Site),
            order_times: row.get(Column::OrderTimes),
            from: row.get(Column::From),
            to: row.get(Column::To),
            orders: row.get(Column::Orders),
            workers: row.get(Column::Workers),
            capacity: row.get(Column::Capacity),
            load: row.get(Column::Load),
            backlog: row.get(Column::Backlog),
            backlog_days: row.get(Column::BacklogDays),
            staff_gap: row.get(Column::StaffGap),
            vehicles: row.get(Column::Vehicles),
            vehicle_gap: row.get(Column::VehicleGap),
            rule: row.get(Column::Rule),
            terms: row.get(Column::Terms),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.scenario.into(),
            self.events.into(),
            self.site.into(),
            self.order_times.into(),
            self.from.into(),
            self.to.into(),
            self.orders.into(),
            self.workers.into(),
            self.capacity.into(),
            self.load.into(),
            self.backlog.into(),
            self.backlog_days.into(),
            self.staff_gap.into(),
            self.vehicles.into(),
            self.vehicle_gap.into(),
            self.rule.into(),
            self.terms.into(),
        ]
    }
}
