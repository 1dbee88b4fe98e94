//! Table `quote`: prices as quoted.
//!
//! Key: `date`, `market`, `item`, `spec`, `kind`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};
use crate::quantity::{Price, Quantity};

/// One row of `quote`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The day it happened.
    pub date: Day,
    /// Where the price was quoted.
    pub market: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// The item's base unit.
    pub unit: String,
    /// What kind of row it is.
    pub kind: Option<QuoteKind>,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
    /// Where it is from.
    pub source: String,
    /// Lowest price, yuan a unit.
    pub low: Option<Price>,
    /// Highest price, yuan a unit.
    pub high: Option<Price>,
    /// Delivery fee that the buyer pays on top, yuan a unit.
    pub fee: Option<Price>,
    /// Quantity sold at it.
    pub qty: Option<Quantity>,
}

/// The columns of `quote`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Market, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Price, Kind::Price).expected().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)).key(),
    field(Column::Category, Kind::Text),
    field(Column::Source, Kind::Text),
    field(Column::Low, Kind::Price).unsigned(),
    field(Column::High, Kind::Price).unsigned(),
    field(Column::Fee, Kind::Price).unsigned(),
    field(Column::Qty, Kind::Quantity),
];

impl Record for Quote {
    const TABLE: Table = Table::Quote;

    fn from_row(row: &Row) -> Quote {
        Quote {
            date: row.get(Column::Date),
            market: row.get(Column::Market),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            price: row.get(Column::Price),
            unit: row.get(Column::Unit),
            kind: row.get(Column::Kind),
            category: row.get(Column::Category),
            source: row.get(Column::Source),
            low: row.get(Column::Low),
            high: row.get(Column::High),
            fee: row.get(Column::Fee),
            qty: row.get(Column::Qty),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.market.into(),
            self.item.into(),
            self.spec.into(),
            self.price.into(),
            self.unit.into(),
            self.kind.into(),
            self.category.into(),
            self.source.into(),
            self.low.into(),
            self.high.into(),
            self.fee.into(),
            self.qty.into(),
        ]
    }
}
