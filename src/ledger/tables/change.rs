//! Table `change`: latest price of a series and its changes.
//!
//! Key: `date`, `market`, `item`, `spec`, `kind`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{QuoteKind, Word};
use crate::quantity::Price;

/// One row of `change`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The day it happened.
    pub date: Day,
    /// Where the price was quoted.
    pub market: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Size, model, sort.
    pub spec: String,
    /// Yuan a unit.
    pub price: Price,
    /// Change to the previous quote.
    pub prev: Option<f64>,
    /// Date of the previous quote.
    pub prev_base: Option<Day>,
    /// Change to the day before.
    pub day: Option<f64>,
    /// The day before.
    pub day_base: Option<Day>,
    /// Change to a week before.
    pub week: Option<f64>,
    /// Date of the quote a week before.
    pub week_base: Option<Day>,
    /// Change of the mean of this 旬 to the one before.
    pub xun: Option<f64>,
    /// First day of the 旬 before.
    pub xun_base: Option<Day>,
    /// Month, or change to the same day of the previous month.
    pub month: Option<f64>,
    /// Date of the quote a month before.
    pub month_base: Option<Day>,
    /// Change to the same date last year.
    pub year: Option<f64>,
    /// Date of the quote a year before.
    pub year_base: Option<Day>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Which price it is.
    pub kind: Option<QuoteKind>,
    /// The item's base unit.
    pub unit: String,
}

/// The columns of `change`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Market, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Spec, Kind::Text).key(),
    field(Column::Price, Kind::Price).required(),
    field(Column::Prev, Kind::Ratio).expected(),
    field(Column::PrevBase, Kind::Day),
    field(Column::Day, Kind::Ratio),
    field(Column::DayBase, Kind::Day),
    field(Column::Week, Kind::Ratio).expected(),
    field(Column::WeekBase, Kind::Day),
    field(Column::Xun, Kind::Ratio),
    field(Column::XunBase, Kind::Day),
    field(Column::Month, Kind::Ratio).expected(),
    field(Column::MonthBase, Kind::Day),
    field(Column::Year, Kind::Ratio),
    field(Column::YearBase, Kind::Day),
    field(Column::Reason, Kind::Text),
    field(Column::Kind, Kind::Word(QuoteKind::CHOICES)).key(),
    field(Column::Unit, Kind::Text),
];

impl Record for Change {
    const TABLE: Table = Table::Change;

    fn from_row(row: &Row) -> Change {
        Change {
            date: row.get(Column::Date),
            market: row.get(Column::Market),
            item: row.get(Column::Item),
            spec: row.get(Column::Spec),
            price: row.get(Column::Price),
            prev: row.get(Column::Prev),
            prev_base: row.get(Column::PrevBase),
            day: row.get(Column::Day),
            day_base: row.get(Column::DayBase),
            week: row.get(Column::Week),
            week_base: row.get(Column::WeekBase),
            xun: row.get(Column::Xun),
            xun_base: row.get(Column::XunBase),
            month: row.get(Column::Month),
            month_base: row.get(Column::MonthBase),
            year: row.get(Column::Year),
            year_base: row.get(Column::YearBase),
            reason: row.get(Column::Reason),
            kind: row.get(Column::Kind),
            unit: row.get(Column::Unit),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.market.into(),
            self.item.into(),
            self.spec.into(),
            self.price.into(),
            self.prev.into(),
            self.prev_base.into(),
            self.day.into(),
            self.day_base.into(),
            self.week.into(),
            self.week_base.into(),
            self.xun.into(),
            self.xun_base.into(),
            self.month.into(),
            self.month_base.into(),
            self.year.into(),
            self.year_base.into(),
            self.reason.into(),
            self.kind.into(),
            self.unit.into(),
        ]
    }
}
