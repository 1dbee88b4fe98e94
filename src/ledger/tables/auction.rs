//! Table `auction`: auctions held for a lot.
//!
//! Key: `site`, `item`, `lot`, `date`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{AuctionResult, Word};
use crate::quantity::{Money, Quantity};

/// One row of `auction`.
#[derive(Debug, Clone, PartialEq)]
pub struct Auction {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// The maker's lot number.
    pub lot: String,
    /// The day it happened.
    pub date: Day,
    /// Start price, yuan.
    pub start_price: Option<Money>,
    /// How it ended.
    pub result: AuctionResult,
    /// Quantity sold.
    pub sold_qty: Option<Quantity>,
    /// Proceeds, yuan.
    pub sold_price: Option<Money>,
    /// Fees, yuan.
    pub fee: Option<Money>,
}

/// The columns of `auction`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::StartPrice, Kind::Money),
    field(Column::Result, Kind::Word(AuctionResult::CHOICES)).required(),
    field(Column::SoldQty, Kind::Quantity),
    field(Column::SoldPrice, Kind::Money),
    field(Column::Fee, Kind::Money),
];

impl Record for Auction {
    const TABLE: Table = Table::Auction;

    fn from_row(row: &Row) -> Auction {
        Auction {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            lot: row.get(Column::Lot),
            date: row.get(Column::Date),
            start_price: row.get(Column::StartPrice),
            result: row.get(Column::Result),
            sold_qty: row.get(Column::SoldQty),
            sold_price: row.get(Column::SoldPrice),
            fee: row.get(Column::Fee),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.lot.into(),
            self.date.into(),
            self.start_price.into(),
            self.result.into(),
            self.sold_qty.into(),
            self.sold_price.into(),
            self.fee.into(),
        ]
    }
}
