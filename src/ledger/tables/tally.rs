//! Table `tally`: complaints, checks, passes and the like, counted by day and kind.
//!
//! Key: `date`, `kind`, `scope`, `subject`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{TallyKind, Word};
use crate::quantity::Money;

/// One row of `tally`.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// The day it happened.
    pub date: Day,
    /// What kind of row it is.
    pub kind: TallyKind,
    /// The site, class or area it applies to.
    pub scope: String,
    /// What it was about.
    pub subject: String,
    /// How many cases, checks, passes or calls.
    pub cases: i64,
    /// How many of them are dealt with.
    pub handled: Option<i64>,
    /// Fines, refunds or goods seized, yuan.
    pub amount: Option<Money>,
    /// Free text.
    pub note: String,
}

/// The columns of `tally`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Kind, Kind::Word(TallyKind::CHOICES))
        .key()
        .required(),
    field(Column::Scope, Kind::Text).key(),
    field(Column::Subject, Kind::Text).key(),
    field(Column::Cases, Kind::Integer).required(),
    field(Column::Handled, Kind::Integer),
    field(Column::Amount, Kind::Money),
    field(Column::Note, Kind::Text),
];

impl Record for Tally {
    const TABLE: Table = Table::Tally;

    fn from_row(row: &Row) -> Tally {
        Tally {
            date: row.get(Column::Date),
            kind: row.get(Column::Kind),
            scope: row.get(Column::Scope),
            subject: row.get(Column::Subject),
            cases: row.get(Column::Cases),
            handled: row.get(Column::Handled),
            amount: row.get(Column::Amount),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.kind.into(),
            self.scope.into(),
            self.subject.into(),
            self.cases.into(),
            self.handled.into(),
            self.amount.into(),
            self.note.into(),
        ]
    }
}
