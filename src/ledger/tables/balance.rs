//! Table `balance`: supply and demand of necessities: what there is, what is needed, for how long.
//!
//! Key: `as_of`, `scope`, `category`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `balance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The day the figures stand for.
    pub as_of: Day,
    /// The site, class or area it applies to.
    pub scope: String,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
    /// The item's base unit.
    pub unit: String,
    /// What may be picked in the stores there, base units.
    pub stock: Option<Quantity>,
    /// What local lines make within the days looked at, base units.
    pub local_capacity: Option<Quantity>,
    /// What can be bought from outside within the days looked at, base units.
    pub purchasable: Option<Quantity>,
    /// Stock, local capacity and what can be bought, base units.
    pub supply: Option<Quantity>,
    /// Days looked at.
    pub days: Option<i64>,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// What is asked for in the days looked at, base units.
    pub need: Option<Quantity>,
    /// What of the need is not met, first expiry first, base units.
    pub gap: Option<Quantity>,
    /// Whole days that the supply lasts.
    pub cover_days: Option<i64>,
    /// Days of supply below which it is tight.
    pub threshold_days: Option<i64>,
    /// Whether it lasts for fewer days than the policy states.
    pub tight: Option<bool>,
    /// Id of the rule that decided.
    pub rule: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// What the need is counted on.
    pub basis: String,
    /// First day that is not fully met.
    pub short_on: Option<Day>,
}

/// The columns of `balance`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Scope, Kind::Text).key().required(),
    field(Column::Category, Kind::Text).key().required(),
    field(Column::Unit, Kind::Text),
    field(Column::Stock, Kind::Quantity).expected(),
    field(Column::LocalCapacity, Kind::Quantity),
    field(Column::Purchasable, Kind::Quantity),
    field(Column::Supply, Kind::Quantity).expected(),
    field(Column::Days, Kind::Integer),
    field(Column::Rate, Kind::Quantity),
    field(Column::Need, Kind::Quantity),
    field(Column::Gap, Kind::Quantity),
    field(Column::CoverDays, Kind::Integer),
    field(Column::ThresholdDays, Kind::Integer),
    field(Column::Tight, Kind::Truth),
    field(Column::Rule, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Basis, Kind::Text),
    field(Column::ShortOn, Kind::Day),
];

impl Record for Balance {
    const TABLE: Table = Table::Balance;

    fn from_row(row: &Row) -> Balance {
        Balance {
            as_of: row.get(Column::AsOf),
            scope: row.get(Column::Scope),
            category: row.get(Column::Category),
            unit: row.get(Column::Unit),
            stock: row.get(Column::Stock),
            local_capacity: row.get(Column::LocalCapacity),
            purchasable: row.get(Column::Purchasable),
            supply: row.get(Column::Supply),
            days: row.get(Column::Days),
            rate: row.get(Column::Rate),
            need: row.get(Column::Need),
            gap: row.get(Column::Gap),
            cover_days: row.get(Column::CoverDays),
            threshold_days: row.get(Column::ThresholdDays),
            tight: row.get(Column::Tight),
            rule: row.get(Column::Rule),
            reason: row.get(Column::Reason),
            basis: row.get(Column::Basis),
            short_on: row.get(Column::ShortOn),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.scope.into(),
            self.category.into(),
            self.unit.into(),
            self.stock.into(),
            self.local_capacity.into(),
            self.purchasable.into(),
            self.supply.into(),
            self.days.into(),
            self.rate.into(),
            self.need.into(),
            self.gap.into(),
            self.cover_days.into(),
            self.threshold_days.into(),
            self.tight.into(),
            self.rule.into(),
            self.reason.into(),
            self.basis.into(),
            self.short_on.into(),
        ]
    }
}
