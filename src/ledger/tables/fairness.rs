//! Table `fairness`: how a plan treats the tiers: part met, days of cover after, change against the plan before.
//!
//! Key: `item`, `tier`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `fairness`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fairness {
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Order of the class served; 1 first.
    pub tier: Option<i64>,
    /// How many request lines.
    pub lines: i64,
    /// Quantity asked for.
    pub requested: Quantity,
    /// Quantity awarded.
    pub given: Quantity,
    /// Quantity asked for and not awarded.
    pub short: Quantity,
    /// Part of what was asked for that is given, 1 for all.
    pub fill: Option<f64>,
    /// Lines that get all they ask for.
    pub full: i64,
    /// Lines that get nothing.
    pub unserved: i64,
    /// Fewest days that a receiver's stock lasts with its award.
    pub cover_min: Option<f64>,
    /// Median of the days that the receivers' stock lasts with their awards.
    pub cover_median: Option<f64>,
    /// Quantity awarded by the plan before.
    pub given_before: Option<Quantity>,
    /// Quantity awarded less that of the plan before.
    pub change_qty: Option<Quantity>,
}

/// The columns of `fairness`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Item, Kind::Text).key(),
    field(Column::Tier, Kind::Integer).key(),
    field(Column::Lines, Kind::Integer).required(),
    field(Column::Requested, Kind::Quantity).required(),
    field(Column::Given, Kind::Quantity).required(),
    field(Column::Short, Kind::Quantity).required(),
    field(Column::Fill, Kind::Ratio),
    field(Column::Full, Kind::Integer).required(),
    field(Column::Unserved, Kind::Integer).required(),
    field(Column::CoverMin, Kind::Ratio),
    field(Column::CoverMedian, Kind::Ratio),
    field(Column::GivenBefore, Kind::Quantity),
    field(Column::ChangeQty, Kind::Quantity),
];

impl Record for Fairness {
    const TABLE: Table = Table::Fairness;

    fn from_row(row: &Row) -> Fairness {
        Fairness {
            item: row.get(Column::Item),
            tier: row.get(Column::Tier),
            lines: row.get(Column::Lines),
            requested: row.get(Column::Requested),
            given: row.get(Column::Given),
            short: row.get(Column::Short),
            fill: row.get(Column::Fill),
            full: row.get(Column::Full),
            unserved: row.get(Column::Unserved),
            cover_min: row.get(Column::CoverMin),
            cover_median: row.get(Column::CoverMedian),
            given_before: row.get(Column::GivenBefore),
            change_qty: row.get(Column::ChangeQty),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.item.into(),
            self.tier.into(),
            self.lines.into(),
            self.requested.into(),
            self.given.into(),
            self.short.into(),
            self.fill.into(),
            self.full.into(),
            self.unserved.into(),
            self.cover_min.into(),
            self.cover_median.into(),
            self.given_before.into(),
            self.change_qty.into(),
        ]
    }
}
