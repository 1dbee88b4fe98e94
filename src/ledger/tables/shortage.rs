//! Table `shortage`: how scarce each item is that is asked for.
//!
//! Key: `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{ShortageGrade, Word};
use crate::quantity::Quantity;

/// One row of `shortage`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The day the figures stand for.
    pub as_of: Day,
    /// Balance less expired, held and reserved.
    pub available: Quantity,
    /// Quantity asked for.
    pub requested: Quantity,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// Whole days fully met, first expiry first.
    pub cover_days: Option<i64>,
    /// Grade of protection (high, general), or grade of an alert.
    pub grade: ShortageGrade,
    /// What to do about it.
    pub action: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `shortage`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Item, Kind::Text).key().required(),
    field(Column::AsOf, Kind::Day).required(),
    field(Column::Available, Kind::Quantity).required(),
    field(Column::Requested, Kind::Quantity).required(),
    field(Column::Rate, Kind::Quantity),
    field(Column::CoverDays, Kind::Integer),
    field(Column::Grade, Kind::Word(ShortageGrade::CHOICES)).required(),
    field(Column::Action, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Shortage {
    const TABLE: Table = Table::Shortage;

    fn from_row(row: &Row) -> Shortage {
        Shortage {
            item: row.get(Column::Item),
            as_of: row.get(Column::AsOf),
            available: row.get(Column::Available),
            requested: row.get(Column::Requested),
            rate: row.get(Column::Rate),
            cover_days: row.get(Column::CoverDays),
            grade: row.get(Column::Grade),
            action: row.get(Column::Action),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.item.into(),
            self.as_of.into(),
            self.available.into(),
            self.requested.into(),
            self.rate.into(),
            self.cover_days.into(),
            self.grade.into(),
            self.action.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
