//! Table `source`: where each missing unit is to come from, step by step.
//!
//! Key: `plan`, `request`, `line`, `rank`, `provider`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Channel, Word};
use crate::quantity::Quantity;

/// One row of `source`.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Requisition form.
    pub request: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// Place among the steps; 1 first.
    pub rank: Option<i64>,
    /// From whom it is to come: own, neighbour, commercial, agreement, production, requisition, purchase, import, request.
    pub channel: Channel,
    /// Which stock, agreement, line or authority it is to come from.
    pub provider: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// First day on which it can be had.
    pub available_on: Option<Day>,
    /// Day it is needed.
    pub need_by: Option<Day>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `source`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Rank, Kind::Integer).key(),
    field(Column::Channel, Kind::Word(Channel::CHOICES)).required(),
    field(Column::Provider, Kind::Text).key(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::AvailableOn, Kind::Day),
    field(Column::NeedBy, Kind::Day),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Source {
    const TABLE: Table = Table::Source;

    fn from_row(row: &Row) -> Source {
        Source {
            plan: row.get(Column::Plan),
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            rank: row.get(Column::Rank),
            channel: row.get(Column::Channel),
            provider: row.get(Column::Provider),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            available_on: row.get(Column::AvailableOn),
            need_by: row.get(Column::NeedBy),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.request.into(),
            self.line.into(),
            self.rank.into(),
            self.channel.into(),
            self.provider.into(),
            self.site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.available_on.into(),
            self.need_by.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
