//! Table `slot`: when each household gets its goods, and how.
//!
//! Key: `site`, `household`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DeliveryMode, Word};

/// One row of `slot`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Household, by its number.
    pub household: String,
    /// Building of the compound.
    pub building: String,
    /// Entrance of the building.
    pub entrance: String,
    /// To the door, or picked up.
    pub mode: DeliveryMode,
    /// The day it happened.
    pub date: Day,
    /// Number of the slot on its day, from 1.
    pub slot: i64,
    /// When the slot starts: `08:30`.
    pub starts: String,
    /// When the slot ends: `09:00`.
    pub ends: String,
    /// Place in the order of purchase; 1 first.
    pub rank: i64,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `slot`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Household, Kind::Text).key().required(),
    field(Column::Building, Kind::Text),
    field(Column::Entrance, Kind::Text),
    field(Column::Mode, Kind::Word(DeliveryMode::CHOICES)).required(),
    field(Column::Date, Kind::Day).required(),
    field(Column::Slot, Kind::Integer).required(),
    field(Column::Starts, Kind::Text),
    field(Column::Ends, Kind::Text),
    field(Column::Rank, Kind::Integer).required(),
    field(Column::Rule, Kind::Text),
];

impl Record for Slot {
    const TABLE: Table = Table::Slot;

    fn from_row(row: &Row) -> Slot {
        Slot {
            site: row.get(Column::Site),
            household: row.get(Column::Household),
            building: row.get(Column::Building),
            entrance: row.get(Column::Entrance),
            mode: row.get(Column::Mode),
            date: row.get(Column::Date),
            slot: row.get(Column::Slot),
            starts: row.get(Column::Starts),
            ends: row.get(Column::Ends),
            rank: row.get(Column::Rank),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.household.into(),
            self.building.into(),
            self.entrance.into(),
            self.mode.into(),
            self.date.into(),
            self.slot.into(),
            self.starts.into(),
            self.ends.into(),
            self.rank.into(),
            self.rule.into(),
        ]
    }
}
