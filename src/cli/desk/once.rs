//! Rows of one key that say two things: of two norms, rates, sites or parts of a set neither is taken for the whole.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::word::Occasion;
use crate::ledger::{Column, Row, Table};

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
    let mut firsts: BTreeMap<Vec<String>, Cow<Row>> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let meant = meant(row);
        let Some(first) = firsts.get(&meant.key()) else {
            firsts.insert(meant.key(), meant);
            continue;
        };
        let is_copy = *may_repeat && first.cells == meant.cells;
        if !is_copy {
            found.push(contradiction(row, first));
        }
    }
    found
}

/// A row with what it leaves unsaid: a norm that names no occasion is of each day.
fn meant(row: &Row) -> Cow<'_, Row> {
    let occasion = row.table.position(Column::Occasion);
    match occasion.filter(|at| row.table == Table::Norm && row.cells[*at].is_empty()) {
        Some(at) => {
            let mut row = row.clone();
            row.cells[at] = Some(Occasion::Day).into();
            Cow::Owned(row)
        }
        None => Cow::Borrowed(row),
    }
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
