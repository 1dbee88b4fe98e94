//! Table `enterprise`: register of enterprises: producers, carriers, those that must report.
//!
//! Key: `enterprise`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};

/// One row of `enterprise`.
#[derive(Debug, Clone, PartialEq)]
pub struct Enterprise {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Name people use.
    pub name: String,
    /// `;` list of what it is: designated_producer, capacity_reserve, carrier, sample_enterprise.
    pub class: String,
    /// Its store in table `site`, where entrusted goods lie.
    pub site: String,
    /// Whether it must report each day.
    pub reports: Option<bool>,
    /// First day in the register.
    pub from: Option<Day>,
    /// Last day in the register.
    pub to: Option<Day>,
    /// Free text.
    pub note: String,
}

/// The columns of `enterprise`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Name, Kind::Text),
    field(Column::Class, Kind::Text).required(),
    field(Column::Site, Kind::Text),
    field(Column::Reports, Kind::Truth).expected(),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Note, Kind::Text),
];

impl Record for Enterprise {
    const TABLE: Table = Table::Enterprise;

    fn from_row(row: &Row) -> Enterprise {
        Enterprise {
            enterprise: row.get(Column::Enterprise),
            name: row.get(Column::Name),
            class: row.get(Column::Class),
            site: row.get(Column::Site),
            reports: row.get(Column::Reports),
            from: row.get(Column::From),
            to: row.get(Column::To),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.name.into(),
            self.class.into(),
            self.site.into(),
            self.reports.into(),
            self.from.into(),
            self.to.into(),
            self.note.into(),
        ]
    }
}
