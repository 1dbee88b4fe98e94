//! The id of a plan: a checksum of what it was made of, so that the same inputs give the same id.

use sha2::{Digest as _, Sha256};

use super::row::Row;
use super::seal::hex;
use super::tables::Movement;
use super::word::MovementKind;

/// The digits of a plan's id.
const DIGITS: usize = 12;
/// Stands between the cells of a row.
const BETWEEN: u8 = 0x1f;
/// Ends a row, and a word.
const END: u8 = 0;

/// The id of a plan in the making.
#[derive(Debug, Default)]
pub struct PlanId {
    hash: Sha256,
    /// Room for the text of one row.
    line: Vec<u8>,
}

impl PlanId {
    /// Adds a row that the plan is made from: its table and its cells, as a file holds them.
    pub fn add_row(&mut self, row: &Row) {
        self.line.clear();
        append_row(row, &mut self.line);
        self.hash.update(&self.line);
    }

    /// Adds rows as [`append_row`] wrote them.
    pub fn add_rows(&mut self, text: &[u8]) {
        self.hash.update(text);
    }

    /// Adds anything else that shapes the plan, such as a flag.
    pub fn add(&mut self, word: &str) {
        self.hash.update(word.as_bytes());
        self.hash.update([END]);
    }

    /// The id.
    pub fn finish(self) -> String {
        hex(&self.hash.finalize(), DIGITS)
    }
}

/// Whether `text` may be the id of a plan.
fn is_plan_id(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == DIGITS && text.bytes().all(is_digit)
}

/// Whether a line sets goods aside for an institution by a plan, as posting a rotation plan does: its document is the id
/// of the plan, and it states a form.
pub fn is_share(line: &Movement) -> bool {
    let is_for_somebody = line.kind == MovementKind::Reserve && !line.counterparty.is_empty();
    is_for_somebody && is_plan_id(&line.doc) && line.form.is_some()
}

/// Appends a row as the id of a plan is taken of it.
pub fn append_row(row: &Row, text: &mut Vec<u8>) {
    text.extend_from_slice(row.table.id().as_bytes());
    for cell in &row.cells {
        text.push(BETWEEN);
        if !cell.is_empty() {
            cell.append_to(text);
        }
    }
    text.push(END);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::cell::Cell;
    use crate::ledger::table::Table;

    fn id(words: &[&str]) -> String {
        let mut id = PlanId::default();
        words.iter().for_each(|word| id.add(word));
        id.finish()
    }

    #[test]
    fn inputs_of_a_plan_do_not_run_into_each_other() {
        assert_ne!(id(&["ab", "c"]), id(&["a", "bc"]));
        assert_eq!(id(&["ab"]).len(), 12);
    }

    #[test]
    fn a_row_is_its_table_and_the_texts_of_its_cells() {
        let row = Row {
            table: Table::Event,
            cells: vec![Cell::Text("C1".into()), Cell::Integer(5), Cell::Empty],
            place: None,
        };
        let text = "event\u{1f}C1\u{1f}5\u{1f}";
        let (mut by_row, mut by_text) = (PlanId::default(), PlanId::default());
        by_row.add_row(&row);
        by_row.add("x");
        let mut rows = Vec::new();
        append_row(&row, &mut rows);
        by_text.add_rows(&rows);
        by_text.add("x");
        let by_row = by_row.finish();
        assert_eq!(by_row, id(&[text, "x"]));
        assert_eq!(by_row, by_text.finish());
    }
}
