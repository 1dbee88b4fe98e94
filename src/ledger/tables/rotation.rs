//! Table `rotation`: lots that institutions take in the annual rotation plan.
//!
//! Key: `plan`, `lot`, `institution`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `rotation`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// The maker's lot number.
    pub lot: String,
    /// Institution that takes the lot.
    pub institution: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Site that gives.
    pub from_site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Day by which it must be used up.
    pub use_by: Option<Day>,
    /// Quantity a day needed to use it up in time.
    pub per_day: Option<Quantity>,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<Money>,
    /// Transport cost, yuan.
    pub freight: Option<Money>,
    /// Whether a tender is required.
    pub tender: String,
    /// Seal of the ledger's last line when the plan was made.
    pub basis_seal: String,
}

/// The columns of `rotation`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Institution, Kind::Text).key().required(),
    field(Column::Date, Kind::Day),
    field(Column::FromSite, Kind::Text),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::UseBy, Kind::Day),
    field(Column::PerDay, Kind::Quantity).unsigned(),
    field(Column::Value, Kind::Money).unsigned(),
    field(Column::Freight, Kind::Money).unsigned(),
    field(Column::Tender, Kind::Text),
    field(Column::BasisSeal, Kind::Text),
];

impl Rotation {
    /// A share of a lot for an institution: of no plan and item yet, and of nothing.
    pub fn new(lot: &str, institution: &str) -> Rotation {
        Rotation {
            plan: String::new(),
            lot: lot.to_owned(),
            institution: institution.to_owned(),
            date: None,
            from_site: String::new(),
            item: String::new(),
            qty: Quantity::ZERO,
            unit: String::new(),
            form: None,
            owner: String::new(),
            earmark: String::new(),
            unit_cost: None,
            use_by: None,
            per_day: None,
            value: None,
            freight: None,
            tender: String::new(),
            basis_seal: String::new(),
        }
    }
}

impl Record for Rotation {
    const TABLE: Table = Table::Rotation;

    fn from_row(row: &Row) -> Rotation {
        Rotation {
            plan: row.get(Column::Plan),
            lot: row.get(Column::Lot),
            institution: row.get(Column::Institution),
            date: row.get(Column::Date),
            from_site: row.get(Column::FromSite),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            unit_cost: row.get(Column::UnitCost),
            use_by: row.get(Column::UseBy),
            per_day: row.get(Column::PerDay),
            value: row.get(Column::Value),
            freight: row.get(Column::Freight),
            tender: row.get(Column::Tender),
            basis_seal: row.get(Column::BasisSeal),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.lot.into(),
            self.institution.into(),
            self.date.into(),
            self.from_site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.unit_cost.into(),
            self.use_by.into(),
            self.per_day.into(),
            self.value.into(),
            self.freight.into(),
            self.tender.into(),
            self.basis_seal.into(),
        ]
    }
}
