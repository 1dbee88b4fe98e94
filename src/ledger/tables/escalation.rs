//! Table `escalation`: what is asked of the next level, and what was tried before.
//!
//! Key: `plan`, `addressee`, `site`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `escalation`.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalation {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: String,
    /// Who is asked, told or addressed.
    pub addressee: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The item's base unit.
    pub unit: String,
    /// What was short when sources were asked.
    pub need: Quantity,
    /// What the sources asked before give of it.
    pub have: Quantity,
    /// What is asked of the next level: need less have.
    pub gap: Quantity,
    /// First day it is needed.
    pub need_by: Option<Day>,
    /// How many request lines it sums up.
    pub lines: Option<i64>,
    /// Sources that were asked, in order, with what each gives.
    pub tried: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `escalation`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Addressee, Kind::Text).key(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Unit, Kind::Text),
    field(Column::Need, Kind::Quantity).required(),
    field(Column::Have, Kind::Quantity).required(),
    field(Column::Gap, Kind::Quantity).required(),
    field(Column::NeedBy, Kind::Day),
    field(Column::Lines, Kind::Integer),
    field(Column::Tried, Kind::Text).expected(),
    field(Column::Rule, Kind::Text),
];

impl Record for Escalation {
    const TABLE: Table = Table::Escalation;

    fn from_row(row: &Row) -> Escalation {
        Escalation {
            plan: row.get(Column::Plan),
            addressee: row.get(Column::Addressee),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            unit: row.get(Column::Unit),
            need: row.get(Column::Need),
            have: row.get(Column::Have),
            gap: row.get(Column::Gap),
            need_by: row.get(Column::NeedBy),
            lines: row.get(Column::Lines),
            tried: row.get(Column::Tried),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.plan.into(),
            self.addressee.into(),
            self.site.into(),
            self.item.into(),
            self.unit.into(),
            self.need.into(),
            self.have.into(),
            self.gap.into(),
            self.need_by.into(),
            self.lines.into(),
            self.tried.into(),
            self.rule.into(),
        ]
    }
}
