//! Table `reporting`: who has reported a day, in time, late or not at all.
//!
//! Key: `date`, `enterprise`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{ReportStatus, Word};

/// One row of `reporting`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reporting {
    /// The day it happened.
    pub date: Day,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Name people use.
    pub name: String,
    /// How far it has come.
    pub status: ReportStatus,
    /// Last day on which the report is in time.
    pub due_on: Option<Day>,
    /// Day the report came in.
    pub reported_on: Option<Day>,
    /// Day of the newest figures.
    pub last_on: Option<Day>,
    /// Days since the newest figures.
    pub age_days: Option<i64>,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `reporting`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Status, Kind::Word(ReportStatus::CHOICES)).required(),
    field(Column::DueOn, Kind::Day).expected(),
    field(Column::ReportedOn, Kind::Day),
    field(Column::LastOn, Kind::Day),
    field(Column::AgeDays, Kind::Integer),
    field(Column::Rule, Kind::Text),
];

impl Record for Reporting {
    const TABLE: Table = Table::Reporting;

    fn from_row(row: &Row) -> Reporting {
        Reporting {
            date: row.get(Column::Date),
            enterprise: row.get(Column::Enterprise),
            name: row.get(Column::Name),
            status: row.get(Column::Status),
            due_on: row.get(Column::DueOn),
            reported_on: row.get(Column::ReportedOn),
            last_on: row.get(Column::LastOn),
            age_days: row.get(Column::AgeDays),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.enterprise.into(),
            self.name.into(),
            self.status.into(),
            self.due_on.into(),
            self.reported_on.into(),
            self.last_on.into(),
            self.age_days.into(),
            self.rule.into(),
        ]
    }
}
