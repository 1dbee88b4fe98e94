//! Table `hoarding`: goods whose stock grows while their sales fall, for somebody to look at; no verdict.
//!
//! Key: `site`, `item`, `to`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::quantity::Quantity;

/// One row of `hoarding`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hoarding {
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Last day of the window.
    pub to: Day,
    /// First day of the window.
    pub from: Option<Day>,
    /// Stock at the end of the earlier window.
    pub stock_before: Option<Quantity>,
    /// Stock at the end of the later window.
    pub stock_after: Option<Quantity>,
    /// Change of the stock as a fraction.
    pub stock_change: Option<f64>,
    /// Base units sold a day in the earlier window.
    pub sales_before: Option<Quantity>,
    /// Base units sold a day in the later window.
    pub sales_after: Option<Quantity>,
    /// Change of the sales a day as a fraction.
    pub sales_change: Option<f64>,
    /// Whether somebody should look at it; never a verdict.
    pub candidate: Option<bool>,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// One sentence for the reader.
    pub text: String,
}

/// The columns of `hoarding`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::To, Kind::Day).key().required(),
    field(Column::From, Kind::Day),
    field(Column::StockBefore, Kind::Quantity).expected(),
    field(Column::StockAfter, Kind::Quantity),
    field(Column::StockChange, Kind::Ratio),
    field(Column::SalesBefore, Kind::Quantity),
    field(Column::SalesAfter, Kind::Quantity),
    field(Column::SalesChange, Kind::Ratio),
    field(Column::Candidate, Kind::Truth),
    field(Column::Reason, Kind::Text),
    field(Column::Text, Kind::Text),
];

impl Record for Hoarding {
    const TABLE: Table = Table::Hoarding;

    fn from_row(row: &Row) -> Hoarding {
        Hoarding {
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            to: row.get(Column::To),
            from: row.get(Column::From),
            stock_before: row.get(Column::StockBefore),
            stock_after: row.get(Column::StockAfter),
            stock_change: row.get(Column::StockChange),
            sales_before: row.get(Column::SalesBefore),
            sales_after: row.get(Column::SalesAfter),
            sales_change: row.get(Column::SalesChange),
            candidate: row.get(Column::Candidate),
            reason: row.get(Column::Reason),
            text: row.get(Column::Text),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.site.into(),
            self.item.into(),
            self.to.into(),
            self.from.into(),
            self.stock_before.into(),
            self.stock_after.into(),
            self.stock_change.into(),
            self.sales_before.into(),
            self.sales_after.into(),
            self.sales_change.into(),
            self.candidate.into(),
            self.reason.into(),
            self.text.into(),
        ]
    }
}
