//! Table `disclosure`: what is made public: purchases, allocations, stock, donations received.
//!
//! Key: `list`, `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DisclosureList, Form, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `disclosure`.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Which of the lists: purchase, allocation, stock, donation.
    pub list: DisclosureList,
    /// Document of the ledger line; of stock, that of the last line that moved it.
    pub doc: String,
    /// Line within the document.
    pub line: String,
    /// The day it happened.
    pub date: Option<Day>,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Who gave or took it; a person's name is masked.
    pub counterparty: String,
    /// What it is used for.
    pub usage: String,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Quantity times unit cost, rounded once a line.
    pub amount: Option<Money>,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// How many ledger lines add up to it.
    pub lines: Option<i64>,
    /// How many private fields were masked.
    pub masked: Option<i64>,
}

/// The columns of `disclosure`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::List, Kind::Word(DisclosureList::CHOICES))
        .key()
        .required(),
    field(Column::Doc, Kind::Text).key().expected(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Date, Kind::Day),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Lot, Kind::Text),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Counterparty, Kind::Text),
    field(Column::Use, Kind::Text),
    field(Column::UnitCost, Kind::Price),
    field(Column::Amount, Kind::Money),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Lines, Kind::Integer),
    field(Column::Masked, Kind::Integer),
];

impl Record for Disclosure {
    const TABLE: Table = Table::Disclosure;

    fn from_row(row: &Row) -> Disclosure {
        Disclosure {
            list: row.get(Column::List),
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            date: row.get(Column::Date),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            form: row.get(Column::Form),
            counterparty: row.get(Column::Counterparty),
            usage: row.get(Column::Use),
            unit_cost: row.get(Column::UnitCost),
            amount: row.get(Column::Amount),
            expiry: row.get(Column::Expiry),
            lines: row.get(Column::Lines),
            masked: row.get(Column::Masked),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.list.into(),
            self.doc.into(),
            self.line.into(),
            self.date.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.unit.into(),
            self.form.into(),
            self.counterparty.into(),
            self.usage.into(),
            self.unit_cost.into(),
            self.amount.into(),
            self.expiry.into(),
            self.lines.into(),
            self.masked.into(),
        ]
    }
}
