//! Lines of CSV put together cell by cell, for answers too long to be held as rows first.
//!
//! The bytes are those that [`write`](super::write) gives for the same cells.

use crate::ledger::cell::CellRef;

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
