//! Table `finding`: what a check found.
//!
//! Key: `code`, `file`, `line`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Severity, Word};

/// One row of `finding`.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Word that names the check.
    pub code: String,
    /// File it was found in.
    pub file: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Notice, warning or error.
    pub severity: Severity,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Amount in yuan, or the value the rule looked at.
    pub value: String,
    /// Value that was expected.
    pub expected: String,
    /// What was found.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl Finding {
    /// What a check found, where nothing is known of its place, goods and figures.
    pub fn new(code: impl Into<String>, severity: Severity, message: impl Into<String>) -> Finding {
        Finding {
            code: code.into(),
            file: String::new(),
            line: String::new(),
            severity,
            site: String::new(),
            item: String::new(),
            lot: String::new(),
            value: String::new(),
            expected: String::new(),
            message: message.into(),
            hint: String::new(),
        }
    }
}

/// The columns of `finding`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Code, Kind::Text).key().required(),
    field(Column::File, Kind::Text).key(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Severity, Kind::Word(Severity::CHOICES)).required(),
    field(Column::Site, Kind::Text),
    field(Column::Item, Kind::Text),
    field(Column::Lot, Kind::Text),
    field(Column::Value, Kind::Text),
    field(Column::Expected, Kind::Text),
    field(Column::Message, Kind::Text).required(),
    field(Column::Hint, Kind::Text),
];

impl Record for Finding {
    const TABLE: Table = Table::Finding;

    fn from_row(row: &Row) -> Finding {
        Finding {
            code: row.get(Column::Code),
            file: row.get(Column::File),
            line: row.get(Column::Line),
            severity: row.get(Column::Severity),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            value: row.get(Column::Value),
            expected: row.get(Column::Expected),
            message: row.get(Column::Message),
            hint: row.get(Column::Hint),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.code.into(),
            self.file.into(),
            self.line.into(),
            self.severity.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.value.into(),
            self.expected.into(),
            self.message.into(),
            self.hint.into(),
        ]
    }
}
