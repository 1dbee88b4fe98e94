//! Table `usage`: daily use as the site reported it.
//!
//! Key: `date`, `site`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `usage`.
#[derive(Debug, Clone, PartialEq)]
pub struct Usage {
    /// The day it happened.
    pub date: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity used up.
    pub used: Option<Quantity>,
    /// Quantity received.
    pub received: Option<Quantity>,
    /// Quantity asked for.
    pub requested: Option<Quantity>,
    /// Whether it was out of stock.
    pub stockout: Option<bool>,
    /// Patients on that day.
    pub patients: Option<Quantity>,
}

/// The columns of `usage`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Used, Kind::Quantity).expected().unsigned(),
    field(Column::Received, Kind::Quantity).unsigned(),
    field(Column::Requested, Kind::Quantity).unsigned(),
    field(Column::Stockout, Kind::Truth),
    field(Column::Patients, Kind::Quantity).unsigned(),
];

impl Usage {
    /// A report that says nothing of an item at a site yet.
    pub fn new(date: Day, site: &str, item: &str) -> Usage {
        Usage {
            date,
            site: site.to_owned(),
            item: item.to_owned(),
            used: None,
            received: None,
            requested: None,
            stockout: None,
            patients: None,
        }
    }
}

impl Record for Usage {
    const TABLE: Table = Table::Usage;

    fn from_row(row: &Row) -> Usage {
        Usage {
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            used: row.get(Column::Used),
            received: row.get(Column::Received),
            requested: row.get(Column::Requested),
            stockout: row.get(Column::Stockout),
            patients: row.get(Column::Patients),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.site.into(),
            self.item.into(),
            self.used.into(),
            self.received.into(),
            self.requested.into(),
            self.stockout.into(),
            self.patients.into(),
        ]
    }
}
