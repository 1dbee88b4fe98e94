//! Which transfer does a receipt book in? One of the same item whose sending line it names in `ref`: at the receiver, where
//! that line names one, and else at any site but the sender.

use std::collections::HashMap;

use crate::engine::memo::ByText;
use crate::engine::senders::named_by;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

/// The lines that send and that a receipt names, by how it does.
#[derive(Debug, Default)]
pub struct BookedIn<'a>(HashMap<&'a str, &'a Movement, ByText>);

impl<'a> BookedIn<'a> {
    /// Those among some lines of a ledger that a receipt among them names.
    pub fn of(lines: impl Iterator<Item = &'a Movement>) -> BookedIn<'a> {
        BookedIn(named_by(lines, MovementKind::Receipt))
    }

    /// The line that sent what a receipt books in; `None` for goods from elsewhere, and for any other line.
    pub fn sent_by(&self, receipt: &Movement) -> Option<&'a Movement> {
        let named = self.0.get(&*receipt.reference).copied()?;
        let is_for_them = match named.counterparty.is_empty() {
            true => named.site != receipt.site,
            false => named.counterparty == receipt.site,
        };
        let is_theirs = is_for_them && named.item == receipt.item;
        (is_theirs && receipt.kind == MovementKind::Receipt).then_some(named)
    }
}
