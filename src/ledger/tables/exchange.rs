//! Table `exchange`: rolling rotation, what goes out of a reserve and what comes in for it.
//!
//! Key: `plan`, `from_site`, `lot`, `institution`, `in_lot`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::Quantity;

/// One row of `exchange`.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Site that gives: the reserve.
    pub from_site: String,
    /// The lot that goes out.
    pub lot: String,
    /// Institution that takes the lot and gives another for it.
    pub institution: String,
    /// The lot that comes in; blank where it is yet to be bought.
    pub in_lot: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit, of both.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// The last usable day of what goes out.
    pub expiry: Option<Day>,
    /// The last usable day of what comes in.
    pub in_expiry: Option<Day>,
    /// By how many days what comes in lasts longer.
    pub gain_days: Option<i64>,
    /// Where it comes from: own_stock, or purchase.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// Seal of the ledger's last line when the plan was made.
    pub basis_seal: String,
}

/// The columns of `exchange`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Institution, Kind::Text).key().required(),
    field(Column::InLot, Kind::Text).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::InExpiry, Kind::Day).expected(),
    field(Column::GainDays, Kind::Integer).expected(),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
    field(Column::BasisSeal, Kind::Text),
];

impl Record for Exchange {
    const TABLE: Table = Table::Exchange;

    fn from_row(row: &Row) -> Exchange {
        Exchange {
            plan: row.get(Column::Plan),
            from_site: row.get(Column::FromSite),
            lot: row.get(Column::Lot),
            institution: row.get(Column::Institution),
            in_lot: row.get(Column::InLot),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            expiry: row.get(Column::Expiry),
            in_expiry: row.get(Column::InExpiry),
            gain_days: row.get(Column::GainDays),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
            basis_seal: row.get(Column::BasisSeal),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.from_site.into(),
            self.lot.into(),
            self.institution.into(),
            self.in_lot.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.form.into(),
            self.owner.into(),
            self.expiry.into(),
            self.in_expiry.into(),
            self.gain_days.into(),
            self.reason.into(),
            self.rule.into(),
            self.basis_seal.into(),
        ]
    }
}
