//! The id of a plan: a checksum of what it was made of, so that the same inputs give the same id.

use sha2::{Digest as _, Sha256};

use super::row::Row;
use super::seal::hex;

/// The digits of a plan's id.
const DIGITS: usize = 12;
/// Stands between the cells of a row.
const BETWEEN: u8 = 0x1f;

/// The id of a plan made of `rows`, their cells as a file holds them, and of words such as flags.
pub fn plan_id<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    words: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut hash = Sha256::new();
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        line.extend_from_slice(row.table.id().as_bytes());
        for cell in &row.cells {
            line.push(BETWEEN);
            cell.append_to(&mut line);
        }
        line.push(0);
        hash.update(&line);
    }
    for word in words {
        hash.update(word.as_bytes());
        hash.update(b"\0");
    }
    hex(&hash.finalize(), DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::cell::Cell;
    use crate::ledger::table::Table;

    #[test]
    fn inputs_of_a_plan_do_not_run_into_each_other() {
        let id = |words: &[&str]| plan_id([], words.iter().copied());
        assert_ne!(id(&["ab", "c"]), id(&["a", "bc"]));
        assert_eq!(id(&["ab"]).len(), 12);
    }

    #[test]
    fn a_row_is_its_table_and_the_texts_of_its_cells() {
        let row = Row {
            table: Table::Event,
            cells: vec![Cell::Text("C1".to_owned()), Cell::Integer(5), Cell::Empty],
            place: None,
        };
        let text = "event\u{1f}C1\u{1f}5\u{1f}";
        assert_eq!(plan_id([&row], ["x"]), plan_id([], [text, "x"]));
    }
}
