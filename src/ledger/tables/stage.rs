//! Table `stage`: every lot on its rung of the rotation ladder.
//!
//! Key: `as_of`, `site`, `item`, `lot`, `form`, `owner`, `earmark`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{DeadlineKind, Form, Rung, Word};
use crate::quantity::{Price, Quantity};

/// One row of `stage`.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
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
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Rung of the rotation ladder.
    pub stage: Rung,
    /// Days to expiry; 0 on the expiry day.
    pub days_left: Option<i64>,
    /// Day the near-expiry warning starts.
    pub warn_on: Option<Day>,
    /// First day an auction is allowed.
    pub auction_from: Option<Day>,
    /// Last day the first auction may be held.
    pub auction_1_by: Option<Day>,
    /// Last day the second auction may be held.
    pub auction_2_by: Option<Day>,
    /// Last day of donation.
    pub donate_by: Option<Day>,
    /// What to do about it.
    pub action: String,
    /// Who answers for it.
    pub liable: String,
    /// Id of the rule that decided.
    pub rule: String,
    /// The step to be taken next, whose date is the day by which to act; `None` where nothing is on hand or no date is known.
    pub next_step: Option<DeadlineKind>,
}

impl Stage {
    /// The last day of a step; `None` where the row states none, and for steps that are none of a lot.
    pub fn date_of(&self, step: DeadlineKind) -> Option<Day> {
        match step {
            DeadlineKind::Warn => self.warn_on,
            DeadlineKind::AuctionFrom => self.auction_from,
            DeadlineKind::Auction1 => self.auction_1_by,
            DeadlineKind::Auction2 => self.auction_2_by,
            DeadlineKind::Donate => self.donate_by,
            DeadlineKind::Expiry => self.expiry,
            DeadlineKind::Replenish | DeadlineKind::Arrival | DeadlineKind::Dispatch => None,
        }
    }
}

/// The columns of `stage`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key(),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
    field(Column::Owner, Kind::Text).key(),
    field(Column::Earmark, Kind::Text).key(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::UnitCost, Kind::Price),
    field(Column::Stage, Kind::Word(Rung::CHOICES)).required(),
    field(Column::DaysLeft, Kind::Integer),
    field(Column::WarnOn, Kind::Day),
    field(Column::AuctionFrom, Kind::Day),
    field(Column::Auction1By, Kind::Day),
    field(Column::Auction2By, Kind::Day),
    field(Column::DonateBy, Kind::Day),
    field(Column::Action, Kind::Text),
    field(Column::Liable, Kind::Text),
    field(Column::Rule, Kind::Text),
    field(Column::NextStep, Kind::Word(DeadlineKind::CHOICES)),
];

impl Record for Stage {
    const TABLE: Table = Table::Stage;

    fn from_row(row: &Row) -> Stage {
        Stage {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            form: row.get(Column::Form),
            owner: row.get(Column::Owner),
            earmark: row.get(Column::Earmark),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            unit_cost: row.get(Column::UnitCost),
            stage: row.get(Column::Stage),
            days_left: row.get(Column::DaysLeft),
            warn_on: row.get(Column::WarnOn),
            auction_from: row.get(Column::AuctionFrom),
            auction_1_by: row.get(Column::Auction1By),
            auction_2_by: row.get(Column::Auction2By),
            donate_by: row.get(Column::DonateBy),
            action: row.get(Column::Action),
            liable: row.get(Column::Liable),
            rule: row.get(Column::Rule),
            next_step: row.get(Column::NextStep),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.form.into(),
            self.owner.into(),
            self.earmark.into(),
            self.qty.into(),
            self.unit.into(),
            self.expiry.into(),
            self.unit_cost.into(),
            self.stage.into(),
            self.days_left.into(),
            self.warn_on.into(),
            self.auction_from.into(),
            self.auction_1_by.into(),
            self.auction_2_by.into(),
            self.donate_by.into(),
            self.action.into(),
            self.liable.into(),
            self.rule.into(),
            self.next_step.into(),
        ]
    }
}
