//! Table `procurement`: what is to be bought, for how much, and what the budget pays for.
//!
//! Key: `plan`, `period`, `site`, `item`, `form`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, ProcurementStatus, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `procurement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Procurement {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Part of the plan: a year, a quarter or a run of months.
    pub period: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// The standard it is held against.
    pub standard: String,
    /// What the target is counted on.
    pub basis: String,
    /// The item's base unit.
    pub unit: String,
    /// Quantity that is to be there at the end of the period.
    pub target: Option<Quantity>,
    /// Balance less expired, held and reserved.
    pub available: Option<Quantity>,
    /// Quantity on its way that arrives by the end of the period; pledges do not count.
    pub inbound: Option<Quantity>,
    /// Part of what is available that expires by the end of the period.
    pub expiring: Option<Quantity>,
    /// Stated surplus over the target.
    pub redundancy: Option<Quantity>,
    /// Quantity bought in earlier periods of the plan.
    pub planned: Option<Quantity>,
    /// Target less available, inbound and planned, plus expiring and redundancy; not below nothing.
    pub need: Option<Quantity>,
    /// Base units in one pack.
    pub pack_size: Option<Quantity>,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Where the price is from.
    pub price_basis: String,
    /// What the quantity costs, yuan.
    pub amount: Option<Money>,
    /// Place in the order of purchase; 1 first.
    pub rank: Option<i64>,
    /// Quantity that the budget pays for.
    pub funded: Option<Quantity>,
    /// Money that the budget gives for it, yuan.
    pub funded_amount: Option<Money>,
    /// Quantity that the budget does not pay for.
    pub over_budget: Option<Quantity>,
    /// How far it has come.
    pub status: Option<ProcurementStatus>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the plan that this one takes the place of.
    pub supersedes: String,
}

/// The columns of `procurement`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Period, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Standard, Kind::Text),
    field(Column::Basis, Kind::Text),
    field(Column::Unit, Kind::Text),
    field(Column::Target, Kind::Quantity).expected(),
    field(Column::Available, Kind::Quantity),
    field(Column::Inbound, Kind::Quantity),
    field(Column::Expiring, Kind::Quantity),
    field(Column::Redundancy, Kind::Quantity),
    field(Column::Planned, Kind::Quantity),
    field(Column::Need, Kind::Quantity),
    field(Column::PackSize, Kind::Quantity),
    field(Column::Qty, Kind::Quantity),
    field(Column::Price, Kind::Price),
    field(Column::PriceBasis, Kind::Text),
    field(Column::Amount, Kind::Money),
    field(Column::Rank, Kind::Integer),
    field(Column::Funded, Kind::Quantity),
    field(Column::FundedAmount, Kind::Money),
    field(Column::OverBudget, Kind::Quantity),
    field(Column::Status, Kind::Word(ProcurementStatus::CHOICES)),
    field(Column::Reason, Kind::Text),
    field(Column::Supersedes, Kind::Text),
];

impl Record for Procurement {
    const TABLE: Table = Table::Procurement;

    fn from_row(row: &Row) -> Procurement {
        Procurement {
            plan: row.get(Column::Plan),
            period: row.get(Column::Period),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            standard: row.get(Column::Standard),
            basis: row.get(Column::Basis),
            unit: row.get(Column::Unit),
            target: row.get(Column::Target),
            available: row.get(Column::Available),
            inbound: row.get(Column::Inbound),
            expiring: row.get(Column::Expiring),
            redundancy: row.get(Column::Redundancy),
            planned: row.get(Column::Planned),
            need: row.get(Column::Need),
            pack_size: row.get(Column::PackSize),
            qty: row.get(Column::Qty),
            price: row.get(Column::Price),
            price_basis: row.get(Column::PriceBasis),
            amount: row.get(Column::Amount),
            rank: row.get(Column::Rank),
            funded: row.get(Column::Funded),
            funded_amount: row.get(Column::FundedAmount),
            over_budget: row.get(Column::OverBudget),
            status: row.get(Column::Status),
            reason: row.get(Column::Reason),
            supersedes: row.get(Column::Supersedes),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.period.into(),
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.standard.into(),
            self.basis.into(),
            self.unit.into(),
            self.target.into(),
            self.available.into(),
            self.inbound.into(),
            self.expiring.into(),
            self.redundancy.into(),
            self.planned.into(),
            self.need.into(),
            self.pack_size.into(),
            self.qty.into(),
            self.price.into(),
            self.price_basis.into(),
            self.amount.into(),
            self.rank.into(),
            self.funded.into(),
            self.funded_amount.into(),
            self.over_budget.into(),
            self.status.into(),
            self.reason.into(),
            self.supersedes.into(),
        ]
    }
}
