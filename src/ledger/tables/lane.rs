//! Table `lane`: what lies between two sites: way, time, cost, and whether it is closed.
//!
//! Key: `from_site`, `site`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Price;

/// One row of `lane`.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Site that gives.
    pub from_site: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Km between giver and receiver.
    pub distance: Option<f64>,
    /// Hours on the way.
    pub hours: Option<f64>,
    /// Transport cost, yuan.
    pub freight: Option<Price>,
    /// Whether nothing can pass.
    pub closed: Option<bool>,
    /// Free text.
    pub note: String,
}

impl Lane {
    /// The lane from one site to another along which nothing can pass.
    pub fn shut(from_site: &str, site: &str) -> Lane {
        Lane {
            from_site: from_site.to_owned(),
            site: site.to_owned(),
            distance: None,
            hours: None,
            freight: None,
            closed: Some(true),
            note: String::new(),
        }
    }
}

/// The columns of `lane`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Distance, Kind::Ratio).unsigned(),
    field(Column::Hours, Kind::Ratio).unsigned(),
    field(Column::Freight, Kind::Price).unsigned(),
    field(Column::Closed, Kind::Truth),
    field(Column::Note, Kind::Text),
];

impl Record for Lane {
    const TABLE: Table = Table::Lane;

    fn from_row(row: &Row) -> Lane {
        Lane {
            from_site: row.get(Column::FromSite),
            site: row.get(Column::Site),
            distance: row.get(Column::Distance),
            hours: row.get(Column::Hours),
            freight: row.get(Column::Freight),
            closed: row.get(Column::Closed),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from_site.into(),
            self.site.into(),
            self.distance.into(),
            self.hours.into(),
            self.freight.into(),
            self.closed.into(),
            self.note.into(),
        ]
    }
}
