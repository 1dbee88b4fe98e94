//! Table `agreement`: what enterprises have agreed to supply, store or make.
//!
//! Key: `agreement`, `item`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{AgreementKind, AgreementStatus, Word};
use crate::quantity::{Price, Quantity};

/// One row of `agreement`.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Number of the agreement.
    pub agreement: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Enterprise, by its code or name.
    pub enterprise: String,
    /// Supply, storage or production.
    pub kind: AgreementKind,
    /// Whose reserve it serves, by the code of the depot or area; empty for all.
    pub site: String,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Day of signature; without it nothing is agreed.
    pub signed_on: Option<Day>,
    /// First day of the term.
    pub from: Option<Day>,
    /// Last day of the term; a call may come on it.
    pub to: Option<Day>,
    /// How far it has come.
    pub status: Option<AgreementStatus>,
    /// Days from the call to the first delivery.
    pub lead_days: Option<i64>,
    /// First day on which it can be had.
    pub available_on: Option<Day>,
    /// Quantity of one delivery; empty where all comes at once.
    pub per_delivery: Option<Quantity>,
    /// Days between two deliveries.
    pub interval_days: Option<i64>,
    /// Agreed price, yuan a base unit.
    pub price: Option<Price>,
    /// What must be kept, as agreed.
    pub requirement: String,
    /// Duties of the enterprise, as agreed.
    pub duties: String,
    /// What follows a breach, as agreed.
    pub breach_terms: String,
    /// Quality that was agreed.
    pub quality: String,
    /// Free text.
    pub note: String,
    /// Days from the bill to its due date, as agreed.
    pub pay_days: Option<i64>,
}

/// The columns of `agreement`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Agreement, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Enterprise, Kind::Text).required(),
    field(Column::Kind, Kind::Word(AgreementKind::CHOICES)).required(),
    field(Column::Site, Kind::Text),
    field(Column::Owner, Kind::Text),
    field(Column::Qty, Kind::Quantity).required().unsigned(),
    field(Column::Unit, Kind::Text),
    field(Column::SignedOn, Kind::Day),
    field(Column::From, Kind::Day),
    field(Column::To, Kind::Day),
    field(Column::Status, Kind::Word(AgreementStatus::CHOICES)),
    field(Column::LeadDays, Kind::Integer).unsigned(),
    field(Column::AvailableOn, Kind::Day),
    field(Column::PerDelivery, Kind::Quantity).unsigned(),
    field(Column::IntervalDays, Kind::Integer).unsigned(),
    field(Column::Price, Kind::Price).unsigned(),
    field(Column::Requirement, Kind::Text),
    field(Column::Duties, Kind::Text),
    field(Column::BreachTerms, Kind::Text),
    field(Column::Quality, Kind::Text),
    field(Column::Note, Kind::Text),
    field(Column::PayDays, Kind::Integer).unsigned(),
];

impl Record for Agreement {
    const TABLE: Table = Table::Agreement;

    fn from_row(row: &Row) -> Agreement {
        Agreement {
            agreement: row.get(Column::Agreement),
            item: row.get(Column::Item),
            enterprise: row.get(Column::Enterprise),
            kind: row.get(Column::Kind),
            site: row.get(Column::Site),
            owner: row.get(Column::Owner),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            signed_on: row.get(Column::SignedOn),
            from: row.get(Column::From),
            to: row.get(Column::To),
            status: row.get(Column::Status),
            lead_days: row.get(Column::LeadDays),
            available_on: row.get(Column::AvailableOn),
            per_delivery: row.get(Column::PerDelivery),
            interval_days: row.get(Column::IntervalDays),
            price: row.get(Column::Price),
            requirement: row.get(Column::Requirement),
            duties: row.get(Column::Duties),
            breach_terms: row.get(Column::BreachTerms),
            quality: row.get(Column::Quality),
            note: row.get(Column::Note),
            pay_days: row.get(Column::PayDays),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.agreement.into(),
            self.item.into(),
            self.enterprise.into(),
            self.kind.into(),
            self.site.into(),
            self.owner.into(),
            self.qty.into(),
            self.unit.into(),
            self.signed_on.into(),
            self.from.into(),
            self.to.into(),
            self.status.into(),
            self.lead_days.into(),
            self.available_on.into(),
            self.per_delivery.into(),
            self.interval_days.into(),
            self.price.into(),
            self.requirement.into(),
            self.duties.into(),
            self.breach_terms.into(),
            self.quality.into(),
            self.note.into(),
            self.pay_days.into(),
        ]
    }
}
