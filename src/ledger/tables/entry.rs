//! Table `entry`: entries of the settlements in the books: debits equal credits.
//!
//! Key: `settlement`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `entry`.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Settlement: one delivery, one who pays.
    pub settlement: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Account that is debited or credited.
    pub account: String,
    /// Who gave or took it.
    pub counterparty: String,
    /// Amount debited, yuan.
    pub debited: Money,
    /// Amount credited, yuan.
    pub credited: Money,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `entry`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Settlement, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key().required(),
    field(Column::Date, Kind::Day),
    field(Column::Account, Kind::Text).required(),
    field(Column::Counterparty, Kind::Text),
    field(Column::Debited, Kind::Money).required(),
    field(Column::Credited, Kind::Money).required(),
    field(Column::Rule, Kind::Text),
];

impl Record for Entry {
    const TABLE: Table = Table::Entry;

    fn from_row(row: &Row) -> Entry {
        Entry {
            settlement: row.get(Column::Settlement),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            account: row.get(Column::Account),
            counterparty: row.get(Column::Counterparty),
            debited: row.get(Column::Debited),
            credited: row.get(Column::Credited),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.settlement.into(),
            self.line.into(),
            self.date.into(),
            self.account.into(),
            self.counterparty.into(),
            self.debited.into(),
            self.credited.into(),
            self.rule.into(),
        ]
    }
}
