//! Table `release`: what goes from the reserve onto the market, at what price, and when it is to be back.
//!
//! Key: `episode`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Grade, Word};
use crate::quantity::{Price, Quantity};

/// One row of `release`.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// One rise from its first alert until it has cleared.
    pub episode: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Rule whose alert or state triggers it.
    pub alert_rule: String,
    /// First day of the episode.
    pub first_date: Option<Day>,
    /// Lowest price, yuan a base unit.
    pub price_low: Option<Price>,
    /// Highest price, yuan a base unit.
    pub price_high: Option<Price>,
    /// Quantity that the giver keeps for itself.
    pub floor: Option<Quantity>,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Day by which what was released is back in store.
    pub replenish_by: Option<Day>,
    /// The day it happened.
    pub date: Option<Day>,
    /// The site, class or area it applies to.
    pub scope: String,
    /// The item's base unit.
    pub unit: String,
    /// Balance that has not expired.
    pub on_hand: Option<Quantity>,
    /// What lies above the floor, base units.
    pub releasable: Option<Quantity>,
    /// Grade of protection (high, general), or grade of an alert.
    pub grade: Option<Grade>,
    /// Observations in a row that met the rule.
    pub persistence: Option<i64>,
    /// Markets or specs that met the rule on that day.
    pub breadth: Option<i64>,
    /// How many markets.
    pub markets: Option<i64>,
    /// Days since the newest quote.
    pub freshness: Option<i64>,
    /// Yuan a unit.
    pub price: Option<Price>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// How many items.
    pub items: Option<i64>,
}

/// The columns of `release`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Episode, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::AlertRule, Kind::Text),
    field(Column::FirstDate, Kind::Day).expected(),
    field(Column::PriceLow, Kind::Price),
    field(Column::PriceHigh, Kind::Price),
    field(Column::Floor, Kind::Quantity),
    field(Column::Qty, Kind::Quantity).expected(),
    field(Column::ReplenishBy, Kind::Day),
    field(Column::Date, Kind::Day),
    field(Column::Scope, Kind::Text),
    field(Column::Unit, Kind::Text),
    field(Column::OnHand, Kind::Quantity),
    field(Column::Releasable, Kind::Quantity),
    field(Column::Grade, Kind::Word(Grade::CHOICES)),
    field(Column::Persistence, Kind::Integer),
    field(Column::Breadth, Kind::Integer),
    field(Column::Markets, Kind::Integer),
    field(Column::Freshness, Kind::Integer),
    field(Column::Price, Kind::Price),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
    field(Column::Items, Kind::Integer),
];

impl Record for Release {
    const TABLE: Table = Table::Release;

    fn from_row(row: &Row) -> Release {
        Release {
            episode: row.get(Column::Episode),
            item: row.get(Column::Item),
            alert_rule: row.get(Column::AlertRule),
            first_date: row.get(Column::FirstDate),
            price_low: row.get(Column::PriceLow),
            price_high: row.get(Column::PriceHigh),
            floor: row.get(Column::Floor),
            qty: row.get(Column::Qty),
            replenish_by: row.get(Column::ReplenishBy),
            date: row.get(Column::Date),
            scope: row.get(Column::Scope),
            unit: row.get(Column::Unit),
            on_hand: row.get(Column::OnHand),
            releasable: row.get(Column::Releasable),
            grade: row.get(Column::Grade),
            persistence: row.get(Column::Persistence),
            breadth: row.get(Column::Breadth),
            markets: row.get(Column::Markets),
            freshness: row.get(Column::Freshness),
            price: row.get(Column::Price),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
            items: row.get(Column::Items),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.episode.into(),
            self.item.into(),
            self.alert_rule.into(),
            self.first_date.into(),
            self.price_low.into(),
            self.price_high.into(),
            self.floor.into(),
            self.qty.into(),
            self.replenish_by.into(),
            self.date.into(),
            self.scope.into(),
            self.unit.into(),
            self.on_hand.into(),
            self.releasable.into(),
            self.grade.into(),
            self.persistence.into(),
            self.breadth.into(),
            self.markets.into(),
            self.freshness.into(),
            self.price.into(),
            self.reason.into(),
            self.rule.into(),
            self.items.into(),
        ]
    }
}
