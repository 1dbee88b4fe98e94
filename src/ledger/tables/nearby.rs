//! Table `nearby`: sites around a key site.
//!
//! Key: `site`, `place`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `nearby`.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearby {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Where it is now.
    pub place: String,
    /// Name people use.
    pub name: String,
    /// Km between giver and receiver.
    pub distance: Option<f64>,
    /// Whether it lies within the radius.
    pub within: Option<bool>,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `nearby`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Place, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Distance, Kind::Ratio),
    field(Column::Within, Kind::Truth),
    field(Column::Rule, Kind::Text),
];

impl Record for Nearby {
    const TABLE: Table = Table::Nearby;

    fn from_row(row: &Row) -> Nearby {
        Nearby {
            site: row.get(Column::Site),
            place: row.get(Column::Place),
            name: row.get(Column::Name),
            distance: row.get(Column::Distance),
            within: row.get(Column::Within),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.place.into(),
            self.name.into(),
            self.distance.into(),
            self.within.into(),
            self.rule.into(),
        ]
    }
}
