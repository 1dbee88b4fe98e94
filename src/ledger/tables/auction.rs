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
use crate::quantity::{Money, Price, Quantity};

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
    /// Start price, yuan a base unit.
    pub start_price: Option<Price>,
    /// How it ended.
    pub result: AuctionResult,
    /// Quantity sold.
    pub sold_qty: Option<Quantity>,
    /// Price it was sold at, yuan a base unit.
    pub sold_price: Option<Price>,
    /// Fees, yuan.
    pub fee: Option<Money>,
    /// Proceeds of the sale, yuan; without it the price for each unit sold.
    pub proceeds: Option<Money>,
    /// Who gave or took it.
    pub counterparty: String,
    /// Approval record.
    pub approval: String,
}

/// The columns of `auction`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key(),
    field(Column::Item, Kind::Text).key(),
    field(Column::Lot, Kind::Text).key().required(),
    field(Column::Date, Kind::Day).key().required(),
    field(Column::StartPrice, Kind::Price).unsigned(),
    field(Column::Result, Kind::Word(AuctionResult::CHOICES)).required(),
    field(Column::SoldQty, Kind::Quantity).unsigned(),
    field(Column::SoldPrice, Kind::Price).unsigned(),
    field(Column::Fee, Kind::Money).unsigned(),
    field(Column::Proceeds, Kind::Money).unsigned(),
    field(Column::Counterparty, Kind::Text),
    field(Column::Approval, Kind::Text),
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
            proceeds: row.get(Column::Proceeds),
            counterparty: row.get(Column::Counterparty),
            approval: row.get(Column::Approval),
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
            self.proceeds.into(),
            self.counterparty.into(),
            self.approval.into(),
        ]
    }
}
