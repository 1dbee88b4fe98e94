//! Table `disposal`: donations and write-offs of a lot.
//!
//! Key: `site`, `item`, `lot`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DisposalMethod, DisposalResult, Form, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `disposal`.
#[derive(Debug, Clone, PartialEq)]
pub struct Disposal {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// The day it happened.
    pub date: Day,
    /// How the figure was worked out.
    pub method: DisposalMethod,
    /// How it ended.
    pub result: Option<DisposalResult>,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Approval record.
    pub approval: String,
    /// Who gave or took it.
    pub counterparty: String,
    /// Who watched the destruction on site.
    pub witness: String,
    /// Day of destruction.
    pub destroyed_on: Option<Day>,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// Days to expiry; 0 on the expiry day.
    pub days_left: Option<i64>,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<Money>,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `disposal`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Method, Kind::Word(DisposalMethod::CHOICES)).required(),
    field(Column::Result, Kind::Word(DisposalResult::CHOICES)).expected(),
    field(Column::Qty, Kind::Quantity).unsigned(),
    field(Column::Reason, Kind::Text),
    field(Column::Approval, Kind::Text),
    field(Column::Counterparty, Kind::Text),
    field(Column::Witness, Kind::Text),
    field(Column::DestroyedOn, Kind::Day),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::DaysLeft, Kind::Integer),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::Value, Kind::Money).unsigned(),
    field(Column::Rule, Kind::Text),
];

impl Record for Disposal {
    const TABLE: Table = Table::Disposal;

    fn from_row(row: &Row) -> Disposal {
        Disposal {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            date: row.get(Column::Date),
            method: row.get(Column::Method),
            result: row.get(Column::Result),
            qty: row.get(Column::Qty),
            reason: row.get(Column::Reason),
            approval: row.get(Column::Approval),
            counterparty: row.get(Column::Counterparty),
            witness: row.get(Column::Witness),
            destroyed_on: row.get(Column::DestroyedOn),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            days_left: row.get(Column::DaysLeft),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            unit_cost: row.get(Column::UnitCost),
            value: row.get(Column::Value),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.date.into(),
            self.method.into(),
            self.result.into(),
            self.qty.into(),
            self.reason.into(),
            self.approval.into(),
            self.counterparty.into(),
            self.witness.into(),
            self.destroyed_on.into(),
            self.unit.into(),
            self.expiry.into(),
            self.days_left.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.unit_cost.into(),
            self.value.into(),
            self.rule.into(),
        ]
    }
}
