//! Table `difference`: what differs between the tables of two days.
//!
//! Key: `of_table`, `subject`, `figure`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DifferenceKind, Word};

/// One row of `difference`.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Table that a row of a comparison or report speaks of.
    pub of_table: String,
    /// The row that is explained, by its key.
    pub subject: String,
    /// The column that is explained.
    pub figure: String,
    /// What kind of row it is.
    pub kind: DifferenceKind,
    /// What stood there before.
    pub before: String,
    /// What stands there after.
    pub after: String,
    /// After less before, where both are numbers.
    pub change: String,
}

/// The columns of `difference`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::OfTable, Kind::Text).key().required(),
    field(Column::Subject, Kind::Text).key().required(),
    field(Column::Figure, Kind::Text).key(),
    field(Column::Kind, Kind::Word(DifferenceKind::CHOICES)).required(),
    field(Column::Before, Kind::Text).expected(),
    field(Column::After, Kind::Text).expected(),
    field(Column::Change, Kind::Text),
];

impl Record for Difference {
    const TABLE: Table = Table::Difference;

    fn from_row(row: &Row) -> Difference {
        Difference {
            of_table: row.get(Column::OfTable),
            subject: row.get(Column::Subject),
            figure: row.get(Column::Figure),
            kind: row.get(Column::Kind),
            before: row.get(Column::Before),
            after: row.get(Column::After),
            change: row.get(Column::Change),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.of_table.into(),
            self.subject.into(),
            self.figure.into(),
            self.kind.into(),
            self.before.into(),
            self.after.into(),
            self.change.into(),
        ]
    }
}
