//! Table `valuation`: what the stock is worth, by one method.
//!
//! Key: `as_of`, `site`, `item`, `owner`, `method`, `form`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{Form, ValueMethod, Word};
use crate::quantity::{Money, Price, Quantity};

/// One row of `valuation`.
#[derive(Debug, Clone, PartialEq)]
pub struct Valuation {
    /// The day the figures stand for.
    pub as_of: Day,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Whose it is: city, county, institution or carrier.
    pub owner: String,
    /// How the figure was worked out.
    pub method: ValueMethod,
    /// Quantity in the item's base unit.
    pub qty: Quantity,
    /// The item's base unit.
    pub unit: String,
    /// Quantity of which the cost is known.
    pub valued: Option<Quantity>,
    /// Quantity of which nobody stated the cost.
    pub uncosted: Option<Quantity>,
    /// Mean cost or price of what is valued, yuan a base unit.
    pub unit_cost: Option<Price>,
    /// Value of what has a cost, yuan; empty where nothing has.
    pub value: Option<Money>,
    /// How many lots.
    pub lots: Option<i64>,
    /// Where the price is from.
    pub price_basis: String,
    /// Why a figure is missing or a decision was taken.
    pub reason: String,
    /// In what form it is held; forms are never added up silently.
    pub form: Option<Form>,
}

/// The columns of `valuation`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::AsOf, Kind::Day).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Item, Kind::Text).key().required(),
    field(Column::Owner, Kind::Text).key(),
    field(Column::Method, Kind::Word(ValueMethod::CHOICES))
        .key()
        .required(),
    field(Column::Qty, Kind::Quantity).required(),
    field(Column::Unit, Kind::Text),
    field(Column::Valued, Kind::Quantity).expected(),
    field(Column::Uncosted, Kind::Quantity).expected(),
    field(Column::UnitCost, Kind::Price),
    field(Column::Value, Kind::Money),
    field(Column::Lots, Kind::Integer),
    field(Column::PriceBasis, Kind::Text),
    field(Column::Reason, Kind::Text),
    field(Column::Form, Kind::Word(Form::CHOICES)).key(),
];

impl Record for Valuation {
    const TABLE: Table = Table::Valuation;

    fn from_row(row: &Row) -> Valuation {
        Valuation {
            as_of: row.get(Column::AsOf),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            owner: row.get(Column::Owner),
            method: row.get(Column::Method),
            qty: row.get(Column::Qty),
            unit: row.get(Column::Unit),
            valued: row.get(Column::Valued),
            uncosted: row.get(Column::Uncosted),
            unit_cost: row.get(Column::UnitCost),
            value: row.get(Column::Value),
            lots: row.get(Column::Lots),
            price_basis: row.get(Column::PriceBasis),
            reason: row.get(Column::Reason),
            form: row.get(Column::Form),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.as_of.into(),
            self.site.into(),
            self.item.into(),
            self.owner.into(),
            self.method.into(),
            self.qty.into(),
            self.unit.into(),
            self.valued.into(),
            self.uncosted.into(),
            self.unit_cost.into(),
            self.value.into(),
            self.lots.into(),
            self.price_basis.into(),
            self.reason.into(),
            self.form.into(),
        ]
    }
}
