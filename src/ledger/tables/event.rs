//! Table `event`: response levels, outbreaks and disasters as they were declared.
//!
//! Key: `date`, `scope`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Level, Word};

/// One row of `event`.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The day it happened.
    pub date: Day,
    /// The site, class or area it applies to.
    pub scope: String,
    /// Response level (none, IV, III, II, I), or administrative level of the site.
    pub level: Level,
    /// Whether there is a local outbreak.
    pub outbreak: String,
    /// Whether a disaster begins (yes) or is over (no); blank leaves it as it was.
    pub disaster: Option<bool>,
    /// Where it is from.
    pub source: String,
}

/// The columns of `event`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Level, Kind::Word(Level::CHOICES)).required(),
    field(Column::Outbreak, Kind::Text),
    field(Column::Disaster, Kind::Truth),
    field(Column::Source, Kind::Text),
];

impl Record for Event {
    const TABLE: Table = Table::Event;

    fn from_row(row: &Row) -> Event {
        Event {
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            level: row.get(Column::Level),
            outbreak: row.get(Column::Outbreak),
            disaster: row.get(Column::Disaster),
            source: row.get(Column::Source),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.scope.into(),
            self.level.into(),
            self.outbreak.into(),
            self.disaster.into(),
            self.source.into(),
        ]
    }
}
