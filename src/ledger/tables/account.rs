//! Table `account`: what is left of each fund on a day, and what made it so.
//!
//! Key: `as_of`, `fund`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `account`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Which money: reserve_fund, cash_reserve, special_fund, donation, or another of the policy.
    pub fund: String,
    /// Balance before the first row, yuan.
    pub opening: Option<Money>,
    /// Money that came in, yuan.
    pub income: Option<Money>,
    /// Part of the income that rotation and auctions brought, yuan.
    pub rotation_income: Option<Money>,
    /// Money that was spent, yuan.
    pub spent: Option<Money>,
    /// By how much a write-off reduced it.
    pub reduced: Option<Money>,
    /// Advances that are out, yuan.
    pub prepaid: Option<Money>,
    /// What is left of the money, yuan.
    pub balance: Money,
    /// What is to be received, yuan.
    pub receivable: Option<Money>,
    /// How many rows were added up.
    pub rows: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `account`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Fund, Kind::Text).key().required(),
    field(Column::Opening, Kind::Money),
    field(Column::Income, Kind::Money),
    field(Column::RotationIncome, Kind::Money),
    field(Column::Spent, Kind::Money),
    field(Column::Reduced, Kind::Money),
    field(Column::Prepaid, Kind::Money),
    field(Column::Balance, Kind::Money).required(),
    field(Column::Receivable, Kind::Money),
    field(Column::Rows, Kind::Integer),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Account {
    const TABLE: Table = Table::Account;

    fn from_row(row: &Row) -> Account {
        Account {
            as_of: row.get(Column::AsOf),
            fund: row.get(Column::Fund),
            opening: row.get(Column::Opening),
            income: row.get(Column::Income),
            rotation_income: row.get(Column::RotationIncome),
            spent: row.get(Column::Spent),
            reduced: row.get(Column::Reduced),
            prepaid: row.get(Column::Prepaid),
            balance: row.get(Column::Balance),
            receivable: row.get(Column::Receivable),
            rows: row.get(Column::Rows),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.fund.into(),
            self.opening.into(),
            self.income.into(),
            self.rotation_income.into(),
            self.spent.into(),
            self.reduced.into(),
            self.prepaid.into(),
            self.balance.into(),
            self.receivable.into(),
            self.rows.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
