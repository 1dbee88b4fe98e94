//! Table `remaining`: what stays in store after a plan, at every site.
//!
//! Key and columns are those of `onhand`, so that a file of it is read as balances by whatever comes next.

use crate::ledger::cell::Cell;
use crate::ledger::record::Record;
use crate::ledger::row::Row;
use crate::ledger::table::{Field, Table};

use super::onhand::{self, OnHand};

/// One row of `remaining`.
#[derive(Debug, Clone, PartialEq)]
pub struct Remaining(pub OnHand);

/// The columns of `remaining`: those of `onhand`.
pub const FIELDS: &[Field] = onhand::FIELDS;

impl Record for Remaining {
    const TABLE: Table = Table::Remaining;

    fn from_row(row: &Row) -> Remaining {
        Remaining(OnHand::from_row(row))
    }

    fn into_cells(self) -> Vec<Cell> {
        self.0.into_cells()
    }
}
