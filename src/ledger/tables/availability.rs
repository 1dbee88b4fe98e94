//! Table `availability`: what can be had by when, each form apart.
//!
//! Key: `site`, `item`, `form`, `day_number`, `source`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::Quantity;

/// One row of `availability`.
#[derive(Debug, Clone, PartialEq)]
pub struct Availability {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Form,
    /// Days after the call; 0 is the day of the call.
    pub day_number: Option<i64>,
    /// Which stock, agreement or line it comes from.
    pub source: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Quantity that can be had from this day on.
    pub added: Option<Quantity>,
    /// What this form gives up to and with this day.
    pub total: Option<Quantity>,
    /// Quantity that is not counted, and why stands beside it.
    pub uncounted: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `availability`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES))
        .key()
        .required(),
    field(Column::DayNumber, Kind::Integer).key(),
    field(Column::Source, Kind::Text).key().required(),
    field(Column::Date, Kind::Day),
    field(Column::Added, Kind::Quantity),
    field(Column::Total, Kind::Quantity),
    field(Column::Uncounted, Kind::Quantity).expected(),
    field(Column::Unit, Kind::Text),
    field(Column::Reason, Kind::Text),
];

impl Record for Availability {
    const TABLE: Table = Table::Availability;

    fn from_row(row: &Row) -> Availability {
        Availability {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            day_number: row.get(Column::DayNumber),
            source: row.get(Column::Source),
            date: row.get(Column::Date),
            added: row.get(Column::Added),
            total: row.get(Column::Total),
            uncounted: row.get(Column::Uncounted),
            unit: row.get(Column::Unit),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.day_number.into(),
            self.source.into(),
            self.date.into(),
            self.added.into(),
            self.total.into(),
            self.uncounted.into(),
            self.unit.into(),
            self.reason.into(),
        ]
    }
}
