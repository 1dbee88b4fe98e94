//! Table `book`: book of a period: what there was, what moved it, what there is, in quantity and money.
//!
//! Key: `site`, `item`, `form`, `owner`, `kind`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{BookKind, Form, Word};
use crate::quantity::{Money, Quantity};

/// One row of `book`.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// What kind of row it is.
    pub kind: BookKind,
    /// What it adds to the balance; negative takes away.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// What it adds in money, rounded once a line.
    pub value: Money,
    /// How many ledger lines it sums up.
    pub lines: i64,
    /// Quantity of which nobody stated the cost.
    pub unvalued: Option<Quantity>,
}

/// The columns of `book`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::From, Kind::Day).required(),
    field(Column::To, Kind::Day).required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Owner, Kind::Text).key(),
    field(Column::Kind, Kind::Word(BookKind::CHOICES))
        .key()
        .required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Value, Kind::Money).required(),
    field(Column::Lines, Kind::Integer).required(),
    field(Column::Unvalued, Kind::Quantity).expected(),
];

impl Record for Book {
    const TABLE: Table = Table::Book;

    fn from_row(row: &Row) -> Book {
        Book {
            from: row.get(Column::From),
            to: row.get(Column::To),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            kind: row.get(Column::Kind),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            value: row.get(Column::Value),
            lines: row.get(Column::Lines),
            unvalued: row.get(Column::Unvalued),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from.into(),
            self.to.into(),
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.owner.into(),
            self.kind.into(),
            self.qty.into(),
            self.unit.into(),
            self.value.into(),
            self.lines.into(),
            self.unvalued.into(),
        ]
    }
}
