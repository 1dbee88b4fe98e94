//! Table `consignment`: standard boxes from the city to stations, and on to points.
//!
//! Key: `from_site`, `site`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `consignment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// Site that gives.
    pub from_site: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Weight in a weighted rule.
    pub weight: Quantity,
    /// Standard boxes.
    pub boxes: i64,
    /// Boxes that the place can take a day.
    pub boxes_max: Option<i64>,
    /// What is above the capacity.
    pub overload: Option<i64>,
    /// Vehicles that are needed, rounded up.
    pub vehicles_needed: Option<i64>,
    /// Vehicles there are.
    pub vehicles: Option<i64>,
    /// Vehicles that are missing.
    pub vehicle_gap: Option<i64>,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `consignment`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Weight, Kind::Quantity).required(),
    field(Column::Boxes, Kind::Integer).required(),
    field(Column::BoxesMax, Kind::Integer),
    field(Column::Overload, Kind::Integer),
    field(Column::VehiclesNeeded, Kind::Integer),
    field(Column::Vehicles, Kind::Integer),
    field(Column::VehicleGap, Kind::Integer),
    field(Column::Rule, Kind::Text),
];

impl Record for Consignment {
    const TABLE: Table = Table::Consignment;

    fn from_row(row: &Row) -> Consignment {
        Consignment {
            from_site: row.get(Column::FromSite),
            site: row.get(Column::Site),
            weight: row.get(Column::Weight),
            boxes: row.get(Column::Boxes),
            boxes_max: row.get(Column::BoxesMax),
            overload: row.get(Column::Overload),
            vehicles_needed: row.get(Column::VehiclesNeeded),
            vehicles: row.get(Column::Vehicles),
            vehicle_gap: row.get(Column::VehicleGap),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from_site.into(),
            self.site.into(),
            self.weight.into(),
            self.boxes.into(),
            self.boxes_max.into(),
            self.overload.into(),
            self.vehicles_needed.into(),
            self.vehicles.into(),
            self.vehicle_gap.into(),
            self.rule.into(),
        ]
    }
}
