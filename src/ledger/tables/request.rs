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
    /// The columns that few lines fill; `None` where this one fills none of them. Read by [`Request::terms`].
    pub terms: Option<Box<Terms>>,
}

/// What few lines of a request say beside who asks for how much of what. It would take more than half of the room of a
/// line, and there may be a million.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terms {
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

/// The terms of a line that says nothing of them.
static NO_TERMS: Terms = Terms {
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
};

impl Terms {
    /// As a line holds them: none where nothing is said.
    pub fn stated(self) -> Option<Box<Terms>> {
        (self != NO_TERMS).then(|| Box::new(self))
    }
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
            terms: None,
        }
    }

    /// What the line says in the columns that few fill.
    pub fn terms(&self) -> &Terms {
        self.terms.as_deref().unwrap_or(&NO_TERMS)
    }

    /// The line with other terms.
    pub fn on_terms(self, terms: Terms) -> Request {
        Request {
            terms: terms.stated(),
            ..self
        }
    }

    /// The line with another least quantity that is of any use.
    pub fn with_least(self, min_qty: Option<Quantity>) -> Request {
        if self.terms().min_qty == min_qty {
            return self;
        }
        let terms = self.terms().clone();
        self.on_terms(Terms { min_qty, ..terms })
    }

    /// The line with what it is still `open` for once so much is `given` to it: of the least that is of any use it misses
    /// that much less.
    pub fn open_for(&self, open: Quantity, given: Quantity) -> Request {
        let least = self.terms().min_qty;
        let line = Request {
            qty: Some(open),
            ..self.clone()
        };
        line.with_least(least.map(|least| (least - given).or_zero()))
    }
}

/// The columns of `request`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Request, Kind::Text).key(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Qty, Kind::Quantity).expected().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::Use, Kind::Text),
    field(Column::Duty, Kind::Word(Duty::CHOICES)),
    field(Column::Urgent, Kind::Truth),
    field(Column::Priority, Kind::Integer),
    field(Column::Weight, Kind::Ratio),
    field(Column::NeedBy, Kind::Day),
    field(Column::MinQty, Kind::Quantity).unsigned(),
    field(Column::MinDaysLeft, Kind::Integer),
    field(Column::Countersigned, Kind::Text),
    field(Column::Note, Kind::Text),
    field(Column::Headcount, Kind::Quantity).unsigned(),
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
            terms: Terms {
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
            .stated(),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        let terms = self.terms.map_or_else(Terms::default, |terms| *terms);
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
            terms.priority.into(),
            terms.weight.into(),
            terms.need_by.into(),
            terms.min_qty.into(),
            terms.min_days_left.into(),
            terms.countersigned.into(),
            terms.note.into(),
            terms.headcount.into(),
            terms.role.into(),
            terms.days.into(),
        ]
    }
}
