//! Table `driver`: the change of a category, taken apart into parts that sum to it.
//!
//! Key: `date`, `scope`, `part`, `item`, `market`, `spec`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};
use crate::quantity::Price;

/// One row of `driver`.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// The day it happened.
    pub date: Day,
    /// The category.
    pub scope: String,
    /// Which part of the change it is.
    pub part: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Where the price was quoted.
    pub market: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
    /// Date it is compared with.
    pub from: Option<Day>,
    /// Price it is compared with, yuan a unit.
    pub base_price: Option<Price>,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Part of the base that it is.
    pub weight: Option<f64>,
    /// Part of the change that falls to it, as a fraction of the base; the parts sum to the total.
    pub contribution: Option<f64>,
    /// Quotes behind the figure.
    pub quotes: Option<i64>,
    /// One sentence for the reader.
    pub text: String,
    /// How the item is packed or graded.
    pub spec: String,
}

/// The columns of `driver`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Part, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Market, Kind::Text).key(),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)),
    field(Column::Unit, Kind::Text),
    field(Column::From, Kind::Day),
    field(Column::BasePrice, Kind::Price),
    field(Column::Price, Kind::Price),
    field(Column::Weight, Kind::Ratio),
    field(Column::Contribution, Kind::Ratio).expected(),
    field(Column::Quotes, Kind::Integer),
    field(Column::Text, Kind::Text),
    field(Column::Spec, Kind::Text).key(),
];

impl Record for Driver {
    const TABLE: Table = Table::Driver;

    fn from_row(row: &Row) -> Driver {
        Driver {
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            part: row.get(Column::Part),
            item: row.get(Column::Item),
            market: row.get(Column::Market),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
            from: row.get(Column::From),
            base_price: row.get(Column::BasePrice),
            price: row.get(Column::Price),
            weight: row.get(Column::Weight),
            contribution: row.get(Column::Contribution),
            quotes: row.get(Column::Quotes),
            text: row.get(Column::Text),
            spec: row.get(Column::Spec),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.scope.into(),
            self.part.into(),
            self.item.into(),
            self.market.into(),
            self.kind.into(),
            self.unit.into(),
            self.from.into(),
            self.base_price.into(),
            self.price.into(),
            self.weight.into(),
            self.contribution.into(),
            self.quotes.into(),
            self.text.into(),
            self.spec.into(),
        ]
    }
}
