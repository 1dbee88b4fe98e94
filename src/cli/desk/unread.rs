//! What of the files that a command was given is not read: sheets that make no table, or none that was asked for.

use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::message::{self, Loudness};
use crate::io::sheet::{Line, Sheet};
use crate::io::take::{refused_request, table_of};
use crate::ledger::header::nearly_states_amounts;

use super::inputs::no_table;

/// Warns of a sheet that holds rows and makes no table; says, with `-v`, that another holds none that was asked for.
///
/// Errors: `unknown-table` where its rows state amounts.
pub fn report_unread(sheet: &Sheet, loudness: Loudness) -> Result<(), Refused> {
    if let Some(left_out) = left_out(sheet) {
        return message::show_or_refuse(vec![left_out], loudness);
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
    Ok(())
}

/// The warning of a sheet that holds rows under a header that makes no table: beside others that do, nobody would miss
/// them. It is an error where they nearly are a table that states amounts. Lines of one cell each, as notes are, are no
/// rows.
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
    let to_head = match sheet.name {
        None => {
            "give each column a header that granary knows (granary schema lists them), or keep this apart from the tables"
        }
        Some(_) => {
            "give each column a header that granary knows (granary schema lists them), or read the other sheets alone, each with --sheet"
        }
    };
    let (why, hint) = match refused_request(sheet).map(|not_asked| not_asked.refusal(sheet)) {
        Some(refusal) => (refusal.message, refusal.hint.unwrap_or_default()),
        None => (no_table(sheet), to_head.to_owned()),
    };
    let message = format!("{why}; rows below them that are left out: {rows}");
    let place = sheet.place().at_line(sheet.header_line);
    let found = match nearly_states_amounts(&sheet.headers) && refused_request(sheet).is_none() {
        true => Diagnostic::error(Code::UnknownTable, message),
        false => Diagnostic::warning(Code::UnknownTable, message),
    };
    Some(found.at(place).hint(hint))
}
