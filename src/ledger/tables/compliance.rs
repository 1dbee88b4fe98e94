//! Table `compliance`: stock of an area against one standard, in one row.
//!
//! Key: `as_of`, `site`, `standard`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Verdict, Word};
use crate::quantity::Quantity;

/// One row of `compliance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Compliance {
    /// The day the figures stand for.
    pub as_of: Day,
    /// The area: a county, or the site itself where it belongs to none.
    pub site: String,
    /// The standard it is held against.
    pub standard: String,
    /// The worst verdict among its rows; empty where none is short and one could not be judged.
    pub verdict: Option<Verdict>,
    /// How many rows of cover it sums up.
    pub rows: i64,
    /// How many of them are short.
    pub short: i64,
    /// How many of them lie within the standard.
    pub within: i64,
    /// How many rows lie above their standard.
    pub above: i64,
    /// How many rows could not be judged.
    pub unjudged: i64,
    /// The item that is worst off.
    pub item: String,
    /// Whole days of that item.
    pub cover_days: Option<i64>,
    /// Quantity missing of that item.
    pub gap: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// Why rows could not be judged, each reason once.
    pub reason: String,
}

/// The columns of `compliance`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Standard, Kind::Text).key().required(),
    field(Column::Verdict, Kind::Word(Verdict::CHOICES)),
    field(Column::Rows, Kind::Integer).required(),
    field(Column::Short, Kind::Integer).required(),
    field(Column::Within, Kind::Integer).required(),
    field(Column::Above, Kind::Integer).required(),
    field(Column::Unjudged, Kind::Integer).required(),
    field(Column::Item, Kind::Text),
    field(Column::CoverDays, Kind::Integer),
    field(Column::Gap, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Reason, Kind::Text),
];

impl Record for Compliance {
    const TABLE: Table = Table::Compliance;

    fn from_row(row: &Row) -> Compliance {
        Compliance {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            standard: row.get(Column::Standard),
            verdict: row.get(Column::Verdict),
            rows: row.get(Column::Rows),
            short: row.get(Column::Short),
            within: row.get(Column::Within),
            above: row.get(Column::Above),
            unjudged: row.get(Column::Unjudged),
            item: row.get(Column::Item),
            cover_days: row.get(Column::CoverDays),
            gap: row.get(Column::Gap),
            unit: row.get(Column::Unit),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.standard.into(),
            self.verdict.into(),
            self.rows.into(),
            self.short.into(),
            self.within.into(),
            self.above.into(),
            self.unjudged.into(),
            self.item.into(),
            self.cover_days.into(),
            self.gap.into(),
            self.unit.into(),
            self.reason.into(),
        ]
    }
}
