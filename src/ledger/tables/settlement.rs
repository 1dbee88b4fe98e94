//! Table `settlement`: what goods and freight cost whom, and which money pays.
//!
//! Key: `settlement`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{SettlementBasis, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `settlement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Settlement: one delivery, one who pays.
    pub settlement: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Who pays; `none` where nobody does.
    pub payer: String,
    /// Who is paid.
    pub payee: String,
    /// By which rule it is settled.
    pub basis: SettlementBasis,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Price of the goods, yuan; empty where no cost is known.
    pub goods: Option<Money>,
    /// Transport cost, yuan.
    pub freight: Option<Money>,
    /// Goods and freight, yuan; empty where it cannot be told.
    pub total: Option<Money>,
    /// Which money: reserve_fund, cash_reserve, special_fund, donation, or another of the policy.
    pub fund: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// When it is to be paid: on_delivery, after_sale.
    pub pay_when: String,
    /// Document of the movement that is settled.
    pub doc: String,
    /// The line of the ledger, `doc/line`.
    pub reference: String,
    /// Site that gives.
    pub from_site: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// The item's base unit.
    pub unit: String,
    /// Lot cost, contract, average, or market price, with its source.
    pub price_basis: String,
    /// What the receiver posted as arrived; empty where it keeps no stock here.
    pub received: Option<Quantity>,
    /// Approval record.
    pub approval: String,
    /// Who answers for it.
    pub liable: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Day it was received.
    pub received_on: Option<Day>,
}

/// The columns of `settlement`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Settlement, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Payer, Kind::Text).required(),
    field(Column::Payee, Kind::Text).required(),
    field(Column::Basis, Kind::Word(SettlementBasis::CHOICES)).required(),
    field(Column::Item, Kind::Text),
    field(Column::Lot, Kind::Text),
    field(Column::Qty, Kind::Quantity),
    field(Column::UnitCost, Kind::Price),
    field(Column::Goods, Kind::Money),
    field(Column::Freight, Kind::Money),
    field(Column::Total, Kind::Money).expected(),
    field(Column::Fund, Kind::Text),
    field(Column::Rule, Kind::Text),
    field(Column::Date, Kind::Day),
    field(Column::PayWhen, Kind::Text),
    field(Column::Doc, Kind::Text),
    field(Column::Ref, Kind::Text),
    field(Column::FromSite, Kind::Text),
    field(Column::Site, Kind::Text),
    field(Column::Unit, Kind::Text),
    field(Column::PriceBasis, Kind::Text),
    field(Column::Received, Kind::Quantity),
    field(Column::Approval, Kind::Text),
    field(Column::Liable, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::ReceivedOn, Kind::Day),
];

impl Record for Settlement {
    const TABLE: Table = Table::Settlement;

    fn from_row(row: &Row) -> Settlement {
        Settlement {
            settlement: row.get(Column::Settlement),
            line: row.get(Column::Line),
            payer: row.get(Column::Payer),
            payee: row.get(Column::Payee),
            basis: row.get(Column::Basis),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            unit_cost: row.get(Column::UnitCost),
            goods: row.get(Column::Goods),
            freight: row.get(Column::Freight),
            total: row.get(Column::Total),
            fund: row.get(Column::Fund),
            rule: row.get(Column::Rule),
            date: row.get(Column::Date),
            pay_when: row.get(Column::PayWhen),
            doc: row.get(Column::Doc),
            reference: row.get(Column::Ref),
            from_site: row.get(Column::FromSite),
            site: row.get(Column::Site),
            unit: row.get(Column::Unit),
            price_basis: row.get(Column::PriceBasis),
            received: row.get(Column::Received),
            approval: row.get(Column::Approval),
            liable: row.get(Column::Liable),
            reason: row.get(Column::Reason),
            received_on: row.get(Column::ReceivedOn),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.settlement.into(),
            self.line.into(),
            self.payer.into(),
            self.payee.into(),
            self.basis.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.unit_cost.into(),
            self.goods.into(),
            self.freight.into(),
            self.total.into(),
            self.fund.into(),
            self.rule.into(),
            self.date.into(),
            self.pay_when.into(),
            self.doc.into(),
            self.reference.into(),
            self.from_site.into(),
            self.site.into(),
            self.unit.into(),
            self.price_basis.into(),
            self.received.into(),
            self.approval.into(),
            self.liable.into(),
            self.reason.into(),
            self.received_on.into(),
        ]
    }
}
