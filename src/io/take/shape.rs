//! Does a sheet have the shape of a table? What broke off or slipped, what stands twice, what is missing.

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::cell::Cell;
use crate::ledger::header::{also_amounts, may_be_last_day, may_mean};
use crate::ledger::parse::parse;
use crate::ledger::table::{Field, Kind, Table};
use crate::ledger::text::tidy;
use crate::ledger::{Column, Row};

use super::super::sheet::{Line, Sheet};
use super::plan::Plan;

/// What all quantities of a table may add up to, so that no later sum can overflow: a quarter of what fits.
const TOTAL_MAX: i128 = (i64::MAX / 4) as i128;

/// What is wrong with a line before any of its cells is read: it breaks off, or has too many cells.
pub fn fault(sheet: &Sheet, line: &Line) -> Option<Diagnostic> {
    torn_tail(sheet, line).or_else(|| ragged(sheet, line))
}

/// A warning for each header that stands twice, where the first is read and the second is not.
pub fn doubled(sheet: &Sheet, plan: &Plan) -> Vec<Diagnostic> {
    let twin = |at: usize| {
        let first = sheet.headers[..at]
            .iter()
            .position(|h| *h == sheet.headers[at])?;
        plan.reads(first).then_some((first, at))
    };
    let unread = plan.unread.iter();
    let pairs = unread.filter_map(|at| twin(*at).filter(|_| !sheet.headers[*at].is_empty()));
    pairs
        .map(|(first, at)| {
            let header = &sheet.headers[at];
            let message = format!("the header stands twice; column {} was read", first + 1);
            let place = sheet.place().at_line(sheet.header_line);
            Diagnostic::warning(Code::DoubleColumn, message)
                .at(place.at_column(at + 1, header))
                .hint("give the columns different names, or delete the one that is not meant")
        })
        .collect()
}

/// A warning where a second column states amounts as well, and other ones than the column that was read, unless a map says
/// which column is meant.
pub fn amounts_unread(sheet: &Sheet, plan: &Plan) -> Option<Diagnostic> {
    if plan.has_mapped_amounts {
        return None;
    }
    let qty = plan.table.position(Column::Qty)?;
    let read = plan.sources[qty].cell_column()?;
    let stated = |line: &Line, at: usize| quantity(line.cells.get(at)?);
    let differs = |line: &&Line, at: usize| {
        let both = stated(line, read).zip(stated(line, at));
        both.is_some_and(|(one, other)| one != other)
    };
    let mut others = plan.unread.iter().filter(|at| {
        let is_twin = sheet.headers[**at] == sheet.headers[read];
        !is_twin && also_amounts(plan.table, &sheet.headers[**at])
    });
    let (at, line) = others.find_map(|at| {
        let line = sheet.lines.iter().find(|line| differs(line, *at))?;
        Some((*at, line))
    })?;
    let message = format!(
        "\"{}\" was read and says another amount than this column, which was not",
        sheet.headers[read]
    );
    let place = sheet.place().at_line(line.number);
    Some(
        Diagnostic::warning(Code::DoubleColumn, message)
            .at(place.at_column(at + 1, &sheet.headers[at]))
            .hint("leave the column that is meant, or say with --map which it is"),
    )
}

/// The quantity that a cell states; `None` where it states none.
fn quantity(cell: &str) -> Option<Cell> {
    let parsed = parse(Kind::Quantity, &tidy(cell), None).ok()?;
    (!parsed.cell.is_empty()).then_some(parsed.cell)
}

/// A warning where rows of a sheet are hidden: they are data like the others, and nobody sees them.
pub fn hidden(sheet: &Sheet) -> Option<Diagnostic> {
    let is_hidden = |line: &&Line| sheet.hidden.binary_search(&line.number).is_ok();
    let mut rows = sheet.lines.iter().filter(is_hidden);
    let first = rows.next()?;
    let message = match rows.count() {
        0 => "this row is hidden in the workbook; it was read like the others".to_owned(),
        more => format!(
            "this row and {more} more are hidden in the workbook; they were read like the others"
        ),
    };
    Some(
        Diagnostic::warning(Code::Hidden, message)
            .at(sheet.place().at_line(first.number))
            .hint("show all rows to see them; delete those that are not meant"),
    )
}

/// A warning where something in rows of a sheet is struck out: the rows were read, and perhaps nobody means them.
pub fn struck(sheet: &Sheet) -> Option<Diagnostic> {
    let is_struck = |line: &&Line| sheet.struck.binary_search(&line.number).is_ok();
    let mut rows = sheet.lines.iter().filter(is_struck);
    let first = rows.next()?;
    let message = match rows.count() {
        0 => "something in this row is struck out; it was read like the others".to_owned(),
        more => format!(
            "something in this row and {more} more is struck out; they were read like the others"
        ),
    };
    Some(
        Diagnostic::warning(Code::Hidden, message)
            .at(sheet.place().at_line(first.number))
            .hint("delete the rows that are not meant, and the line through those that are"),
    )
}

/// A warning where a column seems to say until when goods can be used, and nothing is read from it nor from another.
pub fn last_day_unread(sheet: &Sheet, plan: &Plan) -> Option<Diagnostic> {
    let is_of_lots = matches!(plan.table, Table::Onhand | Table::Movement);
    if !is_of_lots || plan.columns().contains(&Column::Expiry) {
        return None;
    }
    let mut unread = plan.unread.iter();
    let at = *unread.find(|at| may_be_last_day(&sheet.headers[**at]))?;
    let message = "nothing is read from this column, nor from another, that says until when the goods can be used";
    let place = sheet.place().at_line(sheet.header_line);
    Some(
        Diagnostic::warning(Code::MissingColumn, message)
            .at(place.at_column(at + 1, &sheet.headers[at]))
            .hint("head it 有效期至 (expiry) where it is the last usable day; how long they keep (36个月) needs the day of making (生产日期) beside it"),
    )
}

/// The error of a table without a column that it needs.
pub fn missing_column(sheet: &Sheet, table: Table, column: Column) -> Diagnostic {
    let entry = column.entry();
    let own = table.fields().iter().find(|field| field.column == column);
    let zh = own.map_or(entry.zh, Field::zh);
    let message = format!("no column for {} ({zh}) of table {}", entry.id, table.id());
    let mut known: Vec<&str> = std::iter::once(zh)
        .chain(entry.aliases.iter().copied().filter(|alias| *alias != zh))
        .filter(|word| may_mean(table, column, word))
        .collect();
    let has_more = known.len() > NAMES_SHOWN;
    known.truncate(NAMES_SHOWN);
    let known = known.join(", ");
    let instead = match (table, column) {
        (Table::Onhand, Column::AsOf) => "or name the day of the list with --as-of",
        (_, Column::Site) => {
            "or map one with --map; a map file states one for all rows: [constant] site = \"D1\""
        }
        _ => "or map one with --map",
    };
    Diagnostic::error(Code::MissingColumn, message)
        .at(sheet.place().at_line(sheet.header_line))
        .hint(match has_more {
            true => format!(
                "name a column {0} (or {known}; granary explain {0} lists all its names), {instead}",
                entry.id
            ),
            false => format!("name a column {} (or {known}), {instead}", entry.id),
        })
}

/// How many names of a column a message shows.
const NAMES_SHOWN: usize = 3;

/// The error of rows whose quantities together exceed what later sums can hold.
pub fn overflow(rows: &[Row]) -> Option<Diagnostic> {
    let table = rows.first().map(|row| row.table);
    let fields = table.into_iter().flat_map(Table::fields).enumerate();
    let measured = fields.filter(|(_, field)| field.kind == Kind::Quantity);
    let measured: Vec<usize> = measured.map(|(at, _)| at).collect();
    let of_row = |row: &Row| -> i128 { measured.iter().map(|at| row.cells[*at].magnitude()).sum() };
    let total = rows.iter().map(of_row).sum();
    let table = table.map_or("", Table::id);
    is_too_much(total).then(|| too_much(table))
}

/// Whether quantities that come to `total`, whatever their signs, could overflow a later sum.
pub fn is_too_much(total: i128) -> bool {
    total.abs() > TOTAL_MAX
}

/// The error of a table whose quantities could overflow.
pub fn too_much(table: &str) -> Diagnostic {
    let message = format!("the quantities of table {table} together exceed what can be counted");
    Diagnostic::error(Code::Overflow, message)
        .hint("look for quantities with extra zeros; those above 10^12 are named in a warning")
}

/// What is wrong with a last line that breaks off: fewer cells than the header and no line end. Who knows what else
/// the file lacks; only a sealed ledger tells, and that is cut before it comes here.
fn torn_tail(sheet: &Sheet, line: &Line) -> Option<Diagnostic> {
    let (cells, width) = (line.cells.len(), sheet.headers.len());
    if sheet.open_end != Some(line.number) || cells >= width {
        return None;
    }
    let message =
        format!("the file breaks off: its last line has {cells} of {width} cells and no end");
    let torn = Diagnostic::error(Code::TornTail, message)
        .at(sheet.place().at_line(line.number))
        .hint("fetch the file again; if nothing is missing, end the line with a line feed");
    Some(torn)
}

/// The fault of a line with more cells than its header: which of them slipped cannot be known.
fn ragged(sheet: &Sheet, line: &Line) -> Option<Diagnostic> {
    let width = sheet.width?;
    let slipped = line
        .cells
        .iter()
        .skip(width)
        .any(|cell| !tidy(cell).is_empty());
    slipped.then(|| {
        let message = format!("the row has {} cells, its header {width}", line.cells.len());
        Diagnostic::error(Code::RaggedRow, message)
            .at(sheet.place().at_line(line.number).at_column(width + 1, ""))
            .hint("put a cell that has a comma in it into quotation marks")
    })
}
