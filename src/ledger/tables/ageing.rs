//! Table `ageing`: unpaid bills by how late they are.
//!
//! Key: `as_of`, `payer`, `payee`, `bucket`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `ageing`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ageing {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Who pays; `none` where nobody does.
    pub payer: String,
    /// Who is paid.
    pub payee: String,
    /// How late it is: not_due, a span of days such as 1-30, or total.
    pub bucket: String,
    /// What is not paid of it, yuan.
    pub unpaid: Money,
    /// How many rows were added up.
    pub rows: Option<i64>,
}

/// The columns of `ageing`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Payer, Kind::Text).key(),
    field(Column::Payee, Kind::Text).key(),
    field(Column::Bucket, Kind::Text).key().required(),
    field(Column::Unpaid, Kind::Money).required(),
    field(Column::Rows, Kind::Integer),
];

impl Record for Ageing {
    const TABLE: Table = Table::Ageing;

    fn from_row(row: &Row) -> Ageing {
        Ageing {
            as_of: row.get(Column::AsOf),
            payer: row.get(Column::Payer),
            payee: row.get(Column::Payee),
            bucket: row.get(Column::Bucket),
            unpaid: row.get(Column::Unpaid),
            rows: row.get(Column::Rows),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.payer.into(),
            self.payee.into(),
            self.bucket.into(),
            self.unpaid.into(),
            self.rows.into(),
        ]
    }
}
