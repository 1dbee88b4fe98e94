//! What came on standard input and nobody asked for: no row vanishes without a word.
//!
//! A stream of several tables is a chain's: what its last command answered stands in it beside all that was read on the
//! way. It is warned of only where the command took nothing of it but what every command reads. One table alone was meant
//! for this command.

use std::collections::BTreeMap;

use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic};
use crate::io::csv::rest::lines_in;
use crate::io::message;
use crate::io::sheet::{Sheet, Source};
use crate::io::take::table_of;
use crate::ledger::Table;

use super::Desk;
use super::inputs::Origin;

/// The tables that every command reads where they are at hand: that one of them was taken says nothing of the rest.
const BACKGROUND: [Table; 3] = [Table::Site, Table::Item, Table::Event];

impl Desk {
    /// Warns of the tables of standard input that the command did not take; once it has asked for all that it needs.
    pub fn say_left_over(&self) {
        let piped = self.piped();
        let left: Vec<(Table, usize)> = piped
            .iter()
            .map(|(table, rows)| (*table, *rows))
            .filter(|(table, rows)| *rows > 0 && !self.is_taken(*table))
            .collect();
        match left.as_slice() {
            [(table, rows)] if piped.len() == 1 => self.note_left_over(&[(*table, *rows)]),
            // They are passed on.
            _ if self.wanted.all => {}
            left => self.say_of_stream(&piped, left),
        }
    }

    /// Whether standard input or `--in` supplies any row of a table.
    pub fn has_rows(&self, table: Table) -> bool {
        let mut sheets = self.sheets.iter().map(|(_, sheet)| sheet);
        let taken = self.taken.get(&table);
        taken.is_some_and(|rows| !rows.is_empty())
            || sheets.any(|sheet| table_of(sheet) == Some(table) && rows_of(sheet) > 0)
    }

    /// The same of a stream of several tables.
    fn say_of_stream(&self, piped: &BTreeMap<Table, usize>, left: &[(Table, usize)]) {
        let is_meant = |table: &Table| !BACKGROUND.contains(table);
        let mut meant = piped.keys().filter(|table| is_meant(table));
        if !meant.any(|table| self.is_taken(*table)) {
            let meant = left.iter().filter(|(table, _)| is_meant(table));
            return self.note_left_over(&meant.copied().collect::<Vec<_>>());
        }
        for (table, rows) in left.iter().filter(|_| self.global.verbose) {
            let lines = counted(*rows, "line");
            let what = match self.is_shadowed(*table) {
                true => format!("table {} is taken from a file that was named", table.id()),
                false => format!("table {} is not asked for", table.id()),
            };
            message::say(&format!("-: {lines} out of scope, {what}"));
        }
    }

    /// The tables on standard input, with their rows.
    fn piped(&self) -> BTreeMap<Table, usize> {
        let mut piped = BTreeMap::new();
        let sheets = self.sheets.iter();
        for (_, sheet) in sheets.filter(|(origin, _)| *origin == Origin::Pipe) {
            if let Some(table) = table_of(sheet) {
                *piped.entry(table).or_default() += rows_of(sheet);
            }
        }
        piped
    }

    /// Whether the command took `table` from standard input, or writes it because a flag names it.
    fn is_taken(&self, table: Table) -> bool {
        let is_read = self.asked_for.contains(&table) && !self.is_shadowed(table);
        is_read || self.is_named(table)
    }

    /// Whether a file that was named holds `table` too, so that standard input does not count.
    fn is_shadowed(&self, table: Table) -> bool {
        self.nearest(table)
            .is_some_and(|nearest| nearest < Origin::Pipe)
    }

    /// The warning of so many rows of a table on standard input, of which a file that was named holds others.
    fn shadowed(table: Table, rows: usize) -> Diagnostic {
        let (id, rows) = (table.id(), counted(rows, "row"));
        let message = format!(
            "standard input holds table {id} ({rows}), and so does a file that was named, which counts: nothing of standard input is in the answer"
        );
        let hint = format!("leave the file out, or name both: --in {id}=FILE --in {id}=-");
        Diagnostic::warning(Code::NotUsed, message).hint(hint)
    }

    fn note_left_over(&self, left: &[(Table, usize)]) {
        let asked_for: Vec<&str> = self.asked_for.iter().map(|table| table.id()).collect();
        let hint = format!(
            "it asks for {}; if these rows are one of those, name it: --in TABLE=-",
            asked_for.join(", ")
        );
        let warnings: Vec<Diagnostic> = left
            .iter()
            .map(|(table, rows)| {
                if self.is_shadowed(*table) {
                    return Desk::shadowed(*table, *rows);
                }
                let (id, rows) = (table.id(), counted(*rows, "row"));
                let message = format!(
                    "standard input holds table {id} ({rows}), which this command does not take: nothing of it is in the answer"
                );
                Diagnostic::warning(Code::NotUsed, message).hint(hint.clone())
            })
            .collect();
        message::show(&warnings, self.loudness());
    }
}

/// The rows of a sheet; of one whose lines lie unread in a file, that there are some.
fn rows_of(sheet: &Sheet) -> usize {
    let unread = sheet.rest.as_ref().map_or(0, |rest| match rest.source {
        Source::Text(_) => lines_in(rest),
        Source::File(_) | Source::Rows(_) => 1,
    });
    sheet.lines.len() + unread
}
