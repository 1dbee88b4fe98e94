//! What is said of the sheets that were read: rows taken, refused and left out, cells repaired, sheets that are no table.

use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic};
use crate::io::message::{self, Loudness};
use crate::io::sheet::{Line, Sheet};
use crate::io::take::{Taken, refused_request, table_of};

use super::inputs::no_table;

/// How many lines that are no data are named.
const LINES_SHOWN: usize = 20;

/// Says, with `-v`, what became of a sheet.
pub fn report(sheet: &Sheet, taken: &Taken, verbose: bool) {
    if !verbose {
        return;
    }
    let place = sheet.place();
    let counts = format!(
        "{} taken, {} refused, {} out of scope",
        counted(taken.rows.len() + taken.passed, "row"),
        taken.refused.len() + taken.refused_more,
        taken.out_of_scope.len()
    );
    message::say(&format!("{place}: {counts}"));
    if let Some(encoding) = sheet.encoding {
        message::say(&format!("  read as {encoding}"));
    }
    for left_out in taken.out_of_scope.iter().take(LINES_SHOWN) {
        message::say(&format!("  {left_out}"));
    }
    if taken.out_of_scope.len() > LINES_SHOWN {
        let more = &taken.out_of_scope[LINES_SHOWN..];
        let more = counted(more.len(), "more line");
        message::say(&format!("  and {more}"));
    }
    if taken.blank > 0 {
        let blank = match taken.blank {
            1 => "1 cell states nothing".to_owned(),
            several => format!("{several} cells state nothing"),
        };
        message::say(&format!("  blank: {blank}"));
    }
    for line in taken_in_words(taken) {
        message::say(&format!("  repaired: {line}"));
    }
    if !taken.unused.is_empty() {
        message::say(&format!("  not used: columns {}", taken.unused.join(", ")));
    }
}

/// Warns of a sheet that holds rows and makes no table; says, with `-v`, that another holds none that was asked for.
pub fn report_unread(sheet: &Sheet, loudness: Loudness) {
    if let Some(warning) = left_out(sheet) {
        return message::show(&[warning], loudness);
    }
    let filled = sheet.lines.iter().chain(&sheet.above);
    let lines = filled.count() + usize::from(sheet.header_line > 0);
    if loudness.verbose && lines > 0 {
        let what = match table_of(sheet) {
            Some(table) => format!("table {} is not asked for", table.id()),
            None => "its columns make no table".to_owned(),
        };
        let place = sheet.place().at_line(sheet.header_line);
        let lines = counted(lines, "line");
        message::say(&format!("{place}: {lines} out of scope, {what}"));
    }
}

/// The warning of a sheet that holds rows under a header that makes no table: beside others that do, nobody would miss
/// them. Lines of one cell each, as notes are, are no rows.
pub fn left_out(sheet: &Sheet) -> Option<Diagnostic> {
    let is_row = |line: &&Line| {
        line.cells
            .iter()
            .filter(|cell| !cell.trim().is_empty())
            .count()
            > 1
    };
    let rows = sheet.lines.iter().filter(is_row).count();
    if rows == 0 || sheet.header_line == 0 || table_of(sheet).is_some() {
        return None;
    }
    let to_head = "give each column a header that granary knows (granary schema lists them), or keep this apart from the tables";
    let (why, hint) = match refused_request(sheet).map(|not_asked| not_asked.refusal(sheet)) {
        Some(refusal) => (refusal.message, refusal.hint.unwrap_or_default()),
        None => (no_table(sheet), to_head.to_owned()),
    };
    let message = format!("{why}; rows below them that are left out: {rows}");
    let place = sheet.place().at_line(sheet.header_line);
    Some(
        Diagnostic::warning(Code::UnknownTable, message)
            .at(place)
            .hint(hint),
    )
}

/// Puts what was taken into words for `-v`.
fn taken_in_words(taken: &Taken) -> Vec<String> {
    let repairs = taken
        .repairs
        .iter()
        .map(|(repair, count)| format!("{count} {}", repair.meaning()));
    repairs.collect()
}
