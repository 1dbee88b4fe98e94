//! Table `assessment`: what each price rule or indicator says of a series or category, and where it cannot say anything.
//!
//! Key: `date`, `scope`, `item`, `spec`, `rule`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Assessed, Grade, QuoteKind, Word};

/// One row of `assessment`.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The day it happened.
    pub date: Day,
    /// The market, or the category.
    pub scope: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// Whether the rule was met, is clear, or cannot be judged.
    pub status: Assessed,
    /// Grade of protection (high, general), or grade of an alert.
    pub grade: Option<Grade>,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<f64>,
    /// The threshold that was met.
    pub threshold: Option<f64>,
    /// Observations in a row that met the rule.
    pub persistence: Option<i64>,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// Part of the periods that has a quote, 1 for all.
    pub share: Option<f64>,
    /// First day of the window.
    pub from: Option<Day>,
    /// Days since the newest quote.
    pub freshness: Option<i64>,
    /// Day on which it ends if nothing new happens.
    pub clear_on: Option<Day>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `assessment`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Rule, Kind::Text).key().required(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)),
    field(Column::Unit, Kind::Text),
    field(Column::Status, Kind::Word(Assessed::CHOICES)).required(),
    field(Column::Grade, Kind::Word(Grade::CHOICES)),
    field(Column::Value, Kind::Ratio),
    field(Column::Threshold, Kind::Ratio),
    field(Column::Persistence, Kind::Integer),
    field(Column::Quotes, Kind::Integer),
    field(Column::Share, Kind::Ratio),
    field(Column::From, Kind::Day),
    field(Column::Freshness, Kind::Integer),
    field(Column::ClearOn, Kind::Day),
    field(Column::Reason, Kind::Text),
];

impl Record for Assessment {
    const TABLE: Table = Table::Assessment;

    fn from_row(row: &Row) -> Assessment {
        Assessment {
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            rule: row.get(Column::Rule),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            status: row.get(Column::Status),
            grade: row.get(Column::Grade),
            value: row.get(Column::Value),
            threshold: row.get(Column::Threshold),
            persistence: row.get(Column::Persistence),
            quotes: row.get(Column::Quotes),
            share: row.get(Column::Share),
            from: row.get(Column::From),
            freshness: row.get(Column::Freshness),
            clear_on: row.get(Column::ClearOn),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.scope.into(),
            self.item.into(),
            self.spec.into(),
            self.rule.into(),
            self.kind.into(),
            self.unit.into(),
            self.status.into(),
            self.grade.into(),
            self.value.into(),
            self.threshold.into(),
            self.persistence.into(),
            self.quotes.into(),
            self.share.into(),
            self.from.into(),
            self.freshness.into(),
            self.clear_on.into(),
            self.reason.into(),
        ]
    }
}
