//! Lines of CSV put together cell by cell, for answers too long to be held as rows first.
//!
//! The bytes are those that [`write`](super::write) gives for the same cells. A long answer is put together part by
//! part on several threads and written in the order of its parts; few of them are held at a time.

use std::io::Write;
use std::num::NonZero;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

use crate::ledger::cell::{Cell, CellRef};

/// Lines of an answer that are put together and written at a time.
const PART: usize = 1 << 13;

/// Writes `count` lines below `headers`; `lines` gives those at some places.
pub fn write_parts<'a>(
    out: &mut dyn Write,
    headers: impl IntoIterator<Item = &'a str>,
    count: usize,
    lines: impl Fn(Range<usize>, &mut Lines) + Sync,
) -> std::io::Result<()> {
    out.write_all(&Lines::new(headers).into_bytes())?;
    let parts = count.div_ceil(PART);
    let part = |number: usize| {
        let mut part = Lines::default();
        lines(number * PART..count.min((number + 1) * PART), &mut part);
        part.into_bytes()
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(parts);
    if threads <= 1 {
        return (0..parts).try_for_each(|number| out.write_all(&part(number)));
    }
    std::thread::scope(|scope| {
        let part = &part;
        let threads = (0..threads).map(|thread| {
            let (sender, receiver) = sync_channel(1);
            scope.spawn(move || {
                let numbers = (thread..parts).step_by(threads);
                // The receiver hangs up where writing failed.
                let sent = |number| sender.send(part(number)).is_ok();
                numbers.take_while(|number| sent(*number)).count()
            });
            receiver
        });
        let threads: Vec<_> = threads.collect();
        (0..parts).try_for_each(|number| {
            let part = threads[number % threads.len()].recv();
            out.write_all(&part.expect("every part is put together"))
        })
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

impl Default for Lines {
    fn default() -> Lines {
        Lines::delimited_by(b',')
    }
}

impl Lines {
    /// No line yet of text whose cells `delimiter` parts.
    pub fn delimited_by(delimiter: u8) -> Lines {
        Lines {
            bytes: Vec::new(),
            delimiter,
            cells: 0,
        }
    }

    /// CSV that begins with a line of `headers`.
    pub fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> Lines {
        let mut lines = Lines::default();
        lines.line(headers.into_iter().map(CellRef::Text));
        lines
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

    /// Adds one line.
    pub fn line_of_cells(&mut self, cells: &[Cell]) {
        for cell in cells {
            match cell {
                Cell::Text(text) => self.cell(CellRef::Text(text)),
                other => {
                    self.begin();
                    other.append_to(&mut self.bytes);
                }
            }
        }
        self.end();
    }

    /// The whole text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn begin(&mut self) {
        if self.cells > 0 {
            self.bytes.push(self.delimiter);
        }
        self.cells += 1;
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
        self.begin();
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
    use crate::quantity::{Money, Price, Quantity};

    #[test]
    fn the_bytes_are_those_of_whole_rows() {
        let rows = [
            ["site", "a,b", ""],
            ["H1", "say \"so\"", "two\nlines"],
            ["", "", ""],
        ];
        let mut lines = Lines::new(rows[0]);
        for row in &rows[1..] {
            lines.line(row.map(CellRef::Text));
        }
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(lines.into_bytes(), super::super::write(rows, b','));
    }

    #[test]
    fn cells_of_every_type_are_written_as_their_texts() {
        let day = Day::parse("2022-03-05").expect("a date of the test");
        let qty = Quantity::from_thousandths(-1_500);
        let rows = [
            vec![Cell::Text("a;b".to_owned()), Cell::Day(day), Cell::Empty],
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
            vec![Cell::Text("a\tb".to_owned())],
            vec![Cell::Text(String::new())],
        ];
        let headings = ["a", "b", "c"].map(str::to_owned);
        for delimiter in [b',', b';', b'\t'] {
            let texts = rows
                .iter()
                .map(|row| row.iter().map(Cell::to_string).collect());
            let texts = std::iter::once(headings.to_vec()).chain(texts);
            let written = super::super::write_cells(&headings, &rows, delimiter);
            assert_eq!(written, super::super::write(texts, delimiter));
        }
    }
}
