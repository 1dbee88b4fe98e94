//! Which lines of a long ledger does a post have to look at? Found by their first cells, without reading the rest.
//!
//! A post asks for a few documents and a few lots; the lines that are neither are passed over at the speed of a
//! search. Those that are wanted go through the same reader as every other file.

use std::borrow::Cow;

use crate::ledger::text::tidy;

use super::super::csv;

/// The cells that stand first in a line of movements: document, line, date, kind, site, item, lot, quantity, unit.
const HEAD_CELLS: usize = 9;

/// The first cells of a line.
#[derive(Debug)]
pub struct Head<'a> {
    cells: [Cow<'a, str>; HEAD_CELLS],
}

impl Head<'_> {
    /// The document number.
    pub fn doc(&self) -> &str {
        &self.cells[0]
    }

    /// The kind of movement.
    pub fn kind(&self) -> &str {
        &self.cells[3]
    }

    /// Site, item and lot.
    pub fn lot(&self) -> [&str; 3] {
        [&self.cells[4], &self.cells[5], &self.cells[6]]
    }

    /// The unit, where the line states a quantity in one.
    pub fn unit(&self) -> Option<&str> {
        let [.., qty, unit] = &self.cells;
        (!qty.is_empty() && !unit.is_empty()).then_some(unit)
    }
}

/// The records of `text` behind its header: the number of the first line of each, and its text without a line end.
pub fn records(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    let mut number = 2;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (record, lines, length) = first_record(rest);
        let at = number;
        rest = &rest[length..];
        number += lines;
        Some((at, record))
    })
}

/// The first record of `text`, the lines it spans, and its bytes with the line end.
///
/// Granary writes no line feed inside a cell, but whoever edits a ledger might: a record ends with a line feed outside
/// quotation marks.
fn first_record(text: &str) -> (&str, u64, usize) {
    let (mut end, mut lines) = (0, 0);
    loop {
        let line = memchr::memchr(b'\n', &text.as_bytes()[end..]);
        let stop = line.map_or(text.len(), |at| end + at);
        lines += 1;
        let record = &text[..stop];
        let is_open = memchr::memchr_iter(b'"', record.as_bytes()).count() % 2 == 1;
        let is_last = line.is_none();
        if !is_open || is_last {
            let length = if is_last { stop } else { stop + 1 };
            return (record.trim_end_matches('\r'), lines, length);
        }
        end = stop + 1;
    }
}

/// The first cells of a record.
pub fn head(record: &str) -> Head<'_> {
    let mut cells = [const { Cow::Borrowed("") }; HEAD_CELLS];
    if record.contains('"') {
        let read = csv::cells(record);
        for (cell, text) in cells.iter_mut().zip(read) {
            *cell = Cow::Owned(tidy(&text).into_owned());
        }
    } else {
        for (cell, text) in cells.iter_mut().zip(record.split(',')) {
            *cell = tidy(text);
        }
    }
    Head { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_keep_the_number_of_their_line() {
        let text = "doc,line\nR1,1\r\n\"R\n2\",1\nR3,1";
        let found: Vec<(u64, &str)> = records(text).collect();
        assert_eq!(found, [(2, "R1,1"), (3, "\"R\n2\",1"), (5, "R3,1")]);
        assert_eq!(records("doc,line").count(), 0);
    }

    #[test]
    fn the_first_cells_are_read_as_the_reader_reads_them() {
        let plain = head("R1, 1,2022-03-01,issue,D1 ,mask,A,5");
        assert_eq!((plain.doc(), plain.kind()), ("R1", "issue"));
        assert_eq!(plain.lot(), ["D1", "mask", "A"]);
        let quoted = head("\"R,1\",1,2022-03-01,issue,D1,\"a \"\"b\"\"\",A,5");
        assert_eq!((quoted.doc(), quoted.lot()[1]), ("R,1", "a \"b\""));
        assert_eq!(head("R1").lot(), ["", "", ""]);
        let unit = |record| head(record).unit().map(str::to_owned);
        assert_eq!(
            unit("R1,1,2022-03-01,issue,D1,mask,A,5,box,").as_deref(),
            Some("box")
        );
        assert_eq!(unit("R1,1,2022-03-01,issue,D1,mask,A,,box,"), None);
    }
}
