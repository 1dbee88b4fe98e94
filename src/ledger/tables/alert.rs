//! Table `alert`: price rules that were met.
//!
//! Key: `date`, `scope`, `item`, `rule`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Grade, QuoteKind, Word};
use crate::quantity::Price;

/// One row of `alert`.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// The day it happened.
    pub date: Day,
    /// The site, class or area it applies to.
    pub scope: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// Grade of protection (high, general), or grade of an alert.
    pub grade: Grade,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<f64>,
    /// The threshold that was met.
    pub threshold: Option<f64>,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Observations in a row that met the rule.
    pub persistence: Option<i64>,
    /// Markets or specs that met the rule on that day.
    pub breadth: Option<i64>,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// Days since the newest quote.
    pub freshness: Option<i64>,
    /// One sentence for the reader.
    pub text: String,
    /// Size, model, sort.
    pub spec: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// First day of the run of observations that met the rule.
    pub from: Option<Day>,
    /// Items that met the rule on that day.
    pub items: Option<i64>,
    /// Markets at which it was met on that day.
    pub markets: Option<i64>,
    /// Grade as its source calls it.
    pub label: String,
}

/// The columns of `alert`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Rule, Kind::Text).key().required(),
    field(Column::Grade, Kind::Word(Grade::CHOICES)).required(),
    field(Column::Value, Kind::Ratio),
    field(Column::Threshold, Kind::Ratio),
    field(Column::Price, Kind::Price),
    field(Column::Persistence, Kind::Integer),
    field(Column::Breadth, Kind::Integer),
    field(Column::Quotes, Kind::Integer),
    field(Column::Freshness, Kind::Integer),
    field(Column::Text, Kind::Text),
    field(Column::Spec, Kind::Text),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)),
    field(Column::Unit, Kind::Text),
    field(Column::From, Kind::Day),
    field(Column::Items, Kind::Integer),
    field(Column::Markets, Kind::Integer),
    field(Column::Label, Kind::Text),
];

impl Record for Alert {
    const TABLE: Table = Table::Alert;

    fn from_row(row: &Row) -> Alert {
        Alert {
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            item: row.get(Column::Item),
            rule: row.get(Column::Rule),
            grade: row.get(Column::Grade),
            value: row.get(Column::Value),
            threshold: row.get(Column::Threshold),
            price: row.get(Column::Price),
            persistence: row.get(Column::Persistence),
            breadth: row.get(Column::Breadth),
            quotes: row.get(Column::Quotes),
            freshness: row.get(Column::Freshness),
            text: row.get(Column::Text),
            spec: row.get(Column::Spec),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            from: row.get(Column::From),
            items: row.get(Column::Items),
            markets: row.get(Column::Markets),
            label: row.get(Column::Label),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.scope.into(),
            self.item.into(),
            self.rule.into(),
            self.grade.into(),
            self.value.into(),
            self.threshold.into(),
            self.price.into(),
            self.persistence.into(),
            self.breadth.into(),
            self.quotes.into(),
            self.freshness.into(),
            self.text.into(),
            self.spec.into(),
            self.kind.into(),
            self.unit.into(),
            self.from.into(),
            self.items.into(),
            self.markets.into(),
            self.label.into(),
        ]
    }
}
