//! Table `impact`: cover before and after the events of a scenario, side by side.
//!
//! Key: `as_of`, `scenario`, `site`, `item`, `form`, `standard`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Level, StockState, Word};
use crate::quantity::Quantity;

/// One row of `impact`.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// The day the figures stand for.
    pub as_of: Day,
    /// A drill from a file, by its id.
    pub scenario: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
    /// The standard it is held against.
    pub standard: String,
    /// The item's base unit.
    pub unit: String,
    /// Response level (none, IV, III, II, I), or administrative level of the site.
    pub level: Option<Level>,
    /// Response level under the scenario.
    pub level_after: Option<Level>,
    /// What first-expiry use gets out of the available stock before it expires.
    pub usable: Option<Quantity>,
    /// Usable stock under the scenario.
    pub usable_after: Option<Quantity>,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// Base units on the day of highest use under the scenario.
    pub rate_after: Option<Quantity>,
    /// Whole days fully met, first expiry first.
    pub cover_days: Option<i64>,
    /// Whole days fully met under the scenario.
    pub cover_days_after: Option<i64>,
    /// First day that is not fully met.
    pub short_on: Option<Day>,
    /// First day that is not fully met under the scenario.
    pub short_on_after: Option<Day>,
    /// Whole days met if what arrives within the horizon is counted, each form from its own day on.
    pub later_days: Option<i64>,
    /// Whole days met under the scenario with what still arrives.
    pub later_days_after: Option<i64>,
    /// Lower bound of the standard.
    pub need_min: Option<Quantity>,
    /// Lower bound of the standard at the level of the scenario.
    pub need_min_after: Option<Quantity>,
    /// Quantity missing to the lower bound.
    pub gap: Option<Quantity>,
    /// Quantity missing to that bound under the scenario.
    pub gap_after: Option<Quantity>,
    /// The one state of an item at a site: out, below minimum, near expiry, over, unused, in band, or without a threshold.
    pub state: Option<StockState>,
    /// The one state of an item at a site under the scenario.
    pub state_after: Option<StockState>,
    /// Quantity asked for and not met by the end of the days looked at, with what arrives.
    pub missing: Option<Quantity>,
    /// The same under the scenario.
    pub missing_after: Option<Quantity>,
    /// Last of the days looked at.
    pub missing_by: Option<Day>,
    /// The events of the scenario that changed the row, in the order of the file.
    pub events: String,
    /// How it came (purchase, donation, agreement, transfer, found), or what a norm or need is counted on.
    pub basis: String,
    /// Class of the item, or `;` list of classes of the site.
    pub class: String,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
}

/// The columns of `impact`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Scenario, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Standard, Kind::Text).key(),
    field(Column::Unit, Kind::Text),
    field(Column::Level, Kind::Word(Level::CHOICES)),
    field(Column::LevelAfter, Kind::Word(Level::CHOICES)),
    field(Column::Usable, Kind::Quantity),
    field(Column::UsableAfter, Kind::Quantity).expected(),
    field(Column::Rate, Kind::Quantity),
    field(Column::RateAfter, Kind::Quantity),
    field(Column::CoverDays, Kind::Integer),
    field(Column::CoverDaysAfter, Kind::Integer).expected(),
    field(Column::ShortOn, Kind::Day),
    field(Column::ShortOnAfter, Kind::Day),
    field(Column::LaterDays, Kind::Integer),
    field(Column::LaterDaysAfter, Kind::Integer),
    field(Column::NeedMin, Kind::Quantity),
    field(Column::NeedMinAfter, Kind::Quantity),
    field(Column::Gap, Kind::Quantity),
    field(Column::GapAfter, Kind::Quantity),
    field(Column::State, Kind::Word(StockState::CHOICES)),
    field(Column::StateAfter, Kind::Word(StockState::CHOICES)).expected(),
    field(Column::Missing, Kind::Quantity),
    field(Column::MissingAfter, Kind::Quantity),
    field(Column::MissingBy, Kind::Day),
    field(Column::Events, Kind::Text),
    field(Column::Basis, Kind::Text),
    field(Column::Class, Kind::Text),
    field(Column::Category, Kind::Text),
];

impl Record for Impact {
    const TABLE: Table = Table::Impact;

    fn from_row(row: &Row) -> Impact {
        Impact {
            as_of: row.get(Column::AsOf),
            scenario: row.get(Column::Scenario),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            standard: row.get(Column::Standard),
            unit: row.get(Column::Unit),
            level: row.get(Column::Level),
            level_after: row.get(Column::LevelAfter),
            usable: row.get(Column::Usable),
            usable_after: row.get(Column::UsableAfter),
            rate: row.get(Column::Rate),
            rate_after: row.get(Column::RateAfter),
            cover_days: row.get(Column::CoverDays),
            cover_days_after: row.get(Column::CoverDaysAfter),
            short_on: row.get(Column::ShortOn),
            short_on_after: row.get(Column::ShortOnAfter),
            later_days: row.get(Column::LaterDays),
            later_days_after: row.get(Column::LaterDaysAfter),
            need_min: row.get(Column::NeedMin),
            need_min_after: row.get(Column::NeedMinAfter),
            gap: row.get(Column::Gap),
            gap_after: row.get(Column::GapAfter),
            state: row.get(Column::State),
            state_after: row.get(Column::StateAfter),
            missing: row.get(Column::Missing),
            missing_after: row.get(Column::MissingAfter),
            missing_by: row.get(Column::MissingBy),
            events: row.get(Column::Events),
            basis: row.get(Column::Basis),
            class: row.get(Column::Class),
            category: row.get(Column::Category),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.scenario.into(),
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.standard.into(),
            self.unit.into(),
            self.level.into(),
            self.level_after.into(),
            self.usable.into(),
            self.usable_after.into(),
            self.rate.into(),
            self.rate_after.into(),
            self.cover_days.into(),
            self.cover_days_after.into(),
            self.short_on.into(),
            self.short_on_after.into(),
            self.later_days.into(),
            self.later_days_after.into(),
            self.need_min.into(),
            self.need_min_after.into(),
            self.gap.into(),
            self.gap_after.into(),
            self.state.into(),
            self.state_after.into(),
            self.missing.into(),
            self.missing_after.into(),
            self.missing_by.into(),
            self.events.into(),
            self.basis.into(),
            self.class.into(),
            self.category.into(),
        ]
    }
}
