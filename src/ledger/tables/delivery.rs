//! Table `delivery`: means of delivery of a station, point or shop.
//!
//! Key: `site`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `delivery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// People at work on delivery.
    pub workers: Option<i64>,
    /// Orders that one of them delivers a day.
    pub per_worker: Option<i64>,
    /// Vehicles there are.
    pub vehicles: Option<i64>,
    /// Boxes or orders in one vehicle.
    pub per_vehicle: Option<i64>,
    /// Trips of one vehicle a day.
    pub trips: Option<i64>,
    /// Boxes that the place can take a day.
    pub boxes_max: Option<i64>,
    /// Orders that are not delivered at the end of the day.
    pub backlog: Option<i64>,
}

/// The columns of `delivery`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Workers, Kind::Integer).expected().unsigned(),
    field(Column::PerWorker, Kind::Integer).unsigned(),
    field(Column::Vehicles, Kind::Integer).expected().unsigned(),
    field(Column::PerVehicle, Kind::Integer).unsigned(),
    field(Column::Trips, Kind::Integer).unsigned(),
    field(Column::BoxesMax, Kind::Integer).unsigned(),
    field(Column::Backlog, Kind::Integer).unsigned(),
];

impl Record for Delivery {
    const TABLE: Table = Table::Delivery;

    fn from_row(row: &Row) -> Delivery {
        Delivery {
            site: row.get(Column::Site),
            workers: row.get(Column::Workers),
            per_worker: row.get(Column::PerWorker),
            vehicles: row.get(Column::Vehicles),
            per_vehicle: row.get(Column::PerVehicle),
            trips: row.get(Column::Trips),
            boxes_max: row.get(Column::BoxesMax),
            backlog: row.get(Column::Backlog),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.workers.into(),
            self.per_worker.into(),
            self.vehicles.into(),
            self.per_vehicle.into(),
            self.trips.into(),
            self.boxes_max.into(),
            self.backlog.into(),
        ]
    }
}
