//! Table `payable`: bills with what is paid of them, when they are due and how late they are.
//!
//! Key: `as_of`, `invoice`, `payer`, `payee`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `payable`.
#[derive(Debug, Clone, PartialEq)]
pub struct Payable {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Bill by its number.
    pub invoice: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Who pays; `none` where nobody does.
    pub payer: String,
    /// Who is paid.
    pub payee: String,
    /// Number of the agreement.
    pub agreement: String,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Money,
    /// What is paid of it, yuan.
    pub paid_amount: Money,
    /// What is not paid of it, yuan.
    pub unpaid: Money,
    /// Last day to pay it; blank where nobody set one.
    pub due: Option<Day>,
    /// Days since it was due; 0 on the day itself.
    pub overdue_days: Option<i64>,
    /// How late it is: not_due, a span of days such as 1-30, or total.
    pub bucket: String,
    /// Invoice or settlement.
    pub source: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `payable`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Invoice, Kind::Text).key().required(),
    field(Column::Date, Kind::Day),
    field(Column::Payer, Kind::Text).key(),
    field(Column::Payee, Kind::Text).key(),
    field(Column::Agreement, Kind::Text),
    field(Column::Value, Kind::Money).required(),
    field(Column::PaidAmount, Kind::Money).required(),
    field(Column::Unpaid, Kind::Money).required(),
    field(Column::Due, Kind::Day).headed("付款期限"),
    field(Column::OverdueDays, Kind::Integer),
    field(Column::Bucket, Kind::Text),
    field(Column::Source, Kind::Text),
    field(Column::Reason, Kind::Text),
];

impl Record for Payable {
    const TABLE: Table = Table::Payable;

    fn from_row(row: &Row) -> Payable {
        Payable {
            as_of: row.get(Column::AsOf),
            invoice: row.get(Column::Invoice),
            date: row.get(Column::Date),
            payer: row.get(Column::Payer),
            payee: row.get(Column::Payee),
            agreement: row.get(Column::Agreement),
            value: row.get(Column::Value),
            paid_amount: row.get(Column::PaidAmount),
            unpaid: row.get(Column::Unpaid),
            due: row.get(Column::Due),
            overdue_days: row.get(Column::OverdueDays),
            bucket: row.get(Column::Bucket),
            source: row.get(Column::Source),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.invoice.into(),
            self.date.into(),
            self.payer.into(),
            self.payee.into(),
            self.agreement.into(),
            self.value.into(),
            self.paid_amount.into(),
            self.unpaid.into(),
            self.due.into(),
            self.overdue_days.into(),
            self.bucket.into(),
            self.source.into(),
            self.reason.into(),
        ]
    }
}
