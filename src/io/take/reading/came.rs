//! How the goods of a receipt came, where its sheet says so beside the column of the basis.

use crate::ledger::basis::told;
use crate::ledger::cell::Cell;
use crate::ledger::table::Table;
use crate::ledger::text::tidy;
use crate::ledger::{Column, Row};

use super::Reading;

/// The kinds that bring goods into a store from elsewhere.
const BRINGING: [&str; 2] = ["receipt", "transfer_in"];

impl Reading<'_> {
    /// Fills in a basis that only the word of the kind tells, or the header over who gave the goods.
    pub(super) fn tell_basis(&self, row: &mut Row) {
        let position = |column| row.table.position(column);
        let positions = [Column::Kind, Column::Counterparty, Column::Basis].map(position);
        let ([Some(kind), Some(giver), Some(basis)], Table::Movement) = (positions, row.table)
        else {
            return;
        };
        let brings = row.cells[kind].word();
        let brings = brings.is_some_and(|kind| BRINGING.contains(&kind));
        if !brings || !row.cells[basis].is_empty() {
            return;
        }
        let source = |at: usize| self.plan.sources[at].cell_column();
        let word = source(kind).and_then(|at| self.line.cells.get(at));
        let header = source(giver).filter(|_| !row.cells[giver].is_empty());
        let header = header.and_then(|at| self.sheet.headers.get(at));
        let told = told(
            &word.map_or_else(Default::default, |word| tidy(word)),
            header.map_or("", String::as_str),
        );
        if let Some(told) = told {
            row.cells[basis] = Cell::Text(told.into());
        }
    }
}
