//! Table `staff`: posts of a site.
//!
//! Key: `site`, `role`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Duty, Word};
use crate::quantity::Quantity;

/// One row of `staff`.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// What the staff do.
    pub role: String,
    /// How many people.
    pub headcount: Quantity,
    /// First line (in contact with risk) or second line.
    pub duty: Option<Duty>,
}

/// The columns of `staff`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Role, Kind::Text).key().required(),
    field(Column::Headcount, Kind::Quantity)
        .required()
        .unsigned(),
    field(Column::Duty, Kind::Word(Duty::CHOICES)),
];

impl Record for Staff {
    const TABLE: Table = Table::Staff;

    fn from_row(row: &Row) -> Staff {
        Staff {
            site: row.get(Column::Site),
            role: row.get(Column::Role),
            headcount: row.get(Column::Headcount),
            duty: row.get(Column::Duty),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.role.into(),
            self.headcount.into(),
            self.duty.into(),
        ]
    }
}
