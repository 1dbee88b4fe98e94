//! Table `people`: how many people of one need live at a site or pass it.
//!
//! Key: `site`, `cohort`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `people`.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// People with the same need: household, visitor, patients of one disease.
    pub cohort: String,
    /// How many people; of cohort `household`, how many households.
    pub headcount: Quantity,
    /// Where it is from.
    pub source: String,
}

/// The columns of `people`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Cohort, Kind::Text).key().required(),
    field(Column::Headcount, Kind::Quantity)
        .required()
        .unsigned(),
    field(Column::Source, Kind::Text),
];

impl Record for People {
    const TABLE: Table = Table::People;

    fn from_row(row: &Row) -> People {
        People {
            site: row.get(Column::Site),
            cohort: row.get(Column::Cohort),
            headcount: row.get(Column::Headcount),
            source: row.get(Column::Source),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.cohort.into(),
            self.headcount.into(),
            self.source.into(),
        ]
    }
}
