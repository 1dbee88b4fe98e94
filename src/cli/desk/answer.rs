//! What a command answers: which tables go to standard output, which to files, in what format, with what exit code.

use std::path::Path;

use anyhow::Result;

use crate::cli::global::{FailOn, FormatName, Language};
use crate::cli::number::counted;
use crate::io::terminal;
use crate::io::view::{Headers, View};
use crate::io::write::{self, Format, Prepared};
use crate::io::{message, output};
use crate::ledger::word::Grade;
use crate::ledger::{Column, Record, Records, Row, Table};
use crate::report::gravity::grade;

use super::Desk;
use super::answered::Answer;
use super::asked::{Asked, columns};
use super::inputs::{Origin, holds};
use super::saved::Saves;

/// How a column of an answer is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It is asked for by its name, or may be.
    Named,
    /// As one of all columns.
    Whole,
    /// Not at all.
    Away,
}

impl Desk {
    /// Adds a table to the answer.
    pub fn put<T: Record>(&mut self, rows: Vec<T>)
    where
        Vec<T>: Records + 'static,
    {
        self.answers
            .push((T::TABLE, Answer::Worked(Box::new(rows))));
    }

    /// Adds rows to those of their table that were piped in or read, which the answer would replace.
    ///
    /// Where there are none and nobody names the table, it stays as it was: empty would read as looked over and sound.
    pub fn put_beside<T: Record>(&mut self, rows: Vec<T>) -> Result<()> {
        match rows.is_empty() && !self.is_named(T::TABLE) {
            true => Ok(()),
            false => self.put_all_beside(rows),
        }
    }

    /// The same where none says that there are none.
    pub fn put_all_beside<T: Record>(&mut self, rows: Vec<T>) -> Result<()> {
        let mut all = match self.is_asked_for(T::TABLE) {
            true => self.rows_without_ledger(T::TABLE)?,
            false => Vec::new(),
        };
        all.extend(rows.into_iter().map(Record::into_row));
        self.put_rows(T::TABLE, all);
        Ok(())
    }

    /// Adds rows of a table to the answer.
    pub fn put_rows(&mut self, table: Table, rows: Vec<Row>) {
        self.answers.push((table, Answer::Rows(rows)));
    }

    /// The columns of `--by`, for a verb that groups before it computes; its answer is then left as it is.
    pub fn take_by(&mut self) -> Vec<String> {
        std::mem::take(&mut self.global.by)
    }

    /// How grave the gravest row of `tables` is.
    pub fn gravest(tables: &[(Table, Vec<Row>)]) -> Option<Grade> {
        let rows = tables.iter().flat_map(|(_, rows)| rows);
        rows.filter_map(grade).max()
    }

    /// Writes the answer: `primary` to standard output, unless `--emit` names others. Returns the exit code.
    pub fn finish(self, primary: Table) -> Result<u8> {
        self.finish_or(primary, FailOn::None)
    }

    /// The same for a command that fails, unless told otherwise, from a grade on.
    pub fn finish_or(mut self, primary: Table, fail_on: FailOn) -> Result<u8> {
        self.say_left_over();
        let primary = self.answered_table(primary)?;
        let saves = self.saves()?;
        if self.global.nagios {
            return self.finish_nagios(primary, saves);
        }
        self.write(primary, saves)?;
        let code = self.verdict(fail_on);
        // The process ends here: giving a hundred thousand cells back one by one is a tenth of a short run.
        std::mem::forget(self);
        Ok(code)
    }

    /// The exit code that `--fail-on` makes of the answers, for a command that wrote them itself.
    pub fn verdict(&mut self, otherwise: FailOn) -> u8 {
        let fail_on = self.global.fail_on.unwrap_or(otherwise);
        if fail_on == FailOn::None {
            return 0;
        }
        let answers = self.answers.iter_mut();
        let rows = answers.flat_map(|(_, answer)| answer.rows().iter());
        u8::from(fail_on.is_met_by(rows.filter_map(grade).max()))
    }

    /// Whether the answer is `table` alone as plain CSV, so that it can be written line by line.
    pub fn writes_csv_alone(&self, table: Table) -> bool {
        let global = &self.global;
        let is_whole = global.columns.is_empty() && global.by.is_empty() && global.filter.is_none();
        let is_plain = self.headers() == Headers::En && !global.verbose;
        let is_itself = global.explain.is_none() && !global.nagios;
        let is_alone = self.wanted.is_only(table) && is_itself;
        is_alone && is_whole && is_plain && self.format(false) == Format::Csv
    }

    /// How a column of `table` is looked at.
    pub fn looks_at(&self, table: Table, column: Column) -> Look {
        let global = &self.global;
        let is_whole = !self.wanted.saved.is_empty() || global.filter.is_some();
        match columns(&global.columns, table, table.fields()) {
            Ok(Some(shown)) if shown.contains(&column) => Look::Named,
            _ if global.filter.is_some() => Look::Named,
            Ok(Some(_)) if !is_whole => Look::Away,
            _ => Look::Whole,
        }
    }

    /// Writes an answer that `write` gives piece by piece. Returns the exit code.
    pub fn finish_by(self, write: output::Writer<'_>) -> Result<u8> {
        self.say_left_over();
        output::write_by(self.global.output.as_deref(), write)?;
        std::mem::forget(self);
        Ok(0)
    }

    /// Writes the tables of `--emit`, or the command's own, `primary`.
    pub(super) fn write(&mut self, primary: Table, saves: Saves) -> Result<()> {
        if self.wanted.all {
            self.whole_only()?;
            return self.write_everything(saves);
        }
        self.emit(&[primary]);
        self.write_chosen(saves)
    }

    /// Writes the tables that are named, as they were asked for.
    fn write_chosen(&mut self, saves: Saves) -> Result<()> {
        let tables = self.wanted.emitted.clone();
        let asked = tables
            .iter()
            .map(|table| Ok((*table, self.asked(*table)?)))
            .collect::<Result<Vec<_>>>()?;
        let views = asked.into_iter().map(|(table, asked)| match asked {
            Asked::Grouped(view) => view,
            Asked::Whole(columns) => self.ready(table, columns.as_deref()),
        });
        let views: Vec<View> = views.map(|view| self.spoken(view)).collect();
        self.count(&views);
        let prepared = Prepared::of(&views, self.format(views.len() > 1))?;
        let path = self.global.output.as_deref();
        Ok(saves.beside(path, || prepared.to(path))?)
    }

    /// Writes every table read, unchanged, and then the new ones.
    fn write_everything(&mut self, saves: Saves) -> Result<()> {
        let format = self.format(true);
        let answered: Vec<Table> = self.answers.iter().map(|(table, _)| *table).collect();
        let is_passed_on =
            |desk: &Desk, table: Table| format == Format::Jsonl && desk.passes_lines(table);
        let mut tables = Vec::new();
        for table in Table::all().filter(|table| !answered.contains(table)) {
            if self.supplies_without_ledger(table) && !is_passed_on(self, table) {
                tables.push(table);
            }
        }
        tables.extend(&answered);
        let columns = tables
            .iter()
            .map(|table| {
                self.make_ready(*table)?;
                Ok(columns(&self.global.columns, *table, table.fields())?)
            })
            .collect::<Result<Vec<_>>>()?;
        let views = tables.iter().zip(&columns);
        let views: Vec<View> = views
            .map(|(table, columns)| self.spoken(self.ready(*table, columns.as_deref())))
            .collect();
        self.count(&views);
        let path = self.global.output.as_deref();
        if format != Format::Jsonl {
            let prepared = Prepared::of(&views, format)?;
            return Ok(saves.beside(path, || prepared.to(path))?);
        }
        let lines = self.piped_lines(&answered);
        Ok(saves.beside(path, || {
            output::write_by(path, &mut |out| {
                out.write_all(&lines)?;
                write::stream(&views, out)
            })
        })?)
    }

    /// Says, with `-v`, how many rows are written.
    fn count(&self, views: &[View]) {
        for view in views.iter().filter(|_| self.global.verbose) {
            let rows = counted(view.rows.len(), "row");
            message::say(&format!("{}: {rows}", view.name));
        }
    }

    /// The JSON lines of standard input as they stood, but for tables that were answered anew.
    fn piped_lines(&self, answered: &[Table]) -> Vec<u8> {
        let piped = self
            .sheets
            .iter()
            .filter(|(origin, sheet)| *origin == Origin::Pipe && !sheet.raw.is_empty());
        let kept = piped.filter(|(_, sheet)| !answered.iter().any(|table| holds(sheet, *table)));
        let lines = kept.flat_map(|(_, sheet)| sheet.raw.iter());
        lines
            .flat_map(|line| line.bytes().chain(std::iter::once(b'\n')))
            .collect()
    }

    /// Whether `table` came as JSON lines of standard input, which are passed on as they stood.
    fn passes_lines(&self, table: Table) -> bool {
        self.sheets.iter().any(|(origin, sheet)| {
            *origin == Origin::Pipe && !sheet.raw.is_empty() && holds(sheet, table)
        })
    }

    /// Whether `table` was read, or lies among the inputs; the ledger is not looked into for more.
    pub fn supplies_without_ledger(&self, table: Table) -> bool {
        let read = self.taken.get(&table).is_some_and(|rows| !rows.is_empty());
        read || self.sheets.iter().any(|(_, sheet)| holds(sheet, table))
    }

    /// The whole of a table that was made ready, with these of its columns.
    pub(super) fn ready(&self, table: Table, columns: Option<&[Column]>) -> View<'_> {
        let headers = self.headers();
        let mut answers = self.answers.iter();
        match answers.find(|(answered, _)| *answered == table) {
            Some((_, Answer::Worked(records))) => {
                View::of_records(table, &**records, headers, columns)
            }
            Some((_, Answer::Rows(rows))) => View::of_table(table, rows, headers, columns),
            None => {
                let rows = self.taken.get(&table).map_or(&[][..], Vec::as_slice);
                View::of_table(table, rows, headers, columns)
            }
        }
    }

    /// Sees to it that a table can be shown: answered, else as it was read.
    pub(super) fn make_ready(&mut self, table: Table) -> Result<()> {
        let mut answered = self.answers.iter().map(|(answered, _)| *answered);
        if let Some(first) = answered.position(|answered| answered == table) {
            self.join_answers(first);
            return Ok(());
        }
        if !self.supplies(table)? {
            return Err(self.missing_answer(table).into());
        }
        self.rows(table)?;
        Ok(())
    }

    /// The rows of a table as it is shown.
    pub(super) fn shown_rows(&mut self, table: Table) -> Result<&mut Vec<Row>> {
        self.make_ready(table)?;
        let mut answers = self.answers.iter_mut();
        match answers.find(|(answered, _)| *answered == table) {
            Some((_, answer)) => Ok(answer.rows()),
            None => Ok(self.taken.entry(table).or_default()),
        }
    }

    /// Adds to the answer at `first` the later ones of the same table.
    fn join_answers(&mut self, first: usize) {
        let (table, later) = (self.answers[first].0, self.answers.split_off(first + 1));
        let (same, others): (Vec<_>, Vec<_>) = later.into_iter().partition(|(t, _)| *t == table);
        for (_, mut answer) in same {
            let rows = std::mem::take(answer.rows());
            self.answers[first].1.rows().extend(rows);
        }
        self.answers.extend(others);
    }

    /// Whether the answer is for people's eyes alone, and no program reads it.
    fn is_for_people(&self) -> bool {
        match self.format(false) {
            Format::Html(_) => true,
            Format::Table(_) => terminal::is_output() && self.global.output.is_none(),
            _ => false,
        }
    }

    /// The view as it is written: for people's eyes the sentences and words of its cells are in their language too.
    fn spoken<'a>(&self, view: View<'a>) -> View<'a> {
        match self.is_for_people() && self.global.lang == Language::Zh {
            true => view.in_chinese(),
            false => view,
        }
    }

    /// The language of headings: the one that was asked for; else, for people's eyes alone, the one they speak.
    pub(super) fn headers(&self) -> Headers {
        let spoken = self.is_for_people().then_some(self.global.lang);
        match self.global.headers.or(spoken).unwrap_or_default() {
            Language::En => Headers::En,
            Language::Zh => Headers::Zh,
        }
    }

    /// The format: as named, as the output's ending tells, a table on a terminal, CSV or JSON lines in a pipe.
    pub fn format(&self, several: bool) -> Format {
        let style = self.global.style.into();
        let lang = match self.global.lang {
            Language::En => "en",
            Language::Zh => "zh",
        };
        let path = self.global.output.as_deref();
        match (
            self.global.format,
            path.filter(|path| *path != Path::new("-")),
        ) {
            (FormatName::Auto, Some(path)) => match Format::of_path(path) {
                Format::Html(_) => Format::Html(lang),
                format => format,
            },
            (FormatName::Auto, None) if terminal::is_output() && !several => Format::Table(style),
            (FormatName::Auto, None) if several => Format::Jsonl,
            (FormatName::Auto | FormatName::Csv, _) => Format::Csv,
            (FormatName::Table, _) => Format::Table(style),
            (FormatName::Tsv, _) => Format::Tsv,
            (FormatName::Jsonl, _) => Format::Jsonl,
            (FormatName::Json, _) => Format::Json,
            (FormatName::Md, _) => Format::Markdown,
            (FormatName::Html, _) => Format::Html(lang),
            (FormatName::Xlsx, _) => Format::Xlsx,
            (FormatName::Parquet, _) => Format::Parquet,
        }
    }
}
