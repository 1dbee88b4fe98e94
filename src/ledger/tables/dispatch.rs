//! Table `dispatch`: dispatch order: how far each award has come, and what is due next.
//!
//! Key: `plan`, `request`, `line`, `from_site`, `lot`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DispatchStatus, DispatchStep, Word};
use crate::quantity::Quantity;

/// One row of `dispatch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
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
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// How far it has come.
    pub status: DispatchStatus,
    /// Step that is due next; blank where nothing is left to do.
    pub next_step: Option<DispatchStep>,
    /// Whether it is specially scarce, so that nothing of it leaves without approval.
    pub special: Option<bool>,
    /// Whether it cannot wait.
    pub urgent: Option<bool>,
    /// Approval record.
    pub approval: String,
    /// Who approved it, by role.
    pub approver: String,
    /// Day of approval.
    pub approved_on: Option<Day>,
    /// Day it was shipped.
    pub shipped_on: Option<Day>,
    /// Day it was received.
    pub received_on: Option<Day>,
    /// Quantity received.
    pub received: Option<Quantity>,
    /// Quantity asked for and not awarded.
    pub short: Option<Quantity>,
    /// Day on which it is due again.
    pub next_due: Option<Day>,
    /// Days since it was due; 0 on the day itself.
    pub overdue_days: Option<i64>,
    /// Who answers for it.
    pub liable: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `dispatch`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Status, Kind::Word(DispatchStatus::CHOICES)).required(),
    field(Column::NextStep, Kind::Word(DispatchStep::CHOICES)),
    field(Column::Special, Kind::Truth),
    field(Column::Urgent, Kind::Truth),
    field(Column::Approval, Kind::Text),
    field(Column::Approver, Kind::Text),
    field(Column::ApprovedOn, Kind::Day),
    field(Column::ShippedOn, Kind::Day),
    field(Column::ReceivedOn, Kind::Day),
    field(Column::Received, Kind::Quantity),
    field(Column::Short, Kind::Quantity),
    field(Column::NextDue, Kind::Day),
    field(Column::OverdueDays, Kind::Integer),
    field(Column::Liable, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Dispatch {
    const TABLE: Table = Table::Dispatch;

    fn from_row(row: &Row) -> Dispatch {
        Dispatch {
            plan: row.get(Column::Plan),
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            from_site: row.get(Column::FromSite),
            lot: row.get(Column::Lot),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            status: row.get(Column::Status),
            next_step: row.get(Column::NextStep),
            special: row.get(Column::Special),
            urgent: row.get(Column::Urgent),
            approval: row.get(Column::Approval),
            approver: row.get(Column::Approver),
            approved_on: row.get(Column::ApprovedOn),
            shipped_on: row.get(Column::ShippedOn),
            received_on: row.get(Column::ReceivedOn),
            received: row.get(Column::Received),
            short: row.get(Column::Short),
            next_due: row.get(Column::NextDue),
            overdue_days: row.get(Column::OverdueDays),
            liable: row.get(Column::Liable),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.request.into(),
            self.line.into(),
            self.from_site.into(),
            self.lot.into(),
            self.site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.status.into(),
            self.next_step.into(),
            self.special.into(),
            self.urgent.into(),
            self.approval.into(),
            self.approver.into(),
            self.approved_on.into(),
            self.shipped_on.into(),
            self.received_on.into(),
            self.received.into(),
            self.short.into(),
            self.next_due.into(),
            self.overdue_days.into(),
            self.liable.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
