//! Table `deadline`: what must be done by which day.
//!
//! Key: `date`, `kind`, `site`, `from_site`, `item`, `lot`, `form`, `owner`, `earmark`, `ref`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DeadlineKind, Form, Rung, Word};
use crate::quantity::Quantity;

/// One row of `deadline`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// The last day, or the day it begins.
    pub date: Day,
    /// What kind of row it is.
    pub kind: DeadlineKind,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Site that gives, where goods are dispatched.
    pub from_site: String,
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
    /// Document and line it refers to, as `doc/line`.
    pub reference: String,
    /// Days from the day answered for; negative where it is past.
    pub days_left: Option<i64>,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// Rung of the rotation ladder.
    pub stage: Option<Rung>,
    /// What to do about it.
    pub action: String,
    /// Who answers for it.
    pub liable: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `deadline`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Date, Kind::Day).key().required(),
    field(Column::Kind, Kind::Word(DeadlineKind::CHOICES))
        .key()
        .required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::FromSite, Kind::Text).key(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Owner, Kind::Text).key(),
    field(Column::Earmark, Kind::Text).key(),
    field(Column::Ref, Kind::Text).key(),
    field(Column::DaysLeft, Kind::Integer).expected(),
    field(Column::Qty, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Stage, Kind::Word(Rung::CHOICES)),
    field(Column::Action, Kind::Text),
    field(Column::Liable, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Deadline {
    const TABLE: Table = Table::Deadline;

    fn from_row(row: &Row) -> Deadline {
        Deadline {
            date: row.get(Column::Date),
            kind: row.get(Column::Kind),
            site: row.get(Column::Site),
            from_site: row.get(Column::FromSite),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            reference: row.get(Column::Ref),
            days_left: row.get(Column::DaysLeft),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            stage: row.get(Column::Stage),
            action: row.get(Column::Action),
            liable: row.get(Column::Liable),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.date.into(),
            self.kind.into(),
            self.site.into(),
            self.from_site.into(),
            self.item.into(),
            self.lot.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.reference.into(),
            self.days_left.into(),
            self.qty.into(),
            self.unit.into(),
            self.stage.into(),
            self.action.into(),
            self.liable.into(),
            self.rule.into(),
        ]
    }
}
