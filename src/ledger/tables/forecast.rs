//! Table `forecast`: where a price may go in the next days, with its interval and how such forecasts fared before.
//!
//! Key: `date`, `market`, `item`, `spec`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};
use crate::quantity::Price;

/// One row of `forecast`.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The day that is forecast.
    pub date: Day,
    /// Where the price was quoted.
    pub market: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// Periods ahead of the newest quote.
    pub ahead: Option<i64>,
    /// Most likely price, yuan a unit.
    pub price: Option<Price>,
    /// Lower end of the interval, yuan a unit.
    pub low: Option<Price>,
    /// Upper end of the interval, yuan a unit.
    pub high: Option<Price>,
    /// Part of prices that the interval is meant for.
    pub nominal: Option<f64>,
    /// Part of held-out prices that fell within the interval.
    pub coverage: Option<f64>,
    /// Past days from which the same was forecast, to be held against what came.
    pub origins: Option<i64>,
    /// How the figure was worked out.
    pub method: String,
    /// Mean absolute scaled error of past forecasts; 1 is a naive step.
    pub error: Option<f64>,
    /// The same error of the forecast that nothing changes.
    pub naive_error: Option<f64>,
    /// Price from which on a rule is met, yuan a unit.
    pub trigger: Option<Price>,
    /// Share of past courses that reach the trigger by then.
    pub probability: Option<f64>,
    /// Holiday that lies ahead.
    pub holiday: String,
    /// What the price rose before the same holiday in earlier years, beyond the usual.
    pub uplift: Option<f64>,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `forecast`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Market, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)),
    field(Column::Unit, Kind::Text),
    field(Column::Ahead, Kind::Integer),
    field(Column::Price, Kind::Price),
    field(Column::Low, Kind::Price).expected(),
    field(Column::High, Kind::Price),
    field(Column::Nominal, Kind::Ratio),
    field(Column::Coverage, Kind::Ratio),
    field(Column::Origins, Kind::Integer).expected(),
    field(Column::Method, Kind::Text),
    field(Column::Error, Kind::Ratio),
    field(Column::NaiveError, Kind::Ratio),
    field(Column::Trigger, Kind::Price),
    field(Column::Probability, Kind::Ratio),
    field(Column::Holiday, Kind::Text),
    field(Column::Uplift, Kind::Ratio),
    field(Column::Quotes, Kind::Integer),
    field(Column::Reason, Kind::Text),
];

impl Record for Forecast {
    const TABLE: Table = Table::Forecast;

    fn from_row(row: &Row) -> Forecast {
        Forecast {
            date: row.get(Column::Date),
            market: row.get(Column::Market),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            ahead: row.get(Column::Ahead),
            price: row.get(Column::Price),
            low: row.get(Column::Low),
            high: row.get(Column::High),
            nominal: row.get(Column::Nominal),
            coverage: row.get(Column::Coverage),
            origins: row.get(Column::Origins),
            method: row.get(Column::Method),
            error: row.get(Column::Error),
            naive_error: row.get(Column::NaiveError),
            trigger: row.get(Column::Trigger),
            probability: row.get(Column::Probability),
            holiday: row.get(Column::Holiday),
            uplift: row.get(Column::Uplift),
            quotes: row.get(Column::Quotes),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.market.into(),
            self.item.into(),
            self.spec.into(),
            self.kind.into(),
            self.unit.into(),
            self.ahead.into(),
            self.price.into(),
            self.low.into(),
            self.high.into(),
            self.nominal.into(),
            self.coverage.into(),
            self.origins.into(),
            self.method.into(),
            self.error.into(),
            self.naive_error.into(),
            self.trigger.into(),
            self.probability.into(),
            self.holiday.into(),
            self.uplift.into(),
            self.quotes.into(),
            self.reason.into(),
        ]
    }
}
