//! Table `bulletin`: a report as rows: a row a cell, the same cells in every form.
//!
//! Key: `section`, `block`, `line`, `heading`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `bulletin`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulletin {
    /// Section of a report.
    pub section: String,
    /// Table within a section of a report.
    pub block: String,
    /// Number of the line within the block; 1 first.
    pub line: i64,
    /// Column of a report.
    pub heading: String,
    /// What stands there, as a file holds it.
    pub value: String,
    /// The day the report is for.
    pub date: Option<Day>,
}

/// The columns of `bulletin`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Section, Kind::Text).key().required(),
    field(Column::Block, Kind::Text).key().required(),
    field(Column::Line, Kind::Integer).key().required(),
    field(Column::Heading, Kind::Text).key().required(),
    field(Column::Value, Kind::Text).expected(),
    field(Column::Date, Kind::Day),
];

impl Record for Bulletin {
    const TABLE: Table = Table::Bulletin;

    fn from_row(row: &Row) -> Bulletin {
        Bulletin {
            section: row.get(Column::Section),
            block: row.get(Column::Block),
            line: row.get(Column::Line),
            heading: row.get(Column::Heading),
            value: row.get(Column::Value),
            date: row.get(Column::Date),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.section.into(),
            self.block.into(),
            self.line.into(),
            self.heading.into(),
            self.value.into(),
            self.date.into(),
        ]
    }
}
