//! Which transfer does a receipt book in? One of the same item whose sending line it names in `ref`: at the receiver, where
//! that line names one, and else at any site but the sender.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::engine::memo::ByText;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

/// The lines that send and that a receipt names, by how it does.
#[derive(Debug, Default)]
pub struct BookedIn<'a>(HashMap<&'a str, &'a Movement, ByText>);

impl<'a> BookedIn<'a> {
    /// Those among some lines of a ledger that a receipt among them names.
    pub fn of(lines: impl Iterator<Item = &'a Movement> + Clone) -> BookedIn<'a> {
        let of_kind = |kind| lines.clone().filter(move |line| line.kind == kind);
        let receipts = of_kind(MovementKind::Receipt);
        let references = receipts.map(|line| line.reference.as_str());
        let names: HashSet<&str, ByText> = references.filter(|name| !name.is_empty()).collect();
        let mut named = HashMap::default();
        if names.is_empty() {
            return BookedIn(named);
        }
        let mut name = String::new();
        for line in of_kind(MovementKind::TransferOut) {
            name.clear();
            // Writing to a text does not fail.
            let _ = write!(name, "{}/{}", line.doc, line.line);
            named.extend(names.get(&*name).map(|name| (*name, line)));
        }
        BookedIn(named)
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
