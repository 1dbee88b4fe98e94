//! Workbooks to sheets and back: cells as they are typed, merged regions kept, nothing filled in.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Range, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::cell::Cell;

use super::sheet::{Line, Merge, Sheet};
use super::view::View;

/// Reads the sheets of a workbook, or the one named `wanted`; empty sheets are left out.
///
/// Errors: `bad-workbook` where it cannot be opened or has no such sheet.
pub fn read(bytes: &[u8], name: &str, wanted: Option<&str>) -> Result<Vec<Sheet>, Diagnostic> {
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(name, &error))?;
    let names = workbook.sheet_names();
    if let Some(wanted) = wanted.filter(|wanted| !names.iter().any(|sheet| sheet == wanted)) {
        let message = format!("the workbook has no sheet \"{wanted}\"");
        let hint = format!("its sheets are {}", names.join(", "));
        return Err(Diagnostic::error(Code::BadWorkbook, message)
            .at(Place::file(name))
            .hint(hint));
    }
    let mut sheets = Vec::new();
    for sheet_name in names
        .iter()
        .filter(|sheet| wanted.is_none_or(|wanted| wanted == *sheet))
    {
        let range = workbook
            .worksheet_range(sheet_name)
            .map_err(|error| unreadable(name, &error))?;
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
            ..Sheet::default()
        };
        let lines = lines(&range);
        if !lines.is_empty() {
            sheets.push(super::take::with_header(sheet, lines));
        }
    }
    Ok(sheets)
}

/// Writes a sheet for each view, named after its table; days as text, so that no program turns them round.
pub fn write(views: &[View]) -> Result<Vec<u8>, Diagnostic> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
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
                write_cell(sheet, line as u32 + 1, at as u16, cell).map_err(failed)?;
            }
        }
    }
    workbook.save_to_buffer().map_err(failed)
}

/// Writes numbers as numbers where a float holds them exactly, and as text otherwise.
fn write_cell(
    sheet: &mut rust_xlsxwriter::Worksheet,
    line: u32,
    at: u16,
    cell: &Cell,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let text = cell.to_string();
    let exact = text
        .parse::<f64>()
        .ok()
        .filter(|float| float.to_string() == text);
    match (cell, exact) {
        (Cell::Empty, _) => Ok(()),
        (Cell::Quantity(_) | Cell::Integer(_) | Cell::Ratio(_), Some(number)) => {
            sheet.write_number(line, at, number).map(|_| ())
        }
        _ => sheet.write_string(line, at, text).map(|_| ()),
    }
}

fn lines(range: &Range<Data>) -> Vec<Line> {
    let (top, left) = range
        .start()
        .map_or((0, 0), |(row, column)| (u64::from(row), column as usize));
    let padded = |cells: &[Data]| {
        std::iter::repeat_n(String::new(), left)
            .chain(cells.iter().map(text))
            .collect()
    };
    let numbered = range.rows().enumerate();
    numbered
        .map(|(at, cells)| Line {
            number: top + at as u64 + 1,
            cells: padded(cells),
        })
        .collect()
}

/// A cell as text: a date only where the workbook says it is one.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(stamp) if stamp.is_datetime() => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(stamp) => stamp.as_f64().to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::Empty => String::new(),
        // `#N/A` and its kin: text that no column takes, so that the cell is refused with its place.
        other => other.to_string(),
    }
}

fn unreadable(name: &str, error: &calamine::XlsxError) -> Diagnostic {
    Diagnostic::error(
        Code::BadWorkbook,
        format!("the workbook cannot be read: {error}"),
    )
    .at(Place::file(name))
    .hint("open it in a spreadsheet program and save it again as .xlsx")
}
