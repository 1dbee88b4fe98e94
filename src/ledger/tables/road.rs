//! Table `road`: state of a road or transport as somebody reported it, and when it arrives.
//!
//! Key: `from_site`, `site`, `ref`, `reported_on`.

use crate::calendar::Day;
use crate::ledger::cell::Cell;
use crate::ledger::column::Column;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{RouteState, Word};
use crate::quantity::Quantity;

/// One row of `road`.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// Site that gives.
    pub from_site: String,
    /// Where: a depot, institution, street or market, by its code.
    pub site: String,
    /// Waybill, vehicle or document it speaks of.
    pub reference: String,
    /// Day of the report.
    pub reported_on: Day,
    /// Whether goods can pass.
    pub state: RouteState,
    /// Day it is expected to arrive.
    pub expected_on: Option<Day>,
    /// Which goods, by their catalogue code.
    pub item: String,
    /// Quantity in the item's base unit.
    pub qty: Option<Quantity>,
    /// Free text.
    pub note: String,
}

/// The columns of `road`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::FromSite, Kind::Text).key().required(),
    field(Column::Site, Kind::Text).key().required(),
    field(Column::Ref, Kind::Text).key(),
    field(Column::ReportedOn, Kind::Day).key().required(),
    field(Column::State, Kind::Word(RouteState::CHOICES)).required(),
    field(Column::ExpectedOn, Kind::Day),
    field(Column::Item, Kind::Text),
    field(Column::Qty, Kind::Quantity).unsigned(),
    field(Column::Note, Kind::Text),
];

impl Record for Road {
    const TABLE: Table = Table::Road;

    fn from_row(row: &Row) -> Road {
        Road {
            from_site: row.get(Column::FromSite),
            site: row.get(Column::Site),
            reference: row.get(Column::Ref),
            reported_on: row.get(Column::ReportedOn),
            state: row.get(Column::State),
            expected_on: row.get(Column::ExpectedOn),
            item: row.get(Column::Item),
            qty: row.get(Column::Qty),
            note: row.get(Column::Note),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        vec![
            self.from_site.into(),
            self.site.into(),
            self.reference.into(),
            self.reported_on.into(),
            self.state.into(),
            self.expected_on.into(),
            self.item.into(),
            self.qty.into(),
            self.note.into(),
        ]
    }
}
