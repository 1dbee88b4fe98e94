//! Table `capability`: what can be mobilised: kinds, quantities, capacity, and how soon.
//!
//! Key: `item`, `form`.

use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::Quantity;

/// One row of `capability`.
#[derive(Debug, Clone, PartialEq)]
pub struct Capability {
    /// Which goods, by their catalogue code.
    pub item: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Form,
    /// Class of the item, or `;` list of classes of the site.
    pub class: String,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
    /// The item's base unit.
    pub unit: String,
    /// What there is on the day of the call.
    pub qty: Option<Quantity>,
    /// What this form gives up to and with the last day stated.
    pub total: Option<Quantity>,
    /// The last day on which something comes or goes in any form, counted from the call.
    pub day_number: Option<i64>,
    /// Quantity that lines in force can make a day.
    pub capacity: Option<Quantity>,
    /// First day after the call on which something more can be had; of lines, the first day on which they make goods.
    pub start_day: Option<i64>,
    /// How many stocks, agreements or lines it comes from.
    pub sources: Option<i64>,
    /// Quantity that is not counted, and why stands beside it.
    pub uncounted: Option<Quantity>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
}

/// The columns of `capability`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES))
        .key()
        .required(),
    field(Column::Class, Kind::Text),
    field(Column::Category, Kind::Text),
    field(Column::Unit, Kind::Text),
    field(Column::Qty, Kind::Quantity),
    field(Column::Total, Kind::Quantity).expected(),
    field(Column::DayNumber, Kind::Integer),
    field(Column::Capacity, Kind::Quantity),
    field(Column::StartDay, Kind::Integer),
    field(Column::Sources, Kind::Integer),
    field(Column::Uncounted, Kind::Quantity),
    field(Column::Reason, Kind::Text),
];

impl Record for Capability {
    const TABLE: Table = Table::Capability;

    fn from_row(row: &Row) -> Capability {
        Capability {
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            class: row.get(Column::Class),
            category: row.get(Column::Category),
            unit: row.get(Column::Unit),
            qty: row.get(Column::Qty),
            total: row.get(Column::Total),
            day_number: row.get(Column::DayNumber),
            capacity: row.get(Column::Capacity),
            start_day: row.get(Column::StartDay),
            sources: row.get(Column::Sources),
            uncounted: row.get(Column::Uncounted),
            reason: row.get(Column::Reason),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.item.into(),
            self.form.into(),
            self.class.into(),
            self.category.into(),
            self.unit.into(),
            self.qty.into(),
            self.total.into(),
            self.day_number.into(),
            self.capacity.into(),
            self.start_day.into(),
            self.sources.into(),
            self.uncounted.into(),
            self.reason.into(),
        ]
    }
}
