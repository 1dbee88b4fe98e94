//! Table `variance`: stock-take held against the book: what is missing, what is over, what it is worth.
//!
//! Key: `doc`, `line`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{CountVerdict, Form, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `variance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Variance {
    /// Document number; with `line` the key of a movement.
    pub doc: String,
    /// Line within the document, request, settlement or file.
    pub line: String,
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Whom the donor wants to have it: `site:H1;class:fever_clinic;until:2022-03-31`.
    pub earmark: String,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// Quantity that the ledger had when the count sheet was made.
    pub book: Option<Quantity>,
    /// Quantity that was counted; blank is not counted.
    pub counted: Option<Quantity>,
    /// Quantity counted less the book; negative is missing.
    pub variance: Option<Quantity>,
    /// Net quantity of what was posted since the count sheet was made.
    pub moved: Option<Quantity>,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Amount in yuan, or the value the rule looked at.
    pub value: Option<Money>,
    /// Short, within or above; of a count, how it compares with the book.
    pub verdict: CountVerdict,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Who handled it, by role.
    pub handler: String,
    /// Seal of the ledger's last line when the plan was made.
    pub basis_seal: String,
}

/// The columns of `variance`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Doc, Kind::Text).key(),
    field(Column::Line, Kind::Text).key(),
    field(Column::AsOf, Kind::Day).required(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Lot, Kind::Text),
    field(Column::Form, Kind::Word(Form::CHOICES)),
    field(Column::Owner, Kind::Text),
    field(Column::Earmark, Kind::Text),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Book, Kind::Quantity),
    field(Column::Counted, Kind::Quantity).unsigned(),
    field(Column::Variance, Kind::Quantity).expected(),
    field(Column::Moved, Kind::Quantity),
    field(Column::UnitCost, Kind::Price).unsigned(),
    field(Column::Value, Kind::Money),
    field(Column::Verdict, Kind::Word(CountVerdict::CHOICES)).required(),
    field(Column::Reason, Kind::Text),
    field(Column::Handler, Kind::Text),
    field(Column::BasisSeal, Kind::Text),
];

impl Record for Variance {
    const TABLE: Table = Table::Variance;

    fn from_row(row: &Row) -> Variance {
        Variance {
            doc: row.get(Column::Doc),
            line: row.get(Column::Line),
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            book: row.get(Column::Book),
            counted: row.get(Column::Counted),
            variance: row.get(Column::Variance),
            moved: row.get(Column::Moved),
            unit_cost: row.get(Column::UnitCost),
            value: row.get(Column::Value),
            verdict: row.get(Column::Verdict),
            reason: row.get(Column::Reason),
            handler: row.get(Column::Handler),
            basis_seal: row.get(Column::BasisSeal),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.doc.into(),
            self.line.into(),
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.unit.into(),
            self.expiry.into(),
            self.book.into(),
            self.counted.into(),
            self.variance.into(),
            self.moved.into(),
            self.unit_cost.into(),
            self.value.into(),
            self.verdict.into(),
            self.reason.into(),
            self.handler.into(),
            self.basis_seal.into(),
        ]
    }
}
