//! Lines of CSV put together cell by cell, for answers too long to be held as rows first.
//!
//! The bytes are those that [`write`](super::write) gives for the same cells. A long answer is put together part by
//! part on several threads and written in the order of its parts; few of them are held at a time.

use std::io::Write;
use std::num::NonZero;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

use crate::ledger::cell::CellRef;

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
#[derive(Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    is_begun: bool,
}

impl Lines {
    /// CSV that begins with a line of `headers`.
    pub fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> Lines {
        let mut lines = Lines::default();
        lines.line(headers.into_iter().map(CellRef::Text));
        lines
    }

    /// Adds one line of at least two cells.
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = CellRef<'a>>) {
        for cell in cells {
            self.cell(cell);
        }
        self.bytes.push(b'\n');
        self.is_begun = false;
    }

    /// The whole text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn cell(&mut self, cell: CellRef<'_>) {
        if std::mem::replace(&mut self.is_begun, true) {
            self.bytes.push(b',');
        }
        match cell {
            CellRef::Text(text) if needs_quotes(text) => {
                let quoted = format!("\"{}\"", text.replace('"', "\"\""));
                self.bytes.extend_from_slice(quoted.as_bytes());
            }
            cell => cell.append_to(&mut self.bytes),
        }
    }
}

fn needs_quotes(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
