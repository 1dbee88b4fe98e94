//! Table `call`: telephone calls to households with special needs.
//!
//! Key: `household`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `call`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Household, by its number.
    pub household: String,
    /// The day it happened.
    pub date: Day,
    /// Who handled it, by role.
    pub handler: String,
    /// How it ended.
    pub result: String,
}

/// The columns of `call`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Household, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Handler, Kind::Text).expected(),
    field(Column::Result, Kind::Text),
];

impl Record for Call {
    const TABLE: Table = Table::Call;

    fn from_row(row: &Row) -> Call {
        Call {
            household: row.get(Column::Household),
            date: row.get(Column::Date),
            handler: row.get(Column::Handler),
            result: row.get(Column::Result),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.household.into(),
            self.date.into(),
            self.handler.into(),
            self.result.into(),
        ]
    }
}
