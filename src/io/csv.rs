//! CSV and its kin to sheets and back: comma, tab or semicolon, with the number of each line kept.

use std::sync::Arc;

use csv::WriterBuilder;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::cell::CellRef;

use super::sheet::{COLUMNS_MAX, Line, Rest, Sheet, Source};

pub mod lines;
pub mod proper;
mod records;
pub mod rest;

use lines::Lines;
use records::Records;

/// Lines that are looked at for the header, and one more.
const HEAD_LINES: usize = 24;

/// Reads delimited text; the delimiter is the one that the first line has most of, of those that have any.
///
/// Errors: `ragged-row` where a quotation mark swallows lines, or where a line is wider than any sheet.
pub fn read(text: &str, name: &str) -> Result<Sheet, Diagnostic> {
    let sheet = Sheet {
        file: Arc::from(name),
        width: Some(0),
        ..Sheet::default()
    };
    let lines = lines(text, &sheet)?;
    expect_columns(&sheet, &lines)?;
    let sheet = Sheet {
        open_end: lines
            .last()
            .map(|line| line.number)
            .filter(|_| !text.ends_with(['\r', '\n'])),
        ..sheet
    };
    Ok(super::take::with_header(sheet, lines))
}

/// Refuses a line that may be a header and has more cells than a sheet has columns.
fn expect_columns(sheet: &Sheet, lines: &[Line]) -> Result<(), Diagnostic> {
    let cells = |line: &Line| line.cells.iter().rposition(|cell| !cell.is_empty());
    let wide = |line: &Line| cells(line).filter(|last| *last >= COLUMNS_MAX);
    let mut head = lines.iter().take(HEAD_LINES);
    let Some((line, last)) = head.find_map(|line| Some((line, wide(line)?))) else {
        return Ok(());
    };
    let message = format!(
        "the row has {} cells, and no table more than {COLUMNS_MAX} columns",
        last + 1
    );
    Err(Diagnostic::error(Code::RaggedRow, message)
        .at(sheet.place().at_line(line.number))
        .hint("end each row with a line end; a table has a row for each thing, and not a column"))
}

/// Reads the header of delimited text and leaves the lines behind it unsplit, where the text is well formed.
pub fn read_lazily(text: Arc<str>, name: &str) -> Result<Sheet, Diagnostic> {
    let delimiter = delimiter(&text);
    if !proper::is_proper(text.as_bytes(), delimiter) {
        return read(&text, name);
    }
    match head(&text, name)?.filter(|(_, rest)| is_data(&text[rest.offset as usize..], delimiter)) {
        Some(head) => Ok(with_rest(head, Source::Text(text))),
        None => read(&text, name),
    }
}

/// Whether no line of `text` may be the header of a further table, which has words that headers are made of and no digit.
fn is_data(text: &str, delimiter: u8) -> bool {
    let has_digit = |line: &str| line.bytes().any(|byte| byte.is_ascii_digit());
    let mut wordy = text.lines().filter(|line| !has_digit(line));
    wordy.all(|line| !super::take::may_be_header(&split(line, delimiter)))
}

/// The sheet of the first lines of `text` and what is known of the rest; `None` where there is no rest, or where the
/// first lines are not well formed.
pub fn head(text: &str, name: &str) -> Result<Option<(Sheet, Rest)>, Diagnostic> {
    let delimiter = delimiter(text);
    let Some(end) =
        proper::proper_end(text.as_bytes(), delimiter, HEAD_LINES).filter(|end| *end < text.len())
    else {
        return Ok(None);
    };
    let sheet = read(&text[..end], name)?;
    let rest = Rest {
        source: Source::Text(Arc::from("")),
        delimiter,
        offset: end as u64,
        line: 1 + text[..end].matches('\n').count() as u64,
    };
    Ok(Some((sheet, rest)))
}

/// A head with the source of its rest.
pub fn with_rest((sheet, rest): (Sheet, Rest), source: Source) -> Sheet {
    let rest = Rest { source, ..rest };
    Sheet {
        rest: Some(rest),
        ..sheet
    }
}

/// The cells of one line of delimited text.
pub fn split(line: &str, delimiter: u8) -> Vec<String> {
    Records::of(line, delimiter).read().unwrap_or_default()
}

fn lines(text: &str, sheet: &Sheet) -> Result<Vec<Line>, Diagnostic> {
    let delimiter = delimiter(text);
    if proper::is_plain(text.as_bytes()) {
        return Ok(plain_lines(text, delimiter));
    }
    let mut records = Records::of(text, delimiter);
    let mut lines = Vec::new();
    let mut count = LineCount::default();
    let mut from = 0;
    while let Some(cells) = records.read() {
        let to = records.end();
        let raw = text.get(from..to).unwrap_or("");
        let body = raw.trim_start_matches(['\r', '\n']);
        count.pass(&raw[..raw.len() - body.len()]);
        let number = count.line + 1;
        if has_stray_quote(body.trim_end_matches(['\r', '\n']), delimiter) {
            return Err(stray_quote(sheet, number, body));
        }
        count.pass(body);
        from = to;
        lines.push(Line { number, cells });
    }
    Ok(lines)
}

/// The lines of text that has nothing to be taken apart but lines and cells; empty ones are none.
fn plain_lines(text: &str, delimiter: u8) -> Vec<Line> {
    let filled = text
        .split('\n')
        .zip(1..)
        .filter(|(line, _)| !line.is_empty());
    let lines = filled.map(|(line, number)| Line {
        number,
        cells: proper::cells(line, delimiter),
    });
    lines.collect()
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
    let mut line = Lines::new(b',');
    line.line_of_texts(cells);
    without_end(line)
}

/// The same of typed cells.
pub fn line_of_cells<'a>(cells: impl IntoIterator<Item = CellRef<'a>>) -> String {
    let mut line = Lines::new(b',');
    line.line(cells);
    without_end(line)
}

fn without_end(line: Lines) -> String {
    let mut bytes = line.into_bytes();
    bytes.pop();
    String::from_utf8(bytes).expect("texts and delimiters are text")
}

/// The cells of one CSV line.
pub fn cells(line: &str) -> Vec<String> {
    split(line, b',')
}

/// Counts lines as an editor does: a line feed, a carriage return, or both together end one.
#[derive(Default)]
struct LineCount {
    line: u64,
    after_return: bool,
}

impl LineCount {
    fn pass(&mut self, text: &str) {
        if !self.after_return && !text.contains('\r') {
            self.line += text.matches('\n').count() as u64;
            return;
        }
        for byte in text.bytes() {
            let ends = byte == b'\r' || (byte == b'\n' && !self.after_return);
            self.line += u64::from(ends);
            self.after_return = byte == b'\r';
        }
    }
}

/// Whether a cell of this record begins with a quotation mark and runs on without a proper end: to the end of the
/// file, or over several lines into the quotation mark of another cell.
fn has_stray_quote(record: &str, delimiter: u8) -> bool {
    if !record.contains('"') {
        return false;
    }
    let bytes = record.as_bytes();
    let is_over_lines = record.contains(['\r', '\n']);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let Some(end) = closing_quote(bytes, at + 1) else {
                return true;
            };
            at = end + 1;
        }
        let rest = &record[at..];
        let length = rest.bytes().position(|byte| byte == delimiter);
        let behind = &rest[..length.unwrap_or(rest.len())];
        let was_quoted = at > 0 && bytes[at - 1] == b'"';
        if is_over_lines && was_quoted && !behind.trim().is_empty() {
            return true;
        }
        at += behind.len() + 1;
    }
    false
}

/// The position of the quotation mark that ends a cell; two together stand for one inside it.
fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn stray_quote(sheet: &Sheet, number: u64, body: &str) -> Diagnostic {
    let mut count = LineCount::default();
    count.pass(body.trim_end_matches(['\r', '\n']));
    let last = number + count.line;
    let message = format!(
        "a cell begins with a quotation mark that nothing closes; it would swallow the text up to line {last}"
    );
    Diagnostic::error(Code::RaggedRow, message)
        .at(sheet.place().at_line(number))
        .hint("leave the quotation mark out, or put the cell into quotation marks and write those inside it twice")
}

fn delimiter(text: &str) -> u8 {
    const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
    let count = |line: &str, delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    // Of equals the first wins, so that a file of one column is read as CSV.
    let most = |line: &str| {
        let counted = DELIMITERS.map(|delimiter| (count(line, delimiter), delimiter));
        counted.into_iter().rev().max_by_key(|(count, _)| *count)
    };
    let mut filled = text.lines().filter(|line| !line.trim().is_empty());
    let first = filled.next().and_then(most);
    // Above a table of three columns or more may stand a line of talk, which has none.
    let below = || {
        let lines = filled.take(HEAD_LINES).filter_map(most);
        lines
            .filter(|(count, _)| *count > 1)
            .map(|(_, delimiter)| delimiter)
            .next()
    };
    match first {
        Some((0, _)) | None => below().unwrap_or(b','),
        Some((_, delimiter)) => delimiter,
    }
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
    fn a_line_of_talk_above_a_table_does_not_tell_the_delimiter() {
        for (text, expected) in [
            ("今天库存\na\tb\tc\n1\t2\t3\n", b'\t'),
            ("\n今天库存\n\na;b;c\n", b';'),
            ("alias\ncoat;jacket\n", b','),
            ("今天,库存\na\tb\tc\n", b','),
            ("", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text:?}");
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

    #[test]
    fn plain_text_is_split_as_a_reader_splits_it() {
        for text in ["", "\n\n", "a;b\n;\n\n 1 ;2;3\n;;", "日期\n5\n", "a,b\n1"] {
            let delimiter = delimiter(text);
            let mut records = Records::of(text, delimiter);
            let read = std::iter::from_fn(|| records.read()).collect::<Vec<_>>();
            let plain = plain_lines(text, delimiter).into_iter();
            assert_eq!(
                plain.map(|line| line.cells).collect::<Vec<_>>(),
                read,
                "{text:?}"
            );
        }
        assert!(!proper::is_plain(b"\xef\xbb\xbfa,b\n") && !proper::is_plain(b"a\r\nb"));
    }

    #[test]
    fn a_line_has_the_number_that_an_editor_shows() {
        for text in ["a,b\n\n\n1,2\n", "a,b\r\n\r\n\r\n1,2\r\n", "a,b\r\r\r1,2\r"] {
            let sheet = read(text, "x.csv").expect("delimited text");
            assert_eq!(sheet.lines[0].number, 4, "{text:?}");
        }
        let over_lines = read("a,b\n\"1\n2\",3\n4,5\n", "x.csv").expect("delimited text");
        assert_eq!(over_lines.lines[1].number, 4);
    }

    #[test]
    fn a_quotation_mark_that_swallows_lines_is_refused() {
        for text in ["a,b\n\"1,2\n3,4\n", "a,b\n1,\"2\n3,\"x\"\n", "a,b\n1,\"2"] {
            let fault = read(text, "x.csv").expect_err("nothing closes the mark");
            assert_eq!(fault.code, Code::RaggedRow, "{text:?}");
        }
        for text in [
            "a,b\n\"1\n\"\"2\"\"\",\"\"\n",
            "a,b\n5\",2\n",
            "a,b\n\"1\n2\" ,3\n",
        ] {
            assert!(read(text, "x.csv").is_ok(), "{text:?}");
        }
    }
}
