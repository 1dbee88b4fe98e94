//! Table `transfer`: what goes from whose surplus to whom, and what the giver keeps.
//!
//! Key: `plan`, `request`, `line`, `from_site`, `lot`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::{Price, Quantity};

/// One row of `transfer`.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Requisition form.
    pub request: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Site that gives.
    pub from_site: String,
    /// The maker's lot number.
    pub lot: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Order of the class served; 1 first.
    pub tier: Option<i64>,
    /// Km between giver and receiver.
    pub distance: Option<f64>,
    /// Hours on the way.
    pub hours: Option<f64>,
    /// Quantity that the giver keeps for itself.
    pub floor: Option<Quantity>,
    /// Quantity of the item that the giver has left.
    pub kept: Option<Quantity>,
    /// Whole days that the giver's rest lasts at its own use.
    pub kept_days: Option<i64>,
    /// Who agreed, and when; empty where nobody did yet.
    pub consent: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Seal of the ledger's last line when the plan was made.
    pub basis_seal: String,
}

/// The columns of `transfer`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::Tier, Kind::Integer),
    field(Column::Distance, Kind::Ratio),
    field(Column::Hours, Kind::Ratio),
    field(Column::Floor, Kind::Quantity),
    field(Column::Kept, Kind::Quantity),
    field(Column::KeptDays, Kind::Integer),
    field(Column::Consent, Kind::Text).expected(),
    field(Column::Rule, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::BasisSeal, Kind::Text),
];

impl Record for Transfer {
    const TABLE: Table = Table::Transfer;

    fn from_row(row: &Row) -> Transfer {
        Transfer {
            plan: row.get(Column::Plan),
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            from_site: row.get(Column::FromSite),
            lot: row.get(Column::Lot),
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            unit_cost: row.get(Column::UnitCost),
            tier: row.get(Column::Tier),
            distance: row.get(Column::Distance),
            hours: row.get(Column::Hours),
            floor: row.get(Column::Floor),
            kept: row.get(Column::Kept),
            kept_days: row.get(Column::KeptDays),
            consent: row.get(Column::Consent),
            rule: row.get(Column::Rule),
            reason: row.get(Column::Reason),
            basis_seal: row.get(Column::BasisSeal),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.request.into(),
            self.line.into(),
            self.from_site.into(),
            self.lot.into(),
            self.date.into(),
            self.site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.expiry.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.unit_cost.into(),
            self.tier.into(),
            self.distance.into(),
            self.hours.into(),
            self.floor.into(),
            self.kept.into(),
            self.kept_days.into(),
            self.consent.into(),
            self.rule.into(),
            self.reason.into(),
            self.basis_seal.into(),
        ]
    }
}
