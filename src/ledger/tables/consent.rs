//! Table `consent`: whether those who are to give agreed.
//!
//! Key: `from_site`, `item`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `consent`.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// Site that gives.
    pub from_site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Whether they agreed.
    pub agreed: bool,
    /// Who approved it, by role.
    pub approver: String,
    /// Free text.
    pub note: String,
}

/// The columns of `consent`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Date, Kind::Day).key(),
    field(Column::Agreed, Kind::Truth).required(),
    field(Column::Approver, Kind::Text),
    field(Column::Note, Kind::Text),
];

impl Record for Consent {
    const TABLE: Table = Table::Consent;

    fn from_row(row: &Row) -> Consent {
        Consent {
            from_site: row.get(Column::FromSite),
            item: row.get(Column::Item),
            date: row.get(Column::Date),
            agreed: row.get(Column::Agreed),
            approver: row.get(Column::Approver),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from_site.into(),
            self.item.into(),
            self.date.into(),
            self.agreed.into(),
            self.approver.into(),
            self.note.into(),
        ]
    }
}
