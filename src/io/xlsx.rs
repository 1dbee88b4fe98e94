//! Workbooks to sheets and back: cells as they are typed, merged regions kept, nothing filled in.
//!
//! What the library does not tell: `shown` what cells show beside their values, `hidden` rows, `unsaid` formulas,
//! `packed` size, `foreign` files of another kind. `setting` is how a sheet is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek};
use std::panic;
use std::sync::Arc;

use calamine::{Data, DataRef, Reader, SheetVisible, Xlsx, XlsxCellReader};
use rust_xlsxwriter::{Format, Workbook};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::cell::Cell;

use super::sheet::{COLUMNS_MAX, Line, Merge, Sheet};
use super::view::View;
pub use foreign::is_workbook;
use shown::Shows;
use unsaid::Formula;

mod foreign;
mod hidden;
mod packed;
mod setting;
mod shown;
mod unsaid;

/// The characters that a cell can hold.
const CELL_MAX: usize = 32_767;
/// The serial numbers that are days: from the first day of 1900 to the last of 9999.
const SERIALS: std::ops::Range<f64> = 1.0..2_958_466.0;

/// Reads the sheets of a workbook, or the one named `wanted`; empty sheets are left out, and hidden ones not read
/// unless they are named.
///
/// Errors: `bad-workbook` where it cannot be opened, is of another format or has no such sheet.
pub fn read(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Vec<Sheet>, Diagnostic> {
    if let Some(refused) = foreign::refused(bytes, name) {
        return Err(refused);
    }
    if let Some(part) = packed::overfull_part(bytes) {
        let error = format!("its part {part} unpacks to far more than a sheet holds");
        return Err(unreadable(name, error));
    }
    // On damaged bytes the arithmetic of the workbook library overflows; to the user that is a damaged file.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(|| sheets(bytes, name, wanted));
    panic::set_hook(hook);
    outcome.unwrap_or_else(|_| Err(unreadable(name, "its cells are damaged")))
}

fn sheets(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Vec<Sheet>, Diagnostic> {
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(name, error))?;
    let names = workbook.sheet_names();
    if let Some(wanted) = wanted.filter(|wanted| !names.iter().any(|sheet| sheet == wanted)) {
        let message = format!("the workbook has no sheet \"{wanted}\"");
        let hint = format!("its sheets are {}", names.join(", "));
        return Err(Diagnostic::error(Code::BadWorkbook, message)
            .at(Place::file(name))
            .hint(hint));
    }
    let hidden_sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut hidden_of = hidden::all(bytes);
    let mut sheets = Vec::new();
    for sheet_name in names
        .iter()
        .filter(|sheet| wanted.is_none_or(|wanted| wanted == *sheet))
    {
        let cells = workbook
            .worksheet_cells_reader(sheet_name)
            .and_then(cells)
            .map_err(|error| unreadable(name, error))?;
        let hidden = hidden_of.remove(sheet_name).unwrap_or_default();
        let regions = workbook
            .merge_cells_by_sheet_name(sheet_name)
            .unwrap_or_default();
        let merges = regions.iter().map(|region| Merge {
            from: u64::from(region.start.0) + 1,
            to: u64::from(region.end.0) + 1,
            left: region.start.1 as usize,
            right: region.end.1 as usize,
        });
        let sheet = Sheet {
            file: Arc::from(name),
            name: Some(Arc::from(sheet_name.as_str())),
            stated: Some(sheet_name.clone()),
            merges: merges.collect(),
            hidden: hidden.rows,
            counts_from_1904: hidden.counts_from_1904,
            struck: cells.struck.into_iter().collect(),
            cut_months: cells.cut_months,
            is_hidden: wanted.is_none() && hidden_sheets.contains(sheet_name),
            ..Sheet::default()
        };
        if let [first, others @ ..] = hidden.formulas.as_slice()
            && !sheet.is_hidden
        {
            return Err(without_value(&sheet, first, others.len()));
        }
        if let Some(long) = cells.lines.iter().find_map(long_cell) {
            return Err(too_long(&sheet, long));
        }
        if !cells.lines.is_empty() {
            sheets.push(super::take::with_header(sheet, cells.lines));
        }
    }
    Ok(sheets)
}

/// Writes a sheet for each view, named after its table; numbers as numbers, and days as days that show year, month and
/// day in this order, whatever the reader's country.
pub fn write(views: &[View]) -> Result<Vec<u8>, Diagnostic> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let formats = Formats {
        day: Format::new().set_num_format("yyyy-mm-dd"),
        money: Format::new().set_num_format("0.00##"),
        long: Format::new().set_text_wrap(),
    };
    let failed =
        |error: rust_xlsxwriter::XlsxError| Diagnostic::error(Code::CannotWrite, error.to_string());
    for view in views {
        let sheet = workbook.add_worksheet();
        if !view.name.is_empty() {
            sheet.set_name(&view.name).map_err(failed)?;
        }
        for (at, heading) in view.headings.iter().enumerate() {
            sheet
                .write_string_with_format(0, at as u16, heading, &bold)
                .map_err(failed)?;
        }
        for (line, row) in view.rows.iter().enumerate() {
            for (at, cell) in row.iter().enumerate() {
                write_cell(sheet, (line as u32 + 1, at as u16), cell, &formats).map_err(failed)?;
            }
        }
        setting::set(sheet, view).map_err(failed)?;
    }
    workbook.save_to_buffer().map_err(failed)
}

/// How cells show that are more than a number.
struct Formats {
    day: Format,
    money: Format,
    /// Text that is longer than its column is wide.
    long: Format,
}

/// Writes numbers as numbers where a float holds them exactly, and as text otherwise.
fn write_cell(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (line, at): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let text = cell.to_string();
    let digits = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    let exact = digits
        .parse::<f64>()
        .ok()
        .filter(|float| float.to_string() == digits);
    match (cell, exact) {
        (Cell::Empty, _) => Ok(()),
        (Cell::Quantity(_) | Cell::Integer(_) | Cell::Ratio(_), Some(number)) => {
            sheet.write_number(line, at, number).map(|_| ())
        }
        (Cell::Money(_) | Cell::Price(_), Some(number)) => sheet
            .write_number_with_format(line, at, number, &formats.money)
            .map(|_| ()),
        (Cell::Day(date), _) => match date.to_serial() {
            Some(serial) => sheet
                .write_number_with_format(line, at, serial as f64, &formats.day)
                .map(|_| ()),
            None => sheet.write_string(line, at, text).map(|_| ()),
        },
        _ if setting::is_long(&text) => sheet
            .write_string_with_format(line, at, text, &formats.long)
            .map(|_| ()),
        _ => sheet.write_string(line, at, text).map(|_| ()),
    }
}

/// The cells of a sheet, and what is to be said of some of them.
struct Cells {
    lines: Vec<Line>,
    /// The rows of which a cell is struck out.
    struck: BTreeSet<u64>,
    /// Where numbers stand of which a nought may be lost, by row and column.
    cut_months: BTreeSet<(u64, usize)>,
}

/// The rows that have any cell filled.
///
/// Cell by cell: a lone cell in the last corner of a sheet would make a rectangle that no memory holds.
fn cells<R: Read + Seek>(mut reader: XlsxCellReader<'_, R>) -> Result<Cells, calamine::XlsxError> {
    let styles = shown::styles(reader.styles());
    let plain = Shows::default();
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let (mut struck, mut cut_months) = (BTreeSet::new(), BTreeSet::new());
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) || column as usize >= COLUMNS_MAX {
            continue;
        }
        let shows = styles.get(style).unwrap_or(&plain);
        let filled = rows.entry(row).or_default();
        let (number, column) = (u64::from(row) + 1, column as usize);
        if filled.len() <= column {
            filled.resize(column + 1, String::new());
        }
        let value = Data::from(cell.get_value().clone());
        filled[column] = text(&value, shows);
        if shows.is_struck {
            struck.insert(number);
        }
        if matches!(value, Data::Float(_)) && shown::may_be_october(&filled[column]) {
            cut_months.insert((number, column));
        }
    }
    let numbered = rows.into_iter().map(|(row, cells)| Line {
        number: u64::from(row) + 1,
        cells,
    });
    Ok(Cells {
        lines: numbered.collect(),
        struck,
        cut_months,
    })
}

/// A cell as text: a date only where the workbook says it is one, and with the unit that it `shows` behind its number.
fn text(cell: &Data, shows: &Shows) -> String {
    let with_unit = |number: String| match &shows.unit {
        Some(unit) => number + unit,
        None => number,
    };
    match cell {
        Data::DateTime(stamp) if stamp.is_datetime() && SERIALS.contains(&stamp.as_f64()) => {
            shown::day(stamp, shows.is_month)
        }
        Data::DateTime(stamp) => shown(stamp.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => text.clone(),
        Data::Float(number) => with_unit(shown(*number)),
        Data::Int(number) => with_unit(number.to_string()),
        Data::Bool(truth) => truth.to_string(),
        Data::Empty => String::new(),
        // `#N/A` and its kin: text that no column takes, so that the cell is refused with its place.
        other => other.to_string(),
    }
}

/// A number with the fifteen digits that spreadsheets show and keep: 3.3000000000000003 was typed as 3.3.
fn shown(number: f64) -> String {
    let fifteen: Option<f64> = format!("{number:.14e}").parse().ok();
    fifteen.unwrap_or(number).to_string()
}

/// The error of a formula that was never worked out, as programs write them that are no spreadsheet.
fn without_value(sheet: &Sheet, first: &Formula, more: usize) -> Diagnostic {
    let message = match more {
        0 => "the cell holds a formula and not what it comes to".to_owned(),
        more => format!(
            "the cell holds a formula and not what it comes to; so do {more} more of the sheet"
        ),
    };
    let place = sheet.place().at_line(first.row);
    Diagnostic::error(Code::BadWorkbook, message)
        .at(place.at_column(first.column, ""))
        .hint("open it in a spreadsheet program and save it: that works the formulas out; --sheet names another sheet")
}

/// The row and column, from 1, of a cell of a line that is longer than any cell can be, and how long it is.
fn long_cell(line: &Line) -> Option<(u64, usize, usize)> {
    let mut cells = line.cells.iter().zip(1..);
    cells.find_map(|(cell, column)| {
        // No text has more characters than bytes, which are counted already.
        let length = (cell.len() > CELL_MAX).then(|| cell.encode_utf16().count())?;
        (length > CELL_MAX).then_some((line.number, column, length))
    })
}

fn too_long(sheet: &Sheet, (row, column, length): (u64, usize, usize)) -> Diagnostic {
    let message = format!("the cell has {length} characters, and a cell can hold {CELL_MAX}");
    Diagnostic::error(Code::BadWorkbook, message)
        .at(sheet.place().at_line(row).at_column(column, ""))
        .hint("no spreadsheet program wrote this; write the workbook anew")
}

fn unreadable(name: &str, error: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error(
        Code::BadWorkbook,
        format!("the workbook cannot be read: {error}"),
    )
    .at(Place::file(name))
    .hint("open it in a spreadsheet program and save it again as .xlsx")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_the_spreadsheet_shows_it() {
        for (number, text) in [
            (3.300_000_000_000_000_3, "3.3"),
            (1200.0, "1200"),
            (0.1 + 0.2, "0.3"),
            (-0.5, "-0.5"),
        ] {
            assert_eq!(shown(number), text);
        }
        assert_eq!(shown(123_456_789_012_345.0), "123456789012345");
    }

    #[test]
    fn a_cell_of_more_than_any_cell_holds_is_refused_with_its_place() {
        let read_of = |length: usize| {
            let text = "药".repeat(length);
            let row = format!("<row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
            read(&hidden::tests::workbook(&row), "x.xlsx", None)
        };
        assert!(read_of(CELL_MAX).is_ok());
        let refused = read_of(CELL_MAX + 1).expect_err("no cell is so long");
        assert_eq!(refused.code, Code::BadWorkbook);
        assert_eq!(refused.place.map(|place| place.line), Some(1));
    }

    #[test]
    fn a_damaged_workbook_is_bad_data() {
        let damaged =
            read(b"PK\x03\x04 and then nothing", "x.xlsx", None).expect_err("no workbook");
        assert_eq!(damaged.code, Code::BadWorkbook);
    }

    #[test]
    fn a_cell_that_holds_a_formula_and_no_value_is_refused_with_its_place() {
        let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let row = |qty: &str| format!("<row>{}{qty}</row>", text("mask"));
        let header = format!("<row>{}{}</row>", text("item"), text("qty"));
        let said = row("<c><f>2*500</f><v>1000</v></c>");
        let whole = hidden::tests::workbook(&[header.as_str(), &said].concat());
        let sheets = read(&whole, "x.xlsx", None).expect("a workbook");
        assert_eq!(sheets[0].lines[0].cells, ["mask", "1000"]);
        let unsaid = row("<c><f>2*500</f></c>");
        let part = hidden::tests::workbook(&[header.as_str(), &said, &unsaid, &unsaid].concat());
        let refused = read(&part, "x.xlsx", None).expect_err("nobody knows how many");
        assert_eq!(refused.code, Code::BadWorkbook);
        let message =
            "the cell holds a formula and not what it comes to; so do 1 more of the sheet";
        assert_eq!(refused.message, message);
        let place = refused.place.expect("a place");
        assert_eq!(
            (place.line, place.column.map(|(column, _)| column)),
            (3, Some(2))
        );
    }
}
