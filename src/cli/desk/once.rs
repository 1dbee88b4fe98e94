//! Rows of one key that say two things: of two norms, rates, sites or parts of a set neither is taken for the whole.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::{Row, Table};

/// The tables of which a row stands alone for its key, and whether a copy of it says the same once more.
///
/// A set that names a part twice may mean the sum of the two; elsewhere a copy changes nothing.
const STATED_ONCE: [(Table, bool); 4] = [
    (Table::Norm, true),
    (Table::Burn, true),
    (Table::Site, true),
    (Table::Kit, false),
];

/// The rows of `table` that contradict an earlier one of their key.
///
/// Errors: `conflict`, each at its row.
pub fn contradictions(table: Table, rows: &[Row]) -> Vec<Diagnostic> {
    let stated = STATED_ONCE.iter().find(|(stated, _)| *stated == table);
    let Some((_, may_repeat)) = stated else {
        return Vec::new();
    };
    let mut firsts: BTreeMap<Vec<String>, &Row> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let first = *firsts.entry(row.key()).or_insert(row);
        let is_first = std::ptr::eq(first, row);
        let is_copy = *may_repeat && first.cells == row.cells;
        if !is_first && !is_copy {
            found.push(contradiction(row, first));
        }
    }
    found
}

fn contradiction(row: &Row, first: &Row) -> Diagnostic {
    let (table, subject) = (row.table.id(), row.subject());
    let message = match &first.place {
        Some(place) => format!("table {table} has {subject} already, at {place}"),
        None => format!("table {table} has {subject} already"),
    };
    let found = Diagnostic::error(Code::Conflict, message)
        .hint("say it in one row; of two neither is taken for the whole");
    match &row.place {
        Some(place) => found.at(place.clone()),
        None => found,
    }
}
