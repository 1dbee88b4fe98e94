//! Table `budget`: money set aside for purchases.
//!
//! Key: `scope`, `from`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `budget`.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// The site whose purchases it pays for, with all below it; `*` for all.
    pub scope: String,
    /// First day on which it may be spent.
    pub from: Option<Day>,
    /// Last day on which it may be spent.
    pub to: Option<Day>,
    /// Money set aside, yuan.
    pub budget: Money,
    /// Where it is from.
    pub source: String,
}

/// The columns of `budget`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::From, Kind::Day).key(),
    field(Column::To, Kind::Day),
    field(Column::Budget, Kind::Money).required().unsigned(),
    field(Column::Source, Kind::Text),
];

impl Record for Budget {
    const TABLE: Table = Table::Budget;

    fn from_row(row: &Row) -> Budget {
        Budget {
            scope: row.get(Column::Scope),
            from: row.get(Column::From),
            to: row.get(Column::To),
            budget: row.get(Column::Budget),
            source: row.get(Column::Source),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.scope.into(),
            self.from.into(),
            self.to.into(),
            self.budget.into(),
            self.source.into(),
        ]
    }
}
