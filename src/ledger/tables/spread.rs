//! Table `spread`: median and range of the quotes of an item, at each market and over all, and who has not quoted.
//!
//! Key: `as_of`, `item`, `market`, `spec`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Reported, Word};
use crate::quantity::Price;

/// One row of `spread`.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Where the price was quoted; empty for all markets together.
    pub market: String,
    /// Size, model, sort.
    pub spec: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Middle price, yuan a unit.
    pub median: Option<Price>,
    /// Lowest price, yuan a unit.
    pub low: Option<Price>,
    /// Highest price, yuan a unit.
    pub high: Option<Price>,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// How many markets.
    pub markets: Option<i64>,
    /// Markets that should have quoted and did not.
    pub absent: Option<i64>,
    /// First day of the window.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// Days since the newest quote.
    pub freshness: Option<i64>,
    /// Quotes in a row that are all equal.
    pub run: Option<i64>,
    /// Whether it still quotes.
    pub status: Reported,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `spread`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Market, Kind::Text).key(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)),
    field(Column::Unit, Kind::Text),
    field(Column::Price, Kind::Price),
    field(Column::Median, Kind::Price).expected(),
    field(Column::Low, Kind::Price),
    field(Column::High, Kind::Price),
    field(Column::Quotes, Kind::Integer).expected(),
    field(Column::Markets, Kind::Integer),
    field(Column::Absent, Kind::Integer),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Freshness, Kind::Integer),
    field(Column::Run, Kind::Integer),
    field(Column::Status, Kind::Word(Reported::CHOICES)).required(),
    field(Column::Reason, Kind::Text),
];

impl Record for Spread {
    const TABLE: Table = Table::Spread;

    fn from_row(row: &Row) -> Spread {
        Spread {
            as_of: row.get(Column::AsOf),
            item: row.get(Column::Item),
            market: row.get(Column::Market),
            spec: row.get(Column::Spec),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            price: row.get(Column::Price),
            median: row.get(Column::Median),
            low: row.get(Column::Low),
            high: row.get(Column::High),
            quotes: row.get(Column::Quotes),
            markets: row.get(Column::Markets),
            absent: row.get(Column::Absent),
            from: row.get(Column::From),
            to: row.get(Column::To),
            freshness: row.get(Column::Freshness),
            run: row.get(Column::Run),
            status: row.get(Column::Status),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.item.into(),
            self.market.into(),
            self.spec.into(),
            self.kind.into(),
            self.unit.into(),
            self.price.into(),
            self.median.into(),
            self.low.into(),
            self.high.into(),
            self.quotes.into(),
            self.markets.into(),
            self.absent.into(),
            self.from.into(),
            self.to.into(),
            self.freshness.into(),
            self.run.into(),
            self.status.into(),
            self.reason.into(),
        ]
    }
}
