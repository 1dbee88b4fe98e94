//! Table `onhand`: balances by lot on one day.
//!
//! Key: `as_of`, `site`, `item`, `lot`, `form`, `owner`, `earmark`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, Word};
use crate::quantity::{Price, Quantity};

/// One row of `onhand`.
#[derive(Debug, Clone, PartialEq)]
pub struct OnHand {
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
    /// The day of making.
    pub mfg_date: Option<Day>,
    /// Quantity on hold.
    pub held: Option<Quantity>,
    /// Quantity set aside for somebody.
    pub reserved: Option<Quantity>,
    /// Balance less expired, held and reserved.
    pub available: Option<Quantity>,
    /// Purchase cost, yuan a base unit.
    pub unit_cost: Option<Price>,
}

/// The columns of `onhand`, in the order of the contract.
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
    field(Column::MfgDate, Kind::Day),
    field(Column::Held, Kind::Quantity),
    field(Column::Reserved, Kind::Quantity),
    field(Column::Available, Kind::Quantity),
    field(Column::UnitCost, Kind::Price).unsigned(),
];

impl OnHand {
    /// A balance of nothing of an item at a site, whose other columns are not filled.
    pub fn new(as_of: Day, site: &str, item: &str) -> OnHand {
        OnHand {
            as_of,
            site: site.to_owned(),
            item: item.to_owned(),
            lot: String::new(),
            form: None,
            owner: String::new(),
            earmark: String::new(),
            qty: Quantity::ZERO,
            unit: String::new(),
            expiry: None,
            mfg_date: None,
            held: None,
            reserved: None,
            available: None,
            unit_cost: None,
        }
    }
}

impl Record for OnHand {
    const TABLE: Table = Table::Onhand;

    fn from_row(row: &Row) -> OnHand {
        OnHand {
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
            mfg_date: row.get(Column::MfgDate),
            held: row.get(Column::Held),
            reserved: row.get(Column::Reserved),
            available: row.get(Column::Available),
            unit_cost: row.get(Column::UnitCost),
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
            self.mfg_date.into(),
            self.held.into(),
            self.reserved.into(),
            self.available.into(),
            self.unit_cost.into(),
        ]
    }
}
