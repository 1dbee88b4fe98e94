//! Table `requirement`: what is needed, before anybody asks what is there.
//!
//! Key: `as_of`, `kind`, `site`, `item`, `form`, `rule`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, NeedKind, Verdict, Word};
use crate::quantity::Quantity;

/// One row of `requirement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The day the figures stand for.
    pub as_of: Day,
    /// What it is needed for.
    pub kind: NeedKind,
    /// Where it is needed; empty where the figures came without a site.
    pub site: String,
    /// Which goods, by their catalogue code; of people and places, what they are.
    pub item: String,
    /// In what form it must be held; empty for people and places, which are not held.
    pub form: Option<Form>,
    /// What is needed, at least; empty where it cannot be told, and `basis` says why.
    pub qty: Option<Quantity>,
    /// The upper end where the rule names a range.
    pub need_max: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// Days that the need covers; empty where it is met once.
    pub days: Option<i64>,
    /// What it is counted on, or why it cannot be told.
    pub basis: String,
    /// The terms that add up to the quantity.
    pub terms: String,
    /// What binds: how far the scarcest means reach.
    pub limit: String,
    /// What there is of it and can still be used in time; empty where no stock was handed in.
    pub have: Option<Quantity>,
    /// What is missing to `qty`.
    pub gap: Option<Quantity>,
    /// Short or within.
    pub verdict: Option<Verdict>,
    /// Id of the rule that asks for it.
    pub rule: String,
    /// Where its figures are from.
    pub source: String,
}

/// The columns of `requirement`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Kind, Kind::Word(NeedKind::CHOICES))
        .key()
        .required(),
    field(Column::Site, Kind::Text).key().expected(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Qty, Kind::Quantity),
    field(Column::NeedMax, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Days, Kind::Integer),
    field(Column::Basis, Kind::Text),
    field(Column::Terms, Kind::Text),
    field(Column::Limit, Kind::Text),
    field(Column::Have, Kind::Quantity),
    field(Column::Gap, Kind::Quantity),
    field(Column::Verdict, Kind::Word(Verdict::CHOICES)),
    field(Column::Rule, Kind::Text).key(),
    field(Column::Source, Kind::Text),
];

impl Record for Requirement {
    const TABLE: Table = Table::Requirement;

    fn from_row(row: &Row) -> Requirement {
        Requirement {
            as_of: row.get(Column::AsOf),
            kind: row.get(Column::Kind),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            qty: row.get(Column::Qty),
            need_max: row.get(Column::NeedMax),
            unit: row.get(Column::Unit),
            days: row.get(Column::Days),
            basis: row.get(Column::Basis),
            terms: row.get(Column::Terms),
            limit: row.get(Column::Limit),
            have: row.get(Column::Have),
            gap: row.get(Column::Gap),
            verdict: row.get(Column::Verdict),
            rule: row.get(Column::Rule),
            source: row.get(Column::Source),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.kind.into(),
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.qty.into(),
            self.need_max.into(),
            self.unit.into(),
            self.days.into(),
            self.basis.into(),
            self.terms.into(),
            self.limit.into(),
            self.have.into(),
            self.gap.into(),
            self.verdict.into(),
            self.rule.into(),
            self.source.into(),
        ]
    }
}
