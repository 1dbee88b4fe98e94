//! Table `freight`: freight of deliveries, as it was paid.
//!
//! Key: `doc`, `from_site`, `site`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `freight`.
#[derive(Debug, Clone, PartialEq)]
pub struct Freight {
    /// Document of the delivery.
    pub doc: String,
    /// Site that gives.
    pub from_site: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Transport cost, yuan.
    pub freight: Money,
    /// The day it happened.
    pub date: Option<Day>,
    /// Who is paid.
    pub payee: String,
    /// Free text.
    pub note: String,
}

/// The columns of `freight`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key().required(),
    field(Column::FromSite, Kind::Text).key(),
    field(Column::Site, Kind::Text).key(),
    field(Column::Freight, Kind::Money).required().unsigned(),
    field(Column::Date, Kind::Day),
    field(Column::Payee, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Freight {
    const TABLE: Table = Table::Freight;

    fn from_row(row: &Row) -> Freight {
        Freight {
            doc: row.get(Column::Doc),
            from_site: row.get(Column::FromSite),
            site: row.get(Column::Site),
            freight: row.get(Column::Freight),
            date: row.get(Column::Date),
            payee: row.get(Column::Payee),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.from_site.into(),
            self.site.into(),
            self.freight.into(),
            self.date.into(),
            self.payee.into(),
            self.note.into(),
        ]
    }
}
