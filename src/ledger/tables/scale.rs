//! Table `scale`: reserve scale by item, as planned and after write-offs.
//!
//! Key: `scope`, `item`, `from`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `scale`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The site, class or area it applies to.
    pub scope: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// First day of the window.
    pub from: Option<Day>,
    /// Planned scale, in base units.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// The day the figures stand for.
    pub as_of: Option<Day>,
    /// Written off since then, in base units.
    pub reduced: Option<Quantity>,
    /// Reserve scale after write-offs, in base units.
    pub scale_left: Option<Quantity>,
    /// Id of the rule that decided.
    pub rule: String,
    /// Free text.
    pub note: String,
}

/// The columns of `scale`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::From, Kind::Day).key(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::AsOf, Kind::Day),
    field(Column::Reduced, Kind::Quantity),
    field(Column::ScaleLeft, Kind::Quantity),
    field(Column::Rule, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Scale {
    const TABLE: Table = Table::Scale;

    fn from_row(row: &Row) -> Scale {
        Scale {
            scope: row.get(Column::Scope),
            item: row.get(Column::Item),
            from: row.get(Column::From),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            as_of: row.get(Column::AsOf),
            reduced: row.get(Column::Reduced),
            scale_left: row.get(Column::ScaleLeft),
            rule: row.get(Column::Rule),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.scope.into(),
            self.item.into(),
            self.from.into(),
            self.qty.into(),
            self.unit.into(),
            self.as_of.into(),
            self.reduced.into(),
            self.scale_left.into(),
            self.rule.into(),
            self.note.into(),
        ]
    }
}
