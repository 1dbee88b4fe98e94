//! Table `carrier`: enterprises that store a reserve, and on what terms.
//!
//! Key: `enterprise`, `item`, `site`, `from`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `carrier`.
#[derive(Debug, Clone, PartialEq)]
pub struct Carrier {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// First day of the term.
    pub from: Option<Day>,
    /// Last day of the term.
    pub to: Option<Day>,
    /// Number of the agreement.
    pub agreement: String,
    /// Contracted value of the reserve, yuan.
    pub contract_value: Option<Money>,
    /// Yearly subsidy as a share of the value.
    pub subsidy_rate: Option<f64>,
    /// Subsidy paid in advance, yuan.
    pub prepaid: Option<Money>,
    /// Free text.
    pub note: String,
}

/// The columns of `carrier`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key(),
    field(Column::From, Kind::Day).key(),
    field(Column::To, Kind::Day),
    field(Column::Agreement, Kind::Text),
    field(Column::ContractValue, Kind::Money)
        .expected()
        .unsigned(),
    field(Column::SubsidyRate, Kind::Ratio).unsigned(),
    field(Column::Prepaid, Kind::Money).unsigned(),
    field(Column::Note, Kind::Text),
];

impl Record for Carrier {
    const TABLE: Table = Table::Carrier;

    fn from_row(row: &Row) -> Carrier {
        Carrier {
            enterprise: row.get(Column::Enterprise),
            item: row.get(Column::Item),
            site: row.get(Column::Site),
            from: row.get(Column::From),
            to: row.get(Column::To),
            agreement: row.get(Column::Agreement),
            contract_value: row.get(Column::ContractValue),
            subsidy_rate: row.get(Column::SubsidyRate),
            prepaid: row.get(Column::Prepaid),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.item.into(),
            self.site.into(),
            self.from.into(),
            self.to.into(),
            self.agreement.into(),
            self.contract_value.into(),
            self.subsidy_rate.into(),
            self.prepaid.into(),
            self.note.into(),
        ]
    }
}
