//! How a written sheet is set: columns wide enough for what stands in them, the header kept in sight, paper across.
//!
//! Nothing here changes a cell. A spreadsheet shows `###` where a day does not fit its column.

use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::io::view::View;
use crate::ledger::cell::Cell;

/// Columns of a letter that a column of a sheet has at least and at most; longer text goes on below.
const WIDTH: std::ops::RangeInclusive<usize> = 6..=44;
/// Room at the sides of a cell.
const MARGIN: usize = 2;
/// Lines that a width is taken from: a long table is not measured whole.
const LINES_MEASURED: usize = 2000;
/// Letters beside each other that can be read on a page across, set small.
const PAGE_WIDTH: usize = 200;
/// The height of a line, in points.
const LINE_HEIGHT: f64 = 15.0;
/// Paper of 210 × 297 mm, as the file format numbers it.
const PAPER_A4: u8 = 9;

/// Sets widths, header and paper of `sheet`, on which `view` was written.
pub fn set(sheet: &mut Worksheet, view: &View) -> Result<(), XlsxError> {
    let widths = widths(view);
    let pages = widths.iter().sum::<usize>().div_ceil(PAGE_WIDTH).max(1);
    for (at, width) in widths.into_iter().enumerate() {
        sheet.set_column_width(at as u16, width as f64)?;
    }
    for (at, row) in view.rows.iter().enumerate() {
        let lines = row.iter().map(lines).max().unwrap_or(1);
        if lines > 1 {
            sheet.set_row_height(at as u32 + 1, lines as f64 * LINE_HEIGHT)?;
        }
    }
    sheet.set_landscape();
    sheet.set_paper_size(PAPER_A4);
    sheet.set_print_fit_to_pages(pages as u16, 0);
    if !view.headings.is_empty() && !view.rows.is_empty() {
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
    }
    Ok(())
}

/// Whether a text is longer than any column is made wide.
pub fn is_long(text: &str) -> bool {
    text.width() + MARGIN > *WIDTH.end()
}

/// The lines that a cell takes: not every program finds the height of a row by itself.
fn lines(cell: &Cell) -> usize {
    let text = cell.to_string();
    match is_long(&text) {
        // Words do not fill a line to its end.
        true => text.width().div_ceil(*WIDTH.end() - 2 * MARGIN),
        false => 1,
    }
}

/// The width of each column, in letters; a Chinese character takes two.
fn widths(view: &View) -> Vec<usize> {
    let width = |at: usize| {
        let heading = view.headings.get(at).map_or(0, |text| text.width());
        let rows = view.rows.iter().take(LINES_MEASURED);
        let cells = rows.filter_map(|row| Some(row.get(at)?.to_string().width()));
        let widest = cells.chain([heading]).max().unwrap_or(0);
        (widest + MARGIN).clamp(*WIDTH.start(), *WIDTH.end())
    };
    let columns = view.rows.iter().map(|row| row.len()).max().unwrap_or(0);
    (0..columns.max(view.headings.len())).map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell() {
        let view = View {
            headings: ["日期", "物资编码", "note"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![
                    Cell::Text("2022-03-15".into()),
                    Cell::Empty,
                    Cell::Text("x".repeat(200).into()),
                ],
                vec![
                    Cell::Empty,
                    Cell::Text("医用防护口罩 (n95)".into()),
                    Cell::Empty,
                ],
            ]
            .into(),
            ..View::default()
        };
        assert_eq!(widths(&view), [12, 20, 44]);
    }

    #[test]
    fn text_that_is_longer_than_a_column_takes_more_lines() {
        let of = |text: &str| lines(&Cell::Text(text.into()));
        assert_eq!(
            (of(""), of(&"x".repeat(42)), of(&"x".repeat(43))),
            (1, 1, 2)
        );
        assert_eq!(of(&"物".repeat(60)), 3);
    }

    #[test]
    fn a_view_without_rows_is_as_wide_as_its_header() {
        let view = View {
            headings: vec!["as_of".to_owned(), "on_hand_of_the_day".to_owned()],
            ..View::default()
        };
        assert_eq!(widths(&view), [7, 20]);
    }
}
