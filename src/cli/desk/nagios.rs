//! One line for monitoring: a state by the exit code of its plugins, and what it rests on.
//!
//! 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. A notice is OK, a shortage a warning, a shortage with nothing left for
//! today critical, and so is what is used and not there, whether a standard speaks of it or not. What could not be
//! worked out is unknown, and so is an answer of which nothing could be judged: what could not be judged beside what
//! could is counted.
//!
//! The state's word and the counts behind `|` are for programs, and the same in both languages; the words between them
//! are for whoever is woken, and in Chinese goods go by their names.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use anyhow::Result;

use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::output;
use crate::lang::Lang;
use crate::ledger::word::{Assessed, Grade, Rung, Verdict, Word};
use crate::ledger::{Catalogue, Column, Row, Table};
use crate::report::gravity::{grade, is_out};

use super::Desk;
use super::saved::Saves;

/// How many rows are named in the line.
const NAMED: usize = 3;

/// The states, by their exit codes.
const STATES: [&str; 4] = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
const UNKNOWN: u8 = 3;

/// How the words of a line are said: the language, and the names of goods where it goes by them.
struct Words {
    lang: Lang,
    catalogue: Catalogue,
}

impl Desk {
    /// Writes the line for the table that `primary` is watched by. Returns the exit code.
    ///
    /// Errors: `bad-flag` where nothing is watched.
    pub(super) fn finish_nagios(mut self, primary: Table, saves: Saves) -> Result<u8> {
        let (table, name) = watched(primary)?;
        if self.global.output.is_some() {
            self.write(primary, saves)?;
        } else {
            if self.global.filter.is_some() {
                self.asked(table)?;
            }
            saves.appear()?;
        }
        let assessed = (table == Table::Alert).then(|| self.assessed());
        let said = self.words()?;
        let rows = self.shown_rows(table)?;
        let (words, mut counts) = said.of_table(table, rows);
        let mut state = state(rows.iter().filter_map(grade).max());
        let is_judged = match assessed {
            Some((judged, gaps)) => {
                if gaps > 0 {
                    let _ = write!(counts, " not_assessable={gaps}");
                }
                gaps == 0 || judged > 0
            }
            None => judges(table, rows),
        };
        // Quiet, because nothing could be judged: that is no OK.
        if state == 0 && !is_judged {
            state = UNKNOWN;
        }
        say(name, state, &format!("{words} | {counts}"))?;
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
    pub fn finish_nagios_report(&mut self, tables: &[(Table, Vec<Row>)]) -> Result<u8> {
        let said = self.words()?;
        let (mut words, mut counts) = (Vec::new(), Vec::new());
        let mut is_judged = false;
        for (table, rows) in tables {
            is_judged |= judges(*table, rows);
            let (said, counted) = said.of_table(*table, rows);
            words.push(said);
            counts.extend(labelled(&counts, *table, &counted));
        }
        let state = match state(Desk::gravest(tables)) {
            0 if !is_judged => UNKNOWN,
            state => state,
        };
        let words = match words.is_empty() {
            true => said
                .lang
                .pick("没有可依据的表", "no table to go by")
                .to_owned(),
            // The counts stand behind all words: the first bar ends them.
            false => format!(
                "{} | {}",
                words.join(said.lang.pick("；", "; ")),
                counts.join(" ")
            ),
        };
        say("REPORT", state, &words)?;
        Ok(state)
    }

    /// How the line is said. Only a Chinese one needs the catalogue.
    fn words(&mut self) -> Result<Words> {
        let lang = Lang::from(self.global.lang);
        let catalogue = match lang {
            Lang::Zh => self.catalogue()?,
            Lang::En => Catalogue::default(),
        };
        Ok(Words { lang, catalogue })
    }
}

/// The counts of a table behind those of others; a label that stands there already is told apart by the table.
fn labelled(there: &[String], table: Table, counts: &str) -> Vec<String> {
    let label = |count: &str| count.split('=').next().map(str::to_owned);
    let known: HashSet<String> = there.iter().filter_map(|count| label(count)).collect();
    let counts = counts.split(' ').map(|count| match label(count) {
        Some(label) if known.contains(&label) => format!("{}_{count}", table.id()),
        _ => count.to_owned(),
    });
    counts.collect()
}

/// The line of a command that failed, and its exit code; the message is said already.
pub fn unknown(message: &str) -> (String, u8) {
    let first = message.lines().next().unwrap_or("");
    (format!("GRANARY UNKNOWN - {first}\n"), 3)
}

fn say(name: &str, state: u8, words: &str) -> Result<()> {
    let line = format!("{name} {} - {words}\n", STATES[usize::from(state)]);
    Ok(output::write(None, line.as_bytes())?)
}

/// The state of the gravest row; a notice is no reason to wake anybody.
fn state(gravest: Option<Grade>) -> u8 {
    match gravest {
        None | Some(Grade::Notice) => 0,
        Some(Grade::Warning) => 1,
        Some(Grade::Severe) => 2,
    }
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

impl Words {
    /// How many rows are grave, the first of them, and the counts as monitoring plots them.
    fn of_table(&self, table: Table, rows: &[Row]) -> (String, String) {
        match table {
            Table::Cover => self.of_cover(rows),
            Table::Stage => self.of_stage(rows),
            Table::Alert => {
                let grade = |row: &Row| self.word::<Grade>(row.cell(Column::Grade).word());
                let texts = rows
                    .iter()
                    .map(|row| format!("{} {}", row.cell(Column::Rule), grade(row)));
                let (all, named) = (rows.len(), self.named(texts));
                let words = match self.lang {
                    Lang::Zh => format!("预警 {all} 条{named}"),
                    Lang::En => counted(all, "alert") + &named,
                };
                (words, format!("alerts={all}"))
            }
            _ => {
                let mut counts: BTreeMap<String, usize> = BTreeMap::new();
                for row in rows {
                    *counts
                        .entry(row.cell(Column::Code).to_string())
                        .or_default() += 1;
                }
                let texts = counts.iter().map(|(code, count)| format!("{code} {count}"));
                let (all, named) = (rows.len(), self.named(texts));
                let words = match self.lang {
                    Lang::Zh => format!("问题 {all} 项{named}"),
                    Lang::En => counted(all, "finding") + &named,
                };
                (words, format!("findings={all}"))
            }
        }
    }

    /// What is out, each item of a site once, and how many rows are short.
    fn of_cover(&self, rows: &[Row]) -> (String, String) {
        let days = |row: &&Row| {
            let days = row.cell(Column::CoverDays).to_string();
            let days = if days.is_empty() { "?" } else { &days };
            format!("{} {days} {}", self.goods(row), self.lang.pick("天", "d"))
        };
        let mut seen = HashSet::new();
        let out = rows.iter().filter(|row| is_out(row));
        let out = out.map(|row| self.goods(row));
        let out: Vec<String> = out.filter(|name| seen.insert(name.clone())).collect();
        let has_verdict = |verdict: Verdict| {
            move |row: &&Row| row.cell(Column::Verdict).word() == Some(verdict.id())
        };
        let short: Vec<&Row> = rows.iter().filter(has_verdict(Verdict::Short)).collect();
        let unjudged = rows
            .iter()
            .filter(|row| row.cell(Column::Verdict).is_empty());
        let (all, short_count, unjudged) = (rows.len(), short.len(), unjudged.count());
        let mut words = String::new();
        if !out.is_empty() {
            let (count, named) = (out.len(), self.named(out.iter().cloned()));
            words += &match self.lang {
                Lang::Zh => format!("断供 {count} 项{named}；"),
                Lang::En => format!("{count} out{named}; "),
            };
        }
        let named = self.named(short.iter().map(days));
        words += &match self.lang {
            Lang::Zh => format!("{all} 行中 {short_count} 行不足{named}"),
            Lang::En => format!("{short_count} of {} short{named}", counted(all, "row")),
        };
        if unjudged == all {
            words += self
                .lang
                .pick("；没有一行有标准可对照", "; no row has a standard");
        }
        let out = out.len();
        let counts = format!("short={short_count} rows={all} out={out} unjudged={unjudged}");
        (words, counts)
    }

    /// Which lots are past a deadline, and how many are due.
    fn of_stage(&self, rows: &[Row]) -> (String, String) {
        let of_grade = |asked: Grade| rows.iter().filter(move |row| grade(row) == Some(asked));
        let lot = |row: &Row| {
            let rung = self.word::<Rung>(row.cell(Column::Stage).word());
            let lot = row.cell(Column::Lot);
            match self.lang {
                Lang::Zh => format!("{} 批号 {lot} {rung}", self.goods(row)),
                Lang::En => format!("{} {lot} {rung}", self.goods(row)),
            }
        };
        let (past, due) = (of_grade(Grade::Severe), of_grade(Grade::Warning));
        let lots = self.named(past.clone().chain(due.clone()).map(lot));
        let (past, due) = (past.count(), due.count());
        let words = match self.lang {
            Lang::Zh => format!("已过期限 {past} 批，临近期限 {due} 批{lots}"),
            Lang::En => {
                let past = counted(past, "lot");
                format!("{past} past a deadline, {due} due{lots}")
            }
        };
        (words, format!("past={past} due={due} rows={}", rows.len()))
    }

    /// The site and the goods of a row.
    fn goods(&self, row: &Row) -> String {
        let item = row.cell(Column::Item).to_string();
        let listed = self.catalogue.get(&item).map(|item| item.name.as_str());
        let name = listed.filter(|name| !name.is_empty()).unwrap_or(&item);
        format!("{}/{name}", row.cell(Column::Site))
    }

    /// A word of a closed list in the language of the line.
    fn word<W: Word>(&self, id: Option<&'static str>) -> &'static str {
        let choice = W::CHOICES.iter().find(|choice| Some(choice.id) == id);
        choice.map_or("", |choice| self.lang.pick(choice.zh, choice.id))
    }

    /// The first of `texts` behind a colon, and how many more there are.
    fn named(&self, texts: impl Iterator<Item = String>) -> String {
        let texts: Vec<String> = texts.collect();
        let more = texts.len().saturating_sub(NAMED);
        let first: Vec<String> = texts.into_iter().take(NAMED).collect();
        let first = first.join(self.lang.pick("、", ", "));
        match (self.lang, first.is_empty(), more) {
            (_, true, _) => String::new(),
            (Lang::Zh, false, 0) => format!("：{first}"),
            (Lang::Zh, false, more) => format!("：{first} 等（另有 {more} 项）"),
            (Lang::En, false, 0) => format!(": {first}"),
            (Lang::En, false, more) => format!(": {first} and {more} more"),
        }
    }
}
