//! Table `unmet`: what was asked for and not awarded, and why.
//!
//! Key: `plan`, `request`, `line`.

use crate::ledger::Text;
use crate::ledger::cell::{Cell, CellRef};
use crate::ledger::column::Column;
use crate::ledger::record::{Record, cells_of};
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Kind, Table, field};
use crate::ledger::word::{UnmetReason, Word as _};
use crate::quantity::Quantity;

/// One row of `unmet`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmet {
    /// Id of the plan: from its inputs, so that it is the same for the same inputs.
    pub plan: Text,
    /// Requisition form.
    pub request: Text,
    /// Line within the document, request, settlement or file.
    pub line: Text,
    /// Where: a depot, institution, street or market, by its code.
    pub site: Text,
    /// Which goods, by their catalogue code.
    pub item: Text,
    /// Quantity asked for.
    pub requested: Option<Quantity>,
    /// Quantity awarded.
    pub given: Quantity,
    /// Quantity asked for and not awarded.
    pub short: Option<Quantity>,
    /// Why it is not met, in a word: [`Unmet::why`].
    pub reason: Text,
    /// Id of the rule that decided.
    pub rule: Text,
}

impl Unmet {
    /// Why it is not met; `None` where the column says anything else, as a table written by hand may.
    pub fn why(&self) -> Option<UnmetReason> {
        UnmetReason::parse(&self.reason)
    }

    /// Whether the line may not have what it asks for, so that it lacks none of it.
    pub fn is_barred(&self) -> bool {
        self.why().is_some_and(UnmetReason::is_barred)
    }
}

/// The columns of `unmet`, in the order of the contract.
pub const FIELDS: &[Field] = &[
    field(Column::Plan, Kind::Text).key().required(),
    field(Column::Request, Kind::Text).key().required(),
    field(Column::Line, Kind::Text).key(),
    field(Column::Site, Kind::Text).required(),
    field(Column::Item, Kind::Text).required(),
    field(Column::Requested, Kind::Quantity).expected(),
    field(Column::Given, Kind::Quantity).required(),
    field(Column::Short, Kind::Quantity).expected(),
    field(Column::Reason, Kind::Text),
    field(Column::Rule, Kind::Text),
];

impl Record for Unmet {
    const TABLE: Table = Table::Unmet;

    fn from_row(row: &Row) -> Unmet {
        Unmet {
            plan: row.get(Column::Plan),
            request: row.get(Column::Request),
            line: row.get(Column::Line),
            site: row.get(Column::Site),
            item: row.get(Column::Item),
            requested: row.get(Column::Requested),
            given: row.get(Column::Given),
            short: row.get(Column::Short),
            reason: row.get(Column::Reason),
            rule: row.get(Column::Rule),
        }
    }

    fn into_cells(self) -> Vec<Cell> {
        cells_of(self.cell_refs())
    }

    fn cell_refs(&self) -> Option<Vec<CellRef<'_>>> {
        Some(vec![
            (&self.plan).into(),
            (&self.request).into(),
            (&self.line).into(),
            (&self.site).into(),
            (&self.item).into(),
            self.requested.into(),
            self.given.into(),
            self.short.into(),
            (&self.reason).into(),
            (&self.rule).into(),
        ])
    }
}
