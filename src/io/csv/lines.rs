//! Lines of CSV put together cell by cell, without a text for each cell first.
//!
//! The bytes are those that [`write`](super::write) gives for the same cells.

use std::io::Write;
use std::ops::Range;

use crate::io::pieces::write_pieces;
use crate::ledger::cell::CellRef;

/// Writes `count` lines below `headers`; `lines` gives those at some places.
pub fn write_parts<'a>(
    out: &mut dyn Write,
    delimiter: u8,
    headers: impl IntoIterator<Item = &'a str>,
    count: usize,
    lines: impl Fn(Range<usize>, &mut Lines) + Sync,
) -> std::io::Result<()> {
    let mut head = Lines::new(delimiter);
    head.line(headers.into_iter().map(CellRef::Text));
    out.write_all(&head.into_bytes())?;
    write_pieces(out, count, |places| {
        let mut piece = Lines::new(delimiter);
        lines(places, &mut piece);
        piece.into_bytes()
    })
}

/// CSV as it grows.
#[derive(Debug)]
pub struct Lines {
    bytes: Vec<u8>,
    delimiter: u8,
    /// The cells of the line that is put together.
    cells: usize,
}

impl Lines {
    /// CSV without a line.
    pub fn new(delimiter: u8) -> Lines {
        Lines {
            bytes: Vec::new(),
            delimiter,
            cells: 0,
        }
    }

    /// Adds one line.
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = CellRef<'a>>) {
        for cell in cells {
            self.cell(cell);
        }
        self.end();
    }

    /// Adds one line.
    pub fn line_of_texts(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.cell(CellRef::Text(&text));
        }
        self.end();
    }

    /// The whole text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Ends a line; one that is a single empty cell is quoted, since an empty line would be none.
    fn end(&mut self) {
        let is_empty = self.bytes.last().is_none_or(|last| *last == b'\n');
        if self.cells == 1 && is_empty {
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
        self.cells = 0;
    }

    fn cell(&mut self, cell: CellRef<'_>) {
        if self.cells > 0 {
            self.bytes.push(self.delimiter);
        }
        self.cells += 1;
        match cell {
            CellRef::Text(text) if needs_quotes(text, self.delimiter) => {
                let quoted = format!("\"{}\"", text.replace('"', "\"\""));
                self.bytes.extend_from_slice(quoted.as_bytes());
            }
            cell => cell.append_to(&mut self.bytes),
        }
    }
}

/// Whether a cell is read as another, or as several, where it stands without quotation marks.
fn needs_quotes(text: &str, delimiter: u8) -> bool {
    let parts = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    let bytes = text.as_bytes().iter();
    bytes.fold(false, |found, byte| found | parts(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::cell::Cell;
    use crate::quantity::{Money, Price, Quantity};

    #[test]
    fn the_bytes_are_those_of_whole_rows() {
        let rows: [&[&str]; 6] = [
            &["site", "a,b", ""],
            &["H1", "say \"so\"", "two\nlines"],
            &["a\tb", "c;d", "e\r"],
            &["", "", ""],
            &[""],
            &["x"],
        ];
        for delimiter in [b',', b'\t'] {
            let mut lines = Lines::new(delimiter);
            for row in rows {
                lines.line(row.iter().copied().map(CellRef::Text));
            }
            let rows = rows.map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
            assert_eq!(lines.into_bytes(), super::super::write(rows, delimiter));
        }
    }

    #[test]
    fn cells_of_every_type_are_written_as_their_texts() {
        let day = Day::parse("2022-03-05").expect("a date of the test");
        let qty = Quantity::from_thousandths(-1_500);
        let rows = [
            vec![Cell::Text("a;b".into()), Cell::Day(day), Cell::Empty],
            vec![Cell::Word("issue"), Cell::Quantity(qty), Cell::Ratio(0.25)],
            vec![
                Cell::Truth(true),
                Cell::Integer(-7),
                "a,\"b\"".to_owned().into(),
            ],
            vec![
                Cell::Money(Money::from_fen(5)),
                Cell::Price(Price::from_steps(26_600)),
                Cell::Empty,
            ],
            vec![Cell::Empty],
            vec![Cell::Text("a\tb".into())],
            vec![Cell::Text("".into())],
        ];
        let headings = ["a", "b", "c"].map(str::to_owned);
        for delimiter in [b',', b';', b'\t'] {
            let texts = rows
                .iter()
                .map(|row| row.iter().map(Cell::to_string).collect());
            let texts = std::iter::once(headings.to_vec()).chain(texts);
            let mut lines = Lines::new(delimiter);
            lines.line(headings.iter().map(|heading| CellRef::Text(heading)));
            for row in &rows {
                lines.line(row.iter().map(CellRef::from));
            }
            assert_eq!(lines.into_bytes(), super::super::write(texts, delimiter));
        }
    }
}
