//! Table `request`: what sites ask for.
//!
//! Key: `request`, `line`.

use crate::calendar::Day;
use crate::ledger::Text;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Duty, Word};
use crate::quantity::Quantity;

/// One row of `request`.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Requisition form.
    pub request: Text,
    /// Line within the document, request, settlement or file.
    pub line: Text,
    /// The day it happened.
    pub date: Option<Day>,
    /// Where: a depot, institution, street or market, by its code.
    pub site: Text,
    /// Which goods, by their catalogue code.
    pub item: Text,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// The item's base unit.
    pub unit: Text,
    /// What it is used for.
    pub usage: Text,
    /// First line (in contact with risk) or second line.
    pub duty: Option<Duty>,
    /// Whether it cannot wait.
    pub urgent: Option<bool>,
    /// Declared priority, 1 first.
    pub priority: Option<i64>,
    /// Weight in a weighted rule.
    pub weight: Option<f64>,
    /// Day it is needed.
    pub need_by: Option<Day>,
    /// Least quantity that is of any use.
    pub min_qty: Option<Quantity>,
    /// Least days before expiry on arrival.
    pub min_days_left: Option<i64>,
    /// Who countersigned.
    pub countersigned: Text,
    /// Free text.
    pub note: Text,
    /// How many people.
    pub headcount: Option<Quantity>,
    /// What the staff do.
    pub role: Text,
    /// Days in the window.
    pub days: Option<i64>,
}

impl Request {
    /// A request of which only the goods and the asker are known.
    pub fn of(site: &str, item: &str) -> Request {
        Request {
            request: Text::new(),
            line: Text::new(),
            date: None,
            site: site.into(),
            item: item.into(),
            qty: None,
            unit: Text::new(),
            usage: Text::new(),
            duty: None,
            urgent: None,
            priority: None,
            weight: None,
            need_by: None,
            min_qty: None,
            min_days_left: None,
            countersigned: Text::new(),
            note: Text::new(),
            headcount: None,
            role: Text::new(),
            days: None,
        }
    }
}

/// The columns of `request`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Request, Kind::Text).key(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).expected(),
    field(Column::Unit, Kind::Text),
    field(Column::Use, Kind::Text),
    field(Column::Duty, Kind::Word(Duty::CHOICES)),
    field(Column::Urgent, Kind::Truth),
    field(Column::Priority, Kind::Integer),
    field(Column::Weight, Kind::Ratio),
    field(Column::NeedBy, Kind::Day),
    field(Column::MinQty, Kind::Quantity),
    field(Column::MinDaysLeft, Kind::Integer),
    field(Column::Countersigned, Kind::Text),
    field(Column::Note, Kind::Text),
    field(Column::Headcount, Kind::Quantity),
    field(Column::Role, Kind::Text),
    field(Column::Days, Kind::Integer),
];

impl Record for Request {
    const TABLE: Table = Table::Request;

    fn from_row(row: &Row) -> Request {
        Request {
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            usage: row.get(Column::Use),
            duty: row.get(Column::Duty),
            urgent: row.get(Column::Urgent),
            priority: row.get(Column::Priority),
            weight: row.get(Column::Weight),
            need_by: row.get(Column::NeedBy),
            min_qty: row.get(Column::MinQty),
            min_days_left: row.get(Column::MinDaysLeft),
            countersigned: row.get(Column::Countersigned),
            note: row.get(Column::Note),
            headcount: row.get(Column::Headcount),
            role: row.get(Column::Role),
            days: row.get(Column::Days),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.request.into(),
            self.line.into(),
            self.date.into(),
            self.site.into(),
            self.item.into(),
            self.qty.into(),
            self.unit.into(),
            self.usage.into(),
            self.duty.into(),
            self.urgent.into(),
            self.priority.into(),
            self.weight.into(),
            self.need_by.into(),
            self.min_qty.into(),
            self.min_days_left.into(),
            self.countersigned.into(),
            self.note.into(),
            self.headcount.into(),
            self.role.into(),
            self.days.into(),
        ]
    }
}
