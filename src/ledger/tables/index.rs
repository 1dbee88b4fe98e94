//! Table `index`: price indices of a category, period by period.
//!
//! Key: `date`, `scope`, `kind`, `unit`, `method`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};

/// One row of `index`.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// First day of the period.
    pub date: Day,
    /// The category; `*` for everything quoted.
    pub scope: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// Formula of the index.
    pub method: String,
    /// The index; 1 in the base period.
    pub value: Option<f64>,
    /// Change to the period before.
    pub prev: Option<f64>,
    /// First day of the base period.
    pub from: Option<Day>,
    /// How many items the figure compares.
    pub items: Option<i64>,
    /// Items without a price that carry the mean change of their class.
    pub imputed: Option<i64>,
    /// Items that have no price for too long, and no part in the figure.
    pub dropped: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `index`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)).key(),
    field(Column::Unit, Kind::Text).key(),
    field(Column::Method, Kind::Text).key().required(),
    field(Column::Value, Kind::Ratio).expected(),
    field(Column::Prev, Kind::Ratio),
    field(Column::From, Kind::Day),
    field(Column::Items, Kind::Integer),
    field(Column::Imputed, Kind::Integer),
    field(Column::Dropped, Kind::Integer),
    field(Column::Reason, Kind::Text),
];

impl Record for Index {
    const TABLE: Table = Table::Index;

    fn from_row(row: &Row) -> Index {
        Index {
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            method: row.get(Column::Method),
            value: row.get(Column::Value),
            prev: row.get(Column::Prev),
            from: row.get(Column::From),
            items: row.get(Column::Items),
            imputed: row.get(Column::Imputed),
            dropped: row.get(Column::Dropped),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.scope.into(),
            self.kind.into(),
            self.unit.into(),
            self.method.into(),
            self.value.into(),
            self.prev.into(),
            self.from.into(),
            self.items.into(),
            self.imputed.into(),
            self.dropped.into(),
            self.reason.into(),
        ]
    }
}
