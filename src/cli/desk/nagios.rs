//! One line for monitoring: a state by the exit code of its plugins, and what it rests on.
//!
//! 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. A notice is OK, a shortage a warning, a shortage with nothing left for
//! today critical, and so is what is used and not there, whether a standard speaks of it or not. What could not be
//! worked out is unknown, and so is an answer of which nothing could be judged: what could not be judged beside what
//! could is counted.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use anyhow::Result;

use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::output;
use crate::ledger::word::{Assessed, Verdict, Word as _};
use crate::ledger::{Column, Row, Table};

use super::Desk;
use super::gravity::{grade, is_out};

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
        let assessed = (table == Table::Alert).then(|| self.assessed());
        let rows = self.shown_rows(table)?;
        let mut words = in_words(table, rows);
        let mut state = state(rows.iter().map(grade).max().unwrap_or(0));
        let is_judged = match assessed {
            Some((judged, gaps)) => {
                if gaps > 0 {
                    let _ = write!(words, " not_assessable={gaps}");
                }
                gaps == 0 || judged > 0
            }
            None => judges(table, rows),
        };
        // Quiet, because nothing could be judged: that is no OK.
        if state == 0 && !is_judged {
            state = UNKNOWN;
        }
        say(name, state, &words)?;
        Ok(state)
    }

    /// How many rows of the answer judge something, and how many say that it could not be judged.
    fn assessed(&mut self) -> (usize, usize) {
        let answers = self.answers.iter_mut();
        let assessed = answers.filter(|(table, _)| *table == Table::Assessment);
        let rows: Vec<&Row> = assessed
            .flat_map(|(_, answer)| answer.rows().iter())
            .collect();
        let with = |is: fn(Assessed) -> bool| {
            let rows = rows.iter();
            rows.filter(|row| is(row.get(Column::Status))).count()
        };
        (
            with(|status| !matches!(status, Assessed::NotAssessable | Assessed::NotEligible)),
            with(|status| status == Assessed::NotAssessable),
        )
    }

    /// The same for a report, which rests on several tables.
    pub fn finish_nagios_report(&mut self, tables: &[Table]) -> Result<u8> {
        let mut words = Vec::new();
        let mut is_judged = false;
        for table in tables {
            if self.supplies(*table)? {
                let rows = self.rows(*table)?;
                is_judged |= judges(*table, rows);
                words.push(in_words(*table, rows));
            }
        }
        let state = match state(self.gravest(tables)?) {
            0 if !is_judged => UNKNOWN,
            state => state,
        };
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
        Table::Stage => Ok((Table::Stage, "STAGE")),
        Table::Change | Table::Alert => Ok((Table::Alert, "PRICE")),
        other => {
            let message = format!("nothing in table {} can be watched", other.id());
            let hint = "stock cover, stock check, rotate stage, price watch and report daily take --nagios";
            Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into())
        }
    }
}

/// Whether the rows of a table judge anything: cover does where a standard speaks of a row, and where something is out.
fn judges(table: Table, rows: &[Row]) -> bool {
    let is_judged = |row: &Row| !row.cell(Column::Verdict).is_empty() || is_out(row);
    table != Table::Cover || rows.iter().any(is_judged)
}

/// How many rows are grave, the first of them, and the counts as monitoring plots them.
fn in_words(table: Table, rows: &[Row]) -> String {
    match table {
        Table::Cover => of_cover(rows),
        Table::Stage => of_stage(rows),
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

/// What is out, each item of a site once, and how many rows are short.
fn of_cover(rows: &[Row]) -> String {
    let name = |row: &Row| format!("{}/{}", row.cell(Column::Site), row.cell(Column::Item));
    let days = |row: &&Row| match row.cell(Column::CoverDays).to_string() {
        days if days.is_empty() => format!("{} ? d", name(row)),
        days => format!("{} {days} d", name(row)),
    };
    let mut seen = HashSet::new();
    let out = rows.iter().filter(|row| is_out(row)).map(name);
    let out: Vec<String> = out.filter(|name| seen.insert(name.clone())).collect();
    let has_verdict =
        |verdict: Verdict| move |row: &&Row| row.cell(Column::Verdict).word() == Some(verdict.id());
    let short: Vec<&Row> = rows.iter().filter(has_verdict(Verdict::Short)).collect();
    let unjudged = rows
        .iter()
        .filter(|row| row.cell(Column::Verdict).is_empty());
    let (all, short_count, unjudged) = (rows.len(), short.len(), unjudged.count());
    let mut words = String::new();
    if !out.is_empty() {
        let _ = write!(words, "{} out{}; ", out.len(), named(out.iter().cloned()));
    }
    let _ = write!(
        words,
        "{short_count} of {all} rows short{}",
        named(short.iter().map(days))
    );
    if unjudged == all {
        words += "; no row has a standard";
    }
    let out = out.len();
    format!("{words} | short={short_count} rows={all} out={out} unjudged={unjudged}")
}

/// Which lots are past a deadline, and how many are due.
fn of_stage(rows: &[Row]) -> String {
    let of_grade = |asked: u8| rows.iter().filter(move |row| grade(row) == asked);
    let lot = |row: &Row| {
        let (site, item, lot) = (Column::Site, Column::Item, Column::Lot);
        let [site, item, lot] = [site, item, lot].map(|column| row.cell(column).to_string());
        format!("{site}/{item} {lot} {}", row.cell(Column::Stage))
    };
    let (past, due) = (of_grade(3).count(), of_grade(2).count());
    let lots = named(of_grade(3).chain(of_grade(2)).map(lot));
    let all = rows.len();
    format!("{past} lots past a deadline, {due} due{lots} | past={past} due={due} rows={all}")
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
