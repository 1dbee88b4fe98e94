//! One line for monitoring: a state by the exit code of its plugins, and what it rests on.
//!
//! 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. A notice is OK, a shortage a warning, a shortage with nothing left for
//! today critical; what could not be worked out is unknown.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::output;
use crate::ledger::word::{Verdict, Word as _};
use crate::ledger::{Column, Row, Table};

use super::Desk;
use super::gravity::grade;

/// How many rows are named in the line.
const NAMED: usize = 3;

/// The states, by their exit codes.
const STATES: [&str; 4] = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
const UNKNOWN: u8 = 3;

impl Desk {
    /// Writes the line for the table that `primary` is watched by. Returns the exit code.
    ///
    /// Errors: `bad-flag` where nothing is watched.
    pub(super) fn finish_nagios(mut self, primary: Table) -> Result<u8> {
        let (table, name) = watched(primary)?;
        if self.global.output.is_some() {
            self.write_chosen(primary)?;
        } else if self.global.filter.is_some() {
            self.asked(table)?;
        }
        let gaps = self.not_assessable();
        let rows = self.shown_rows(table)?;
        let state = state(rows.iter().map(grade).max().unwrap_or(0));
        let words = in_words(table, rows);
        // Quiet, but not everything could be judged: that is no OK.
        if state == 0 && gaps > 0 {
            say(name, UNKNOWN, &format!("{words} not_assessable={gaps}"))?;
            return Ok(UNKNOWN);
        }
        say(name, state, &words)?;
        Ok(state)
    }

    /// How many rows of the answer say that something could not be judged.
    fn not_assessable(&mut self) -> usize {
        let answers = self.answers.iter_mut();
        let assessed = answers.filter(|(table, _)| *table == Table::Assessment);
        let rows = assessed.flat_map(|(_, answer)| answer.rows().iter());
        rows.filter(|row| grade(row) > 0).count()
    }

    /// The same for a report, which rests on several tables.
    pub fn finish_nagios_report(&mut self, tables: &[Table]) -> Result<u8> {
        let mut words = Vec::new();
        for table in tables {
            if self.supplies(*table)? {
                words.push(in_words(*table, self.rows(*table)?));
            }
        }
        let state = state(self.gravest(tables)?);
        let words = match words.is_empty() {
            true => "no table to go by".to_owned(),
            false => words.join("; "),
        };
        say("REPORT", state, &words)?;
        Ok(state)
    }
}

/// The line of a command that failed, and its exit code.
pub fn unknown(message: &str) -> (String, u8) {
    let first = message.lines().next().unwrap_or("");
    (format!("GRANARY UNKNOWN - {first}\n"), 3)
}

fn say(name: &str, state: u8, words: &str) -> Result<()> {
    let line = format!("{name} {} - {words}\n", STATES[usize::from(state)]);
    Ok(output::write(None, line.as_bytes())?)
}

/// The state of a grade: 0 nothing, 1 notice, 2 warning, 3 severe.
fn state(grade: u8) -> u8 {
    grade.saturating_sub(1)
}

/// By which table an answer is watched, and what its line is called.
fn watched(primary: Table) -> Result<(Table, &'static str), Refused> {
    match primary {
        Table::Cover => Ok((Table::Cover, "COVER")),
        Table::Finding => Ok((Table::Finding, "CHECK")),
        Table::Change | Table::Alert => Ok((Table::Alert, "PRICE")),
        other => {
            let message = format!("nothing in table {} can be watched", other.id());
            let hint = "stock cover, stock check, price watch and report daily take --nagios";
            Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into())
        }
    }
}

/// How many rows are grave, the first of them, and the counts as monitoring plots them.
fn in_words(table: Table, rows: &[Row]) -> String {
    match table {
        Table::Cover => {
            let short = Some(Verdict::Short.id());
            let short: Vec<&Row> = rows
                .iter()
                .filter(|row| row.cell(Column::Verdict).word() == short)
                .collect();
            let days = |row: &&Row| {
                let days = row.cell(Column::CoverDays).to_string();
                let days = if days.is_empty() {
                    "?".to_owned()
                } else {
                    days
                };
                format!(
                    "{}/{} {days} d",
                    row.cell(Column::Site),
                    row.cell(Column::Item)
                )
            };
            let named = named(short.iter().map(days));
            let (all, short) = (rows.len(), short.len());
            format!("{short} of {all} rows short{named} | short={short} rows={all}")
        }
        Table::Alert => {
            let texts = rows
                .iter()
                .map(|row| format!("{} {}", row.cell(Column::Rule), row.cell(Column::Grade)));
            let named = named(texts);
            format!("{0} alerts{named} | alerts={0}", rows.len())
        }
        _ => {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for row in rows {
                *counts
                    .entry(row.cell(Column::Code).to_string())
                    .or_default() += 1;
            }
            let named = named(counts.iter().map(|(code, count)| format!("{code} {count}")));
            format!("{0} findings{named} | findings={0}", rows.len())
        }
    }
}

/// The first of `texts` behind a colon, and how many more there are.
fn named(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    let more = texts.len().saturating_sub(NAMED);
    let first = texts.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    match (first.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(": {first}"),
        (false, more) => format!(": {first} and {more} more"),
    }
}
