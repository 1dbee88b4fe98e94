//! Table `burn`: daily use of one item at one site, with its window.
//!
//! Key: `as_of`, `site`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `burn`.
#[derive(Debug, Clone, PartialEq)]
pub struct Burn {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// How the figure was worked out.
    pub method: String,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// Days in the window.
    pub days: Option<i64>,
    /// Days of the window on which nothing was available.
    pub days_out: Option<i64>,
    /// Quantity used up.
    pub used: Option<Quantity>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `burn`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Rate, Kind::Quantity).expected(),
    field(Column::Method, Kind::Text),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Days, Kind::Integer),
    field(Column::DaysOut, Kind::Integer),
    field(Column::Used, Kind::Quantity),
    field(Column::Reason, Kind::Text),
];

impl Record for Burn {
    const TABLE: Table = Table::Burn;

    fn from_row(row: &Row) -> Burn {
        Burn {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            rate: row.get(Column::Rate),
            method: row.get(Column::Method),
            from: row.get(Column::From),
            to: row.get(Column::To),
            days: row.get(Column::Days),
            days_out: row.get(Column::DaysOut),
            used: row.get(Column::Used),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.rate.into(),
            self.method.into(),
            self.from.into(),
            self.to.into(),
            self.days.into(),
            self.days_out.into(),
            self.used.into(),
            self.reason.into(),
        ]
    }
}
