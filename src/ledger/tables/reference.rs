//! Table `reference`: reference price of each item, and the start prices of an auction.
//!
//! Key: `as_of`, `item`, `spec`, `kind`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};
use crate::quantity::Price;

/// One row of `reference`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// What kind of row it is.
    pub kind: Option<QuoteKind>,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// The item's base unit.
    pub unit: String,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// How many markets.
    pub markets: Option<i64>,
    /// Days of the window.
    pub days: Option<i64>,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// Lowest price, yuan a base unit.
    pub price_low: Option<Price>,
    /// Highest price, yuan a base unit.
    pub price_high: Option<Price>,
    /// Highest less lowest quote, as a part of the median.
    pub spread: Option<f64>,
    /// Quotes left out as data errors.
    pub outliers: Option<i64>,
    /// Median of quotes, or contract price.
    pub price_basis: String,
    /// Number of the agreement.
    pub agreement: String,
    /// Factor for what is left of the shelf life; 1 where none is stated.
    pub factor: Option<f64>,
    /// Start price, yuan a base unit.
    pub start_price: Option<Price>,
    /// Start price of the second auction, yuan a base unit.
    pub second_price: Option<Price>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
}

impl Reference {
    /// Whether it is a price of a market or a contract: what a thing should cost is neither.
    pub fn is_of_market(&self) -> bool {
        self.kind != Some(QuoteKind::Target)
    }
}

/// The columns of `reference`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)).key(),
    field(Column::Price, Kind::Price).expected(),
    field(Column::Unit, Kind::Text),
    field(Column::Quotes, Kind::Integer),
    field(Column::Markets, Kind::Integer),
    field(Column::Days, Kind::Integer),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::PriceLow, Kind::Price),
    field(Column::PriceHigh, Kind::Price),
    field(Column::Spread, Kind::Ratio),
    field(Column::Outliers, Kind::Integer),
    field(Column::PriceBasis, Kind::Text),
    field(Column::Agreement, Kind::Text),
    field(Column::Factor, Kind::Ratio),
    field(Column::StartPrice, Kind::Price),
    field(Column::SecondPrice, Kind::Price),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Reference {
    const TABLE: Table = Table::Reference;

    fn from_row(row: &Row) -> Reference {
        Reference {
            as_of: row.get(Column::AsOf),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            kind: row.get(Column::Kind),
            price: row.get(Column::Price),
            unit: row.get(Column::Unit),
            quotes: row.get(Column::Quotes),
            markets: row.get(Column::Markets),
            days: row.get(Column::Days),
            from: row.get(Column::From),
            to: row.get(Column::To),
            price_low: row.get(Column::PriceLow),
            price_high: row.get(Column::PriceHigh),
            spread: row.get(Column::Spread),
            outliers: row.get(Column::Outliers),
            price_basis: row.get(Column::PriceBasis),
            agreement: row.get(Column::Agreement),
            factor: row.get(Column::Factor),
            start_price: row.get(Column::StartPrice),
            second_price: row.get(Column::SecondPrice),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.item.into(),
            self.spec.into(),
            self.kind.into(),
            self.price.into(),
            self.unit.into(),
            self.quotes.into(),
            self.markets.into(),
            self.days.into(),
            self.from.into(),
            self.to.into(),
            self.price_low.into(),
            self.price_high.into(),
            self.spread.into(),
            self.outliers.into(),
            self.price_basis.into(),
            self.agreement.into(),
            self.factor.into(),
            self.start_price.into(),
            self.second_price.into(),
            self.reason.into(),
            self.rule.into(),
        ]
    }
}
