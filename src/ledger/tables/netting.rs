//! Table `netting`: statement that two sides sign: what each owes the other, set off.
//!
//! Key: `from`, `to`, `site`, `counterparty`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Money;

/// One row of `netting`.
#[derive(Debug, Clone, PartialEq)]
pub struct Netting {
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Day,
    /// The side whose statement it is, by its code.
    pub site: String,
    /// Who gave or took it.
    pub counterparty: String,
    /// How many rows were added up.
    pub rows: Option<i64>,
    /// What this side is to receive by its own book, yuan.
    pub receivable: Money,
    /// What this side owes by the book of the other, yuan.
    pub payable: Money,
    /// What remains after both sides are set off, yuan; negative is owed.
    pub net_amount: Money,
    /// By how much the books of the two sides differ, yuan.
    pub disputed: Option<Money>,
    /// Who signs for this side; blank until somebody did.
    pub signatory: String,
    /// Day of signature; without it nothing is agreed.
    pub signed_on: Option<Day>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `netting`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::From, Kind::Day).key(),
    field(Column::To, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Counterparty, Kind::Text).key().required(),
    field(Column::Rows, Kind::Integer),
    field(Column::Receivable, Kind::Money).required(),
    field(Column::Payable, Kind::Money).required(),
    field(Column::NetAmount, Kind::Money).required(),
    field(Column::Disputed, Kind::Money).expected(),
    field(Column::Signatory, Kind::Text),
    field(Column::SignedOn, Kind::Day),
    field(Column::Reason, Kind::Text),
];

impl Record for Netting {
    const TABLE: Table = Table::Netting;

    fn from_row(row: &Row) -> Netting {
        Netting {
            from: row.get(Column::From),
            to: row.get(Column::To),
            site: row.get(Column::Site),
            counterparty: row.get(Column::Counterparty),
            rows: row.get(Column::Rows),
            receivable: row.get(Column::Receivable),
            payable: row.get(Column::Payable),
            net_amount: row.get(Column::NetAmount),
            disputed: row.get(Column::Disputed),
            signatory: row.get(Column::Signatory),
            signed_on: row.get(Column::SignedOn),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from.into(),
            self.to.into(),
            self.site.into(),
            self.counterparty.into(),
            self.rows.into(),
            self.receivable.into(),
            self.payable.into(),
            self.net_amount.into(),
            self.disputed.into(),
            self.signatory.into(),
            self.signed_on.into(),
            self.reason.into(),
        ]
    }
}
