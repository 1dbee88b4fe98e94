//! Table `breach`: breaches of agreements on record, and what was done about them.
//!
//! Key: `date`, `enterprise`, `agreement`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Measure, Word};
use crate::quantity::Money;

/// One row of `breach`.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The day it happened.
    pub date: Day,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Number of the agreement.
    pub agreement: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// What was not kept.
    pub breach: String,
    /// Criticism, clawback or disqualify.
    pub measure: Option<Measure>,
    /// Money recovered, yuan.
    pub recovered: Option<Money>,
    /// Day it was closed.
    pub closed_on: Option<Day>,
    /// Free text.
    pub note: String,
}

/// The columns of `breach`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Agreement, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Breach, Kind::Text).required(),
    field(Column::Measure, Kind::Word(Measure::CHOICES)),
    field(Column::Recovered, Kind::Money).unsigned(),
    field(Column::ClosedOn, Kind::Day),
    field(Column::Note, Kind::Text),
];

impl Record for Breach {
    const TABLE: Table = Table::Breach;

    fn from_row(row: &Row) -> Breach {
        Breach {
            date: row.get(Column::Date),
            enterprise: row.get(Column::Enterprise),
            agreement: row.get(Column::Agreement),
            item: row.get(Column::Item),
            breach: row.get(Column::Breach),
            measure: row.get(Column::Measure),
            recovered: row.get(Column::Recovered),
            closed_on: row.get(Column::ClosedOn),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.enterprise.into(),
            self.agreement.into(),
            self.item.into(),
            self.breach.into(),
            self.measure.into(),
            self.recovered.into(),
            self.closed_on.into(),
            self.note.into(),
        ]
    }
}
