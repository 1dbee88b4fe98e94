//! CSV and its kin to sheets and back: comma, tab or semicolon, with the number of each line kept.

use std::sync::Arc;

use csv::{ReaderBuilder, WriterBuilder};

use crate::diagnostic::{Code, Diagnostic};

use super::sheet::{Line, Sheet};

/// Reads delimited text; the delimiter is the one that the first line has most of.
///
/// Errors: `empty-file` where there is no line at all.
pub fn read(text: &str, name: &str) -> Result<Sheet, Diagnostic> {
    let sheet = Sheet {
        file: Arc::from(name),
        ..Sheet::default()
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| unreadable(&sheet, &error))?
    {
        let number = record.position().map_or(0, |at| line_of(text, at));
        lines.push(Line {
            number,
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    Ok(super::take::with_header(sheet, lines))
}

/// Writes rows of text with `delimiter`, lines ended by a line feed.
pub fn write(rows: impl IntoIterator<Item = Vec<String>>, delimiter: u8) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(&row)
            .expect("writing to memory does not fail");
    }
    writer
        .into_inner()
        .expect("writing to memory does not fail")
}

/// One CSV line without its line end: what a seal is taken of.
pub fn line(cells: impl IntoIterator<Item = String>) -> String {
    let bytes = write([cells.into_iter().collect()], b',');
    String::from_utf8_lossy(&bytes)
        .trim_end_matches('\n')
        .to_owned()
}

/// The line a record starts on. The reader's own position is where the record before it ended: ahead of the line
/// feed of a CRLF and of blank lines, which belong to no record.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let start = usize::try_from(at.byte()).map_or(text.len(), |byte| byte.min(text.len()));
    let ends = text.as_bytes()[start..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + ends.filter(|byte| **byte == b'\n').count() as u64
}

fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // Of equals the first wins, so that a file of one column is read as CSV.
    [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',')
}

fn unreadable(sheet: &Sheet, error: &csv::Error) -> Diagnostic {
    let line = error.position().map_or(0, csv::Position::line);
    Diagnostic::error(Code::RaggedRow, error.to_string()).at(sheet.place().at_line(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_the_header_uses() {
        for text in ["a,b;x\n1,2\n", "a\tb\n1\t2\n", "a;b\n1;2\n"] {
            let sheet = read(text, "x.csv").expect("delimited text");
            assert_eq!(sheet.lines[0].cells, ["1", "2"], "{text}");
            assert_eq!(sheet.lines[0].number, 2);
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for (text, expected) in [
            ("a,b\n1,2\n3,4\n", [2, 3]),
            ("a,b\r\n1,2\r\n3,4\r\n", [2, 3]),
            ("a,b\n\n1,2\n\n\n3,4\n", [3, 6]),
            ("a,b\r\n\r\n1,\"x\r\ny\"\r\n3,4\r\n", [3, 5]),
        ] {
            let sheet = read(text, "x.csv").expect("delimited text");
            let numbers: Vec<u64> = sheet.lines.iter().map(|line| line.number).collect();
            assert_eq!(numbers, expected, "{text:?}");
        }
    }
}
