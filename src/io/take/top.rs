//! The top of a sheet: which line is its header, and what stands over it.

use crate::ledger::header::understood;
use crate::ledger::text::tidy;

use super::super::sheet::{Line, Sheet};

/// How many lines from the top may come before a header.
const HEADER_SEARCH: usize = 20;

/// Splits `lines` into what stands above the header, the header, and the data.
///
/// The header is the line, among the first twenty, that has the most known headers; without any, the first line.
pub fn with_header(mut sheet: Sheet, lines: Vec<Line>) -> Sheet {
    let filled = |line: &Line| line.cells.iter().any(|cell| !tidy(cell).is_empty());
    let scored = lines
        .iter()
        .take(HEADER_SEARCH)
        .enumerate()
        .filter(|(_, line)| filled(line));
    let is_all_known =
        |line: &Line| !line.cells.is_empty() && understood(&line.cells) == line.cells.len();
    if lines.first().is_some_and(is_all_known) {
        set_header(&mut sheet, lines, 0);
        return sheet;
    }
    let best = scored
        .max_by_key(|(at, line)| (understood(&line.cells), std::cmp::Reverse(*at)))
        .map(|(at, _)| at);
    let Some(at) = best else {
        return sheet;
    };
    set_header(&mut sheet, lines, at);
    sheet
}

/// The sheet with its header in row `number` of the file instead; `None` where nothing stands in that row.
///
/// A format without header lines stays as it is.
pub fn with_header_at(mut sheet: Sheet, number: u64) -> Option<Sheet> {
    if sheet.header_line == 0 {
        return Some(sheet);
    }
    let mut lines = std::mem::take(&mut sheet.above);
    lines.push(Line {
        number: sheet.header_line,
        cells: std::mem::take(&mut sheet.headers),
    });
    lines.append(&mut sheet.lines);
    let at = lines.iter().position(|line| line.number == number)?;
    set_header(&mut sheet, lines, at);
    Some(sheet)
}

/// Puts the header at position `at` of `lines`; trailing headers without a name are cut off.
fn set_header(sheet: &mut Sheet, mut lines: Vec<Line>, at: usize) {
    let data = lines.split_off(at + 1);
    let header = lines.pop().unwrap_or_default();
    let headers = header.cells;
    let named = headers
        .iter()
        .rposition(|header| !tidy(header).is_empty())
        .map_or(0, |last| last + 1);
    sheet.headers = headers[..named]
        .iter()
        .map(|header| tidy(header).into_owned())
        .collect();
    sheet.header_line = header.number;
    sheet.width = sheet.width.map(|_| headers.len());
    sheet.above = lines;
    sheet.lines = data;
}
