//! Table `label`: what stands on the bag of each household, in the order of packing.
//!
//! Key: `enterprise`, `site`, `building`, `entrance`, `household`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Payment, Word};
use crate::quantity::{Money, Quantity};

/// One row of `label`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Building of the compound.
    pub building: String,
    /// Entrance of the building.
    pub entrance: String,
    /// Household, by its number.
    pub household: String,
    /// The day it happened.
    pub date: Day,
    /// Place in the order of purchase; 1 first.
    pub rank: i64,
    /// Door within the entrance; personal, masked unless it is asked for.
    pub door: String,
    /// Telephone; personal, masked unless it is asked for.
    pub phone: String,
    /// Special need of the household: empty_nest_elderly, bedridden, other_hardship.
    pub group: String,
    /// Packages of the order, each with how many: `A×2; B×1`.
    pub contents: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// What the quantity costs, yuan.
    pub amount: Option<Money>,
    /// Paid, or free of charge.
    pub payment: Payment,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `label`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Enterprise, Kind::Text).key(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Building, Kind::Text).key(),
    field(Column::Entrance, Kind::Text).key(),
    field(Column::Household, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Rank, Kind::Integer).required(),
    field(Column::Door, Kind::Text),
    field(Column::Phone, Kind::Text),
    field(Column::Group, Kind::Text),
    field(Column::Contents, Kind::Text),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Amount, Kind::Money),
    field(Column::Payment, Kind::Word(Payment::CHOICES)).required(),
    field(Column::Rule, Kind::Text),
];

impl Record for Label {
    const TABLE: Table = Table::Label;

    fn from_row(row: &Row) -> Label {
        Label {
            enterprise: row.get(Column::Enterprise),
            site: row.get(Column::Site),
            building: row.get(Column::Building),
            entrance: row.get(Column::Entrance),
            household: row.get(Column::Household),
            date: row.get(Column::Date),
            rank: row.get(Column::Rank),
            door: row.get(Column::Door),
            phone: row.get(Column::Phone),
            group: row.get(Column::Group),
            contents: row.get(Column::Contents),
            qty: row.get(Column::Qty),
            amount: row.get(Column::Amount),
            payment: row.get(Column::Payment),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.enterprise.into(),
            self.site.into(),
            self.building.into(),
            self.entrance.into(),
            self.household.into(),
            self.date.into(),
            self.rank.into(),
            self.door.into(),
            self.phone.into(),
            self.group.into(),
            self.contents.into(),
            self.qty.into(),
            self.amount.into(),
            self.payment.into(),
            self.rule.into(),
        ]
    }
}
