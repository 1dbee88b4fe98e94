//! Table `cycle`: households whose order or telephone call is due.
//!
//! Key: `kind`, `household`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{CycleKind, Word};

/// One row of `cycle`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// What kind of row it is.
    pub kind: CycleKind,
    /// Household, by its number.
    pub household: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Special need of the household: empty_nest_elderly, bedridden, other_hardship.
    pub group: String,
    /// Day it was last done; blank where there is no record.
    pub last_done: Option<Day>,
    /// Day on which it is due again.
    pub next_due: Option<Day>,
    /// Days since it was due; 0 on the day itself.
    pub overdue_days: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `cycle`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Kind, Kind::Word(CycleKind::CHOICES))
        .key()
        .required(),
    field(Column::Household, Kind::Text).key().required(),
    field(Column::Site, Kind::Text),
    field(Column::Group, Kind::Text),
    field(Column::LastDone, Kind::Day),
    field(Column::NextDue, Kind::Day),
    field(Column::OverdueDays, Kind::Integer),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Cycle {
    const TABLE: Table = Table::Cycle;

    fn from_row(row: &Row) -> Cycle {
        Cycle {
            kind: row.get(Column::Kind),
            household: row.get(Column::Household),
            site: row.get(Column::Site),
            group: row.get(Column::Group),
            last_done: row.get(Column::LastDone),
            next_due: row.get(Column::NextDue),
            overdue_days: row.get(Column::OverdueDays),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.kind.into(),
            self.household.into(),
            self.site.into(),
            self.group.into(),
            self.last_done.into(),
            self.next_due.into(),
            self.overdue_days.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
