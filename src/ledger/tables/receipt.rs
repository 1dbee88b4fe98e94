//! Table `receipt`: what each household ordered, paid and owes.
//!
//! Key: `order`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{PaymentState, Word};
use crate::quantity::Money;

/// One row of `receipt`.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Order of a household.
    pub order: String,
    /// Household, by its number.
    pub household: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Packages of the order, each with how many: `A×2; B×1`.
    pub contents: String,
    /// Price of the order, yuan; empty where a package has no price.
    pub value: Option<Money>,
    /// What is paid of it, yuan.
    pub paid_amount: Option<Money>,
    /// What is not paid of it, yuan.
    pub unpaid: Option<Money>,
    /// Paid, or free of charge.
    pub payment: Option<PaymentState>,
    /// Day of payment.
    pub paid_on: Option<Day>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `receipt`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Order, Kind::Text).key().required(),
    field(Column::Household, Kind::Text).required(),
    field(Column::Site, Kind::Text),
    field(Column::Date, Kind::Day),
    field(Column::Contents, Kind::Text),
    field(Column::Value, Kind::Money),
    field(Column::PaidAmount, Kind::Money).expected(),
    field(Column::Unpaid, Kind::Money).expected(),
    field(Column::Payment, Kind::Word(PaymentState::CHOICES)),
    field(Column::PaidOn, Kind::Day),
    field(Column::Reason, Kind::Text),
];

impl Record for Receipt {
    const TABLE: Table = Table::Receipt;

    fn from_row(row: &Row) -> Receipt {
        Receipt {
            order: row.get(Column::Order),
            household: row.get(Column::Household),
            site: row.get(Column::Site),
            date: row.get(Column::Date),
            contents: row.get(Column::Contents),
            value: row.get(Column::Value),
            paid_amount: row.get(Column::PaidAmount),
            unpaid: row.get(Column::Unpaid),
            payment: row.get(Column::Payment),
            paid_on: row.get(Column::PaidOn),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.order.into(),
            self.household.into(),
            self.site.into(),
            self.date.into(),
            self.contents.into(),
            self.value.into(),
            self.paid_amount.into(),
            self.unpaid.into(),
            self.payment.into(),
            self.paid_on.into(),
            self.reason.into(),
        ]
    }
}
