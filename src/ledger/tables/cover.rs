//! Table `cover`: days of stock against one standard.
//!
//! Key: `as_of`, `site`, `item`, `form`, `standard`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Action, Form, Level, StockState, Verdict, Word};
use crate::quantity::Quantity;

/// One row of `cover`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    /// The day the figures stand for.
    pub as_of: Day,
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
    /// Balance that has not expired.
    pub on_hand: Quantity,
    /// Balance past its expiry.
    pub expired: Option<Quantity>,
    /// What first-expiry use gets out of the available stock before it expires.
    pub usable: Quantity,
    /// Base units a day (a norm: for each post, bed, resident …).
    pub rate: Option<Quantity>,
    /// Whole days fully met, first expiry first.
    pub cover_days: Option<i64>,
    /// Days if nothing expired.
    pub naive_days: Option<i64>,
    /// First day that is not fully met.
    pub short_on: Option<Day>,
    /// Quantity that will expire before it is used.
    pub waste_qty: Option<Quantity>,
    /// Lower bound of the standard.
    pub need_min: Option<Quantity>,
    /// Upper bound of the standard.
    pub need_max: Option<Quantity>,
    /// Quantity missing to the lower bound.
    pub gap: Option<Quantity>,
    /// Short, within or above.
    pub verdict: Option<Verdict>,
    /// What to do about it.
    pub action: Option<Action>,
    /// Quantity to order, beyond what can be moved.
    pub order_qty: Option<Quantity>,
    /// Id of the rule that decided.
    pub rule: String,
    /// How it came (purchase, donation, agreement, transfer, found), or what a norm or need is counted on.
    pub basis: String,
    /// The one state of an item at a site: out, below minimum, near expiry, over, unused, in band, or without a threshold.
    pub state: Option<StockState>,
    /// Ordered, dispatched or on its way, and not there yet.
    pub on_order: Option<Quantity>,
    /// Quantity to move here from sites that have more than their own need.
    pub move_qty: Option<Quantity>,
    /// Which sites give how much, nearest first: `C2 300; C3 50`.
    pub move_from: String,
    /// Class of the item, or `;` list of classes of the site.
    pub class: String,
    /// Category of necessities, or kind of goods within a class.
    pub category: String,
    /// Whole days met if what arrives within the horizon is counted, each form from its own day on.
    pub later_days: Option<i64>,
    /// The forms that those days are made of.
    pub later_forms: String,
    /// Quantity asked for and not met by the end of the days looked at, with what arrives.
    pub missing: Option<Quantity>,
}

/// The columns of `cover`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Standard, Kind::Text).key().expected(),
    field(Column::Unit, Kind::Text),
    field(Column::Level, Kind::Word(Level::CHOICES)),
    field(Column::OnHand, Kind::Quantity).required(),
    field(Column::Expired, Kind::Quantity),
    field(Column::Usable, Kind::Quantity).required(),
    field(Column::Rate, Kind::Quantity),
    field(Column::CoverDays, Kind::Integer),
    field(Column::NaiveDays, Kind::Integer),
    field(Column::ShortOn, Kind::Day),
    field(Column::WasteQty, Kind::Quantity),
    field(Column::NeedMin, Kind::Quantity),
    field(Column::NeedMax, Kind::Quantity),
    field(Column::Gap, Kind::Quantity),
    field(Column::Verdict, Kind::Word(Verdict::CHOICES)),
    field(Column::Action, Kind::Word(Action::CHOICES)),
    field(Column::OrderQty, Kind::Quantity),
    field(Column::Rule, Kind::Text),
    field(Column::Basis, Kind::Text),
    field(Column::State, Kind::Word(StockState::CHOICES)),
    field(Column::OnOrder, Kind::Quantity),
    field(Column::MoveQty, Kind::Quantity),
    field(Column::MoveFrom, Kind::Text),
    field(Column::Class, Kind::Text),
    field(Column::Category, Kind::Text),
    field(Column::LaterDays, Kind::Integer),
    field(Column::LaterForms, Kind::Text),
    field(Column::Missing, Kind::Quantity),
];

impl Record for Cover {
    const TABLE: Table = Table::Cover;

    fn from_row(row: &Row) -> Cover {
        Cover {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            form: row.get(Column::Form),
            standard: row.get(Column::Standard),
            unit: row.get(Column::Unit),
            level: row.get(Column::Level),
            on_hand: row.get(Column::OnHand),
            expired: row.get(Column::Expired),
            usable: row.get(Column::Usable),
            rate: row.get(Column::Rate),
            cover_days: row.get(Column::CoverDays),
            naive_days: row.get(Column::NaiveDays),
            short_on: row.get(Column::ShortOn),
            waste_qty: row.get(Column::WasteQty),
            need_min: row.get(Column::NeedMin),
            need_max: row.get(Column::NeedMax),
            gap: row.get(Column::Gap),
            verdict: row.get(Column::Verdict),
            action: row.get(Column::Action),
            order_qty: row.get(Column::OrderQty),
            rule: row.get(Column::Rule),
            basis: row.get(Column::Basis),
            state: row.get(Column::State),
            on_order: row.get(Column::OnOrder),
            move_qty: row.get(Column::MoveQty),
            move_from: row.get(Column::MoveFrom),
            class: row.get(Column::Class),
            category: row.get(Column::Category),
            later_days: row.get(Column::LaterDays),
            later_forms: row.get(Column::LaterForms),
            missing: row.get(Column::Missing),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.form.into(),
            self.standard.into(),
            self.unit.into(),
            self.level.into(),
            self.on_hand.into(),
            self.expired.into(),
            self.usable.into(),
            self.rate.into(),
            self.cover_days.into(),
            self.naive_days.into(),
            self.short_on.into(),
            self.waste_qty.into(),
            self.need_min.into(),
            self.need_max.into(),
            self.gap.into(),
            self.verdict.into(),
            self.action.into(),
            self.order_qty.into(),
            self.rule.into(),
            self.basis.into(),
            self.state.into(),
            self.on_order.into(),
            self.move_qty.into(),
            self.move_from.into(),
            self.class.into(),
            self.category.into(),
            self.later_days.into(),
            self.later_forms.into(),
            self.missing.into(),
        ]
    }
}
