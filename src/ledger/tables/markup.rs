//! Table `markup`: sales whose mark-up stands out against what was usual, for somebody to look at; no verdict.
//!
//! Key: `date`, `market`, `item`, `spec`, `rule`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Price, Quantity};

/// One row of `markup`.
#[derive(Debug, Clone, PartialEq)]
pub struct Markup {
    /// The day it happened.
    pub date: Day,
    /// Where the price was quoted.
    pub market: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// The item's base unit.
    pub unit: String,
    /// Place in the order; 1 first.
    pub rank: Option<i64>,
    /// Whether somebody should look at it; never a verdict.
    pub candidate: Option<bool>,
    /// Selling price with delivery fee, yuan a unit.
    pub price: Option<Price>,
    /// Delivery fee in it, yuan a unit.
    pub fee: Option<Price>,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Selling price less cost, divided by cost.
    pub markup_on_cost: Option<f64>,
    /// Selling price less cost, divided by the selling price.
    pub markup_on_price: Option<f64>,
    /// What the rule divides by: cost, or the selling price.
    pub basis: String,
    /// Mark-up above which a sale is a candidate.
    pub markup_max: Option<f64>,
    /// Mark-up beyond that limit.
    pub excess: Option<f64>,
    /// Mark-up of the last deal before the cut-off.
    pub last_deal: Option<f64>,
    /// Highest mark-up in the days before the cut-off.
    pub highest: Option<f64>,
    /// Mark-up that the days before were below, but for one in twenty.
    pub usual: Option<f64>,
    /// Change of the cost since the baseline.
    pub cost_change: Option<f64>,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// One sentence for the reader.
    pub text: String,
}

/// The columns of `markup`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Market, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Rule, Kind::Text).key().required(),
    field(Column::Unit, Kind::Text),
    field(Column::Rank, Kind::Integer),
    field(Column::Candidate, Kind::Truth).expected(),
    field(Column::Price, Kind::Price),
    field(Column::Fee, Kind::Price),
    field(Column::UnitCost, Kind::Price),
    field(Column::MarkupOnCost, Kind::Ratio).expected(),
    field(Column::MarkupOnPrice, Kind::Ratio),
    field(Column::Basis, Kind::Text),
    field(Column::MarkupMax, Kind::Ratio),
    field(Column::Excess, Kind::Ratio),
    field(Column::LastDeal, Kind::Ratio),
    field(Column::Highest, Kind::Ratio),
    field(Column::Usual, Kind::Ratio),
    field(Column::CostChange, Kind::Ratio),
    field(Column::Qty, Kind::Quantity),
    field(Column::Text, Kind::Text),
];

impl Record for Markup {
    const TABLE: Table = Table::Markup;

    fn from_row(row: &Row) -> Markup {
        Markup {
            date: row.get(Column::Date),
            market: row.get(Column::Market),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            rule: row.get(Column::Rule),
            unit: row.get(Column::Unit),
            rank: row.get(Column::Rank),
            candidate: row.get(Column::Candidate),
            price: row.get(Column::Price),
            fee: row.get(Column::Fee),
            unit_cost: row.get(Column::UnitCost),
            markup_on_cost: row.get(Column::MarkupOnCost),
            markup_on_price: row.get(Column::MarkupOnPrice),
            basis: row.get(Column::Basis),
            markup_max: row.get(Column::MarkupMax),
            excess: row.get(Column::Excess),
            last_deal: row.get(Column::LastDeal),
            highest: row.get(Column::Highest),
            usual: row.get(Column::Usual),
            cost_change: row.get(Column::CostChange),
            qty: row.get(Column::Qty),
            text: row.get(Column::Text),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.market.into(),
            self.item.into(),
            self.spec.into(),
            self.rule.into(),
            self.unit.into(),
            self.rank.into(),
            self.candidate.into(),
            self.price.into(),
            self.fee.into(),
            self.unit_cost.into(),
            self.markup_on_cost.into(),
            self.markup_on_price.into(),
            self.basis.into(),
            self.markup_max.into(),
            self.excess.into(),
            self.last_deal.into(),
            self.highest.into(),
            self.usual.into(),
            self.cost_change.into(),
            self.qty.into(),
            self.text.into(),
        ]
    }
}
