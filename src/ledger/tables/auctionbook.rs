//! Table `auctionbook`: auctions of each lot added up: how often, what came in, what is next.
//!
//! Key: `as_of`, `site`, `item`, `lot`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::{Money, Price, Quantity};

/// One row of `auctionbook`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuctionBook {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// Quantity that may be put up, in the item's base unit: what lies there less what a plan gives.
    pub qty: Option<Quantity>,
    /// The item's base unit.
    pub unit: String,
    /// The last usable day.
    pub expiry: Option<Day>,
    /// Auctions held so far.
    pub auctions: i64,
    /// Auctions in a row without a bid since the last sale.
    pub failed: i64,
    /// Day of the last auction.
    pub last_auction: Option<Day>,
    /// Start price of the last auction, yuan a base unit.
    pub start_price: Option<Price>,
    /// Quantity sold in all.
    pub sold_qty: Option<Quantity>,
    /// Proceeds of all sales, yuan.
    pub proceeds: Option<Money>,
    /// Fees of all auctions, yuan.
    pub fee: Option<Money>,
    /// Proceeds less fees, yuan; it goes back to the reserve.
    pub net: Option<Money>,
    /// What to do about it.
    pub action: String,
    /// Id of the rule that decided.
    pub rule: String,
}

/// The columns of `auctionbook`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Qty, Kind::Quantity),
    field(Column::Unit, Kind::Text),
    field(Column::Expiry, Kind::Expiry),
    field(Column::Auctions, Kind::Integer).required(),
    field(Column::Failed, Kind::Integer).required(),
    field(Column::LastAuction, Kind::Day),
    field(Column::StartPrice, Kind::Price),
    field(Column::SoldQty, Kind::Quantity),
    field(Column::Proceeds, Kind::Money),
    field(Column::Fee, Kind::Money),
    field(Column::Net, Kind::Money),
    field(Column::Action, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for AuctionBook {
    const TABLE: Table = Table::AuctionBook;

    fn from_row(row: &Row) -> AuctionBook {
        AuctionBook {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            expiry: row.get(Column::Expiry),
            auctions: row.get(Column::Auctions),
            failed: row.get(Column::Failed),
            last_auction: row.get(Column::LastAuction),
            start_price: row.get(Column::StartPrice),
            sold_qty: row.get(Column::SoldQty),
            proceeds: row.get(Column::Proceeds),
            fee: row.get(Column::Fee),
            net: row.get(Column::Net),
            action: row.get(Column::Action),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.qty.into(),
            self.unit.into(),
            self.expiry.into(),
            self.auctions.into(),
            self.failed.into(),
            self.last_auction.into(),
            self.start_price.into(),
            self.sold_qty.into(),
            self.proceeds.into(),
            self.fee.into(),
            self.net.into(),
            self.action.into(),
            self.rule.into(),
        ]
    }
}
