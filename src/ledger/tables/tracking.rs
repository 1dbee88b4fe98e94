//! Table `tracking`: how far institutions are in using up what expires.
//!
//! Key: `as_of`, `plan`, `institution`, `item`, `lot`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Pace, Word};
use crate::quantity::Quantity;

/// One row of `pace`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracking {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Id of the plan; empty where no plan gives the lot to the institution.
    pub plan: String,
    /// Institution that takes the lot.
    pub institution: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// Day by which it must be used up.
    pub use_by: Option<Day>,
    /// Days to the day by which it must be used up; 0 on that day.
    pub days_left: Option<i64>,
    /// Quantity that the plan gives.
    pub planned: Option<Quantity>,
    /// Quantity received.
    pub received: Option<Quantity>,
    /// Quantity used up.
    pub used: Option<Quantity>,
    /// Quantity still to be used up.
    pub left: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// Base units a day at the present pace.
    pub rate: Option<Quantity>,
    /// Quantity a day needed from now on to use it up in time, with what comes before it.
    pub per_day: Option<Quantity>,
    /// Last day to begin using it at the present rate.
    pub start_by: Option<Day>,
    /// What will be left over at the present rate.
    pub waste_qty: Option<Quantity>,
    /// Whether the lot will be used up in time.
    pub verdict: Pace,
    /// Who answers for it.
    pub liable: String,
    /// Why a figure is missing.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `pace`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Plan, Kind::Text).key(),
    field(Column::Institution, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Expiry, Kind::Expiry),
    field(Column::UseBy, Kind::Day),
    field(Column::DaysLeft, Kind::Integer),
    field(Column::Planned, Kind::Quantity),
    field(Column::Received, Kind::Quantity),
    field(Column::Used, Kind::Quantity),
    field(Column::Left, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Rate, Kind::Quantity),
    field(Column::PerDay, Kind::Quantity),
    field(Column::StartBy, Kind::Day),
    field(Column::WasteQty, Kind::Quantity),
    field(Column::Verdict, Kind::Word(Pace::CHOICES)).required(),
    field(Column::Liable, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Tracking {
    const TABLE: Table = Table::Tracking;

    fn from_row(row: &Row) -> Tracking {
        Tracking {
            as_of: row.get(Column::AsOf),
            plan: row.get(Column::Plan),
            institution: row.get(Column::Institution),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            expiry: row.get(Column::Expiry),
            use_by: row.get(Column::UseBy),
            days_left: row.get(Column::DaysLeft),
            planned: row.get(Column::Planned),
            received: row.get(Column::Received),
            used: row.get(Column::Used),
            left: row.get(Column::Left),
            unit: row.get(Column::Unit),
            rate: row.get(Column::Rate),
            per_day: row.get(Column::PerDay),
            start_by: row.get(Column::StartBy),
            waste_qty: row.get(Column::WasteQty),
            verdict: row.get(Column::Verdict),
            liable: row.get(Column::Liable),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.plan.into(),
            self.institution.into(),
            self.item.into(),
            self.lot.into(),
            self.expiry.into(),
            self.use_by.into(),
            self.days_left.into(),
            self.planned.into(),
            self.received.into(),
            self.used.into(),
            self.left.into(),
            self.unit.into(),
            self.rate.into(),
            self.per_day.into(),
            self.start_by.into(),
            self.waste_qty.into(),
            self.verdict.into(),
            self.liable.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
