//! The desk a command works at: it lays out the tables that are asked for and carries off the answers.
//!
//! A table comes from `--in`, else from standard input, else from the ledger; one that nothing supplies is named.
//!
//! - in: `inputs` which of them holds a table, `files` which a command names, `passes` long tables without a row a
//!   line, `books` what was there before, `unread` and `left_over` what nobody asked for, `said` and `rejects` its
//!   lines
//! - rules: `policies` as they were read, `rules` in force, `own_words` that nothing knows
//! - known: `known` goods and sites, `listed` sites, `once` and `consistent` what may stand once, `basis` of a plan
//! - out: `wanted` tables, `asked` rows, `answered` and `answer` what is written where, `explained`, `saved`, `nagios`

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Result;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::io::message::{self, Loudness};
use crate::io::open::{Opening, STDIN, open_lazily, takeable};
use crate::io::sheet::Sheet;
use crate::io::take::{overflow, table_of, take};
use crate::ledger::tables::Event;
use crate::ledger::{Catalogue, Loaded, Record, Row, Table};

use super::global::Global;

mod answer;
mod answered;
mod asked;
mod basis;
pub mod books;
mod consistent;
mod explained;
mod files;
mod inputs;
mod known;
mod left_over;
mod listed;
pub mod nagios;
mod once;
mod own_words;
mod passes;
mod policies;
mod rejects;
mod rules;
mod said;
mod saved;
mod unread;
mod wanted;

pub use answer::Look;
use answered::Answer;
pub use explained::offered_where_taken;
pub use files::opening;
use inputs::{Origin, is_empty};
pub use inputs::{missing, table_named};
pub use listed::{expect_listed, unlisted};
use wanted::Wanted;

/// Inputs opened, tables taken, answers to write.
pub struct Desk {
    pub global: Global,
    wanted: Wanted,
    sheets: Vec<(Origin, Sheet)>,
    taken: BTreeMap<Table, Vec<Row>>,
    /// The tables that the command asked for, whether anything supplies them or not.
    asked_for: BTreeSet<Table>,
    /// The rows of tables that were handed over as structs, as the id of a plan is taken of them; `None` once it was, and
    /// where nobody makes one.
    handed_over: BTreeMap<Table, Option<Vec<u8>>>,
    /// The tables of which a pass has said what there is to say.
    told: BTreeSet<Table>,
    answers: Vec<(Table, Answer)>,
    catalogue: Option<Catalogue>,
    policies: OnceCell<Vec<policies::PolicyText>>,
    /// Whether it was said which words of the policies nothing knows.
    own_words_said: bool,
    rejects: rejects::Rejects,
    /// The counts that the books among the sheets open with.
    opens: Vec<books::Opens>,
}

impl Desk {
    /// Opens what the flags name and what comes on standard input.
    pub fn open(global: &Global) -> Result<Desk> {
        inputs::expect_stdin_once(&global.inputs, &[])?;
        let opening = opening(global)?;
        let mut sheets = inputs::named(&global.inputs, &opening)?;
        if inputs::stdin_has_data() {
            let plain = Opening {
                map: None,
                ..opening
            };
            let piped = inputs::piped(&plain)?;
            sheets.extend(piped.into_iter().map(|sheet| (Origin::Pipe, sheet)));
        }
        Desk::with_sheets(global, sheets)
    }

    /// Opens what the flags name, and leaves standard input alone.
    pub fn open_named(global: &Global) -> Result<Desk> {
        Desk::with_sheets(global, inputs::named(&global.inputs, &opening(global)?)?)
    }

    /// A desk with the given files instead of `--in`: for commands that name their inputs.
    pub fn open_files(global: &Global, files: &[String]) -> Result<Desk> {
        inputs::expect_stdin_once(&global.inputs, files)?;
        let opening = opening(global)?;
        let mut sheets = inputs::named(
            &global.inputs,
            &Opening {
                map: None,
                ..opening.clone()
            },
        )?;
        let stdin = [STDIN.to_owned()];
        for file in if files.is_empty() { &stdin } else { files } {
            let opened = match open_lazily(file, &opening) {
                // What --in names may be all there is.
                Err(refused) if files.is_empty() && !sheets.is_empty() && is_empty(&refused) => {
                    continue;
                }
                opened => opened?,
            };
            sheets.extend(opened.into_iter().map(|sheet| (Origin::File, sheet)));
        }
        Desk::with_sheets(global, sheets)
    }

    /// A desk with `sheets` on it, each recognised once.
    ///
    /// Errors: `cannot-create` where an output would take the place of one; `bad-flag` where it is of no table;
    /// `unknown-table` where one states amounts and is not understood.
    fn with_sheets(global: &Global, sheets: Vec<(Origin, Sheet)>) -> Result<Desk> {
        let wanted = Wanted::of(global)?;
        for (_, sheet) in &sheets {
            global.expect_kept(Path::new(&*sheet.file))?;
        }
        let (mut sheets, hidden) = inputs::without_hidden(sheets);
        let loudness = global.loudness();
        message::show(&hidden, loudness);
        for (_, sheet) in &mut sheets {
            sheet.stated = table_of(sheet).map(|table| table.id().to_owned());
        }
        // What a command's own files are is told by the command.
        let others = sheets.iter().filter(|(origin, _)| *origin == Origin::Named);
        let left_out = others.filter_map(|(_, sheet)| unread::left_out(sheet));
        message::show_or_refuse(left_out.collect(), loudness)?;
        Ok(Desk {
            global: global.clone(),
            wanted,
            sheets,
            taken: BTreeMap::new(),
            asked_for: BTreeSet::new(),
            handed_over: BTreeMap::new(),
            told: BTreeSet::new(),
            answers: Vec::new(),
            catalogue: None,
            policies: OnceCell::new(),
            own_words_said: false,
            rejects: rejects::Rejects::default(),
            opens: Vec::new(),
        })
    }

    /// The day to answer for: the flag's, else today.
    pub fn as_of(&self) -> Day {
        self.global.as_of.unwrap_or_else(today)
    }

    /// The first day of demand: the flag's, which is said, else the day answered for.
    ///
    /// Errors: `bad-flag` where it lies before that day, whose balance has the use of the days before in it already.
    pub fn demand_from(&self) -> Result<Day> {
        let as_of = self.as_of();
        let Some(first) = self.global.demand_from else {
            return Ok(as_of);
        };
        if first < as_of {
            let message =
                format!("--demand-from {first} lies before {as_of}, the day answered for");
            let hint = "what was used before that day is out of its balance already; name that day or a later one";
            return Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into());
        }
        self.say(&format!("demand begins on {first}"));
        Ok(first)
    }

    /// The rows of a table that the command needs.
    ///
    /// Errors: `missing-table` where nothing supplies it; every bad cell of it.
    pub fn load<T: Record>(&mut self) -> Result<Loaded<T>> {
        if !self.supplies(T::TABLE)? {
            return Err(self.missing(T::TABLE).into());
        }
        self.load_or_empty()
    }

    /// The rows of a table that the command can do without.
    pub fn load_or_empty<T: Record>(&mut self) -> Result<Loaded<T>> {
        self.rows(T::TABLE).map(|rows| Loaded::from_rows(rows))
    }

    /// The rows of a table, or `None` where nothing supplies it.
    pub fn load_if_given<T: Record>(&mut self) -> Result<Option<Vec<T>>> {
        match self.supplies(T::TABLE)? {
            true => self.records().map(Some),
            false => Ok(None),
        }
    }

    /// The rows of a table that the command can do without, where nobody asks for their places.
    pub fn records<T: Record>(&mut self) -> Result<Vec<T>> {
        let rows = self.rows(T::TABLE)?;
        Ok(rows.iter().map(T::from_row).collect())
    }

    /// Whether an input other than the ledger holds rows of `table`.
    pub fn is_handed_in(&self, table: Table) -> bool {
        let mut sheets = self.sheets.iter();
        sheets.any(|(_, sheet)| inputs::holds(sheet, table))
    }

    /// Whether any input supplies `table`; the ledger is looked into only where nothing else does.
    pub fn supplies(&mut self, table: Table) -> Result<bool> {
        self.asked_for.insert(table);
        if self.taken.contains_key(&table)
            || self
                .sheets
                .iter()
                .any(|(_, sheet)| inputs::holds(sheet, table))
        {
            return Ok(true);
        }
        let Some(path) = self.global.ledger_file(table)? else {
            return Ok(false);
        };
        self.global.expect_kept(&path)?;
        let opening = Opening {
            encoding: self.global.encoding.clone(),
            ..Opening::default()
        };
        for mut sheet in open_lazily(&path.to_string_lossy(), &opening)? {
            sheet.stated = Some(table.id().to_owned());
            self.sheets.push((Origin::Ledger, sheet));
        }
        Ok(true)
    }

    /// The events of table `event`.
    pub fn events(&mut self) -> Result<Vec<Event>> {
        self.records()
    }

    /// Shows warnings and notes that belong beside an answer.
    pub fn note(&mut self, notes: &[Diagnostic]) {
        message::show(notes, self.loudness());
    }

    /// Says one line, unless quiet was asked for.
    pub fn say(&self, line: &str) {
        if !self.global.quiet {
            message::say(line);
        }
    }

    /// How much is to be said.
    pub fn loudness(&self) -> Loudness {
        self.global.loudness()
    }

    /// The rows of `table`, taken once; empty where nothing supplies it.
    pub fn rows(&mut self, table: Table) -> Result<&[Row]> {
        assert!(
            !self.handed_over.contains_key(&table),
            "a table that was handed over is not asked for again"
        );
        if !self.taken.contains_key(&table) {
            let catalogue = self.catalogue()?;
            // Table item was taken with the catalogue.
            if !self.taken.contains_key(&table) {
                let rows = match self.supplies(table)? {
                    true => self.take(table, &catalogue)?,
                    false => Vec::new(),
                };
                self.taken.insert(table, rows);
            }
        }
        Ok(self.taken.get(&table).map_or(&[], Vec::as_slice))
    }

    /// The rows of `table`, which is not asked for again.
    pub fn hand_out(&mut self, table: Table) -> Result<Vec<Row>> {
        self.rows(table)?;
        Ok(self.taken.remove(&table).unwrap_or_default())
    }

    /// The rows of a table that the inputs beside the ledger hold; none where they hold none.
    pub fn rows_without_ledger(&mut self, table: Table) -> Result<Vec<Row>> {
        match self.supplies_without_ledger(table) {
            true => Ok(self.rows(table)?.to_vec()),
            false => Ok(Vec::new()),
        }
    }

    /// Takes the sheets that hold `table`, from the nearest origin that has any.
    fn take(&mut self, table: Table, catalogue: &Catalogue) -> Result<Vec<Row>> {
        let (rows, mut found) = self.rows_and_faults(table, catalogue)?;
        self.let_lines_go(table);
        self.rejects.write(&self.global)?;
        found.extend(overflow(&rows));
        found.extend(once::contradictions(table, &rows));
        found.extend(consistent::inconsistencies(table, &rows));
        message::show_or_refuse(found, self.loudness())?;
        Ok(rows)
    }

    /// The rows of these sheets, and what is wrong with their lines.
    fn rows_and_faults(
        &mut self,
        table: Table,
        catalogue: &Catalogue,
    ) -> Result<(Vec<Row>, Vec<Diagnostic>)> {
        let nearest = self.nearest(table);
        self.make_takeable(table, nearest)?;
        let map = self.map()?;
        let (mut rows, mut refused) = (Vec::new(), Vec::new());
        let meant = |(origin, sheet): &&(Origin, Sheet)| {
            Some(*origin) == nearest && inputs::holds(sheet, table)
        };
        for (origin, sheet) in self.sheets.iter().filter(meant) {
            let map = map
                .as_ref()
                .filter(|map| self.is_mapped(*origin, sheet, map));
            let plan = self.plan(sheet, table, map)?;
            let mut taken = take(sheet, &plan, catalogue);
            said::report(sheet, &taken, self.global.verbose);
            let (opens, said) = books::open(sheet, &mut taken);
            said.iter().for_each(|line| self.say(line));
            self.opens.extend(opens);
            match rows.is_empty() {
                true => rows = std::mem::take(&mut taken.rows),
                false => rows.append(&mut taken.rows),
            }
            self.rejects
                .sort_out(&self.global, sheet, taken, &mut refused);
        }
        Ok((rows, refused))
    }

    /// The rows of a table stand for the lines that they were taken from, unless some may still be taken aside; the room is
    /// used again.
    fn let_lines_go(&mut self, table: Table) {
        if self.global.rejects.is_some() {
            return;
        }
        let nearest = self.nearest(table);
        let read = |(origin, sheet): &&mut (Origin, Sheet)| {
            Some(*origin) == nearest && inputs::holds(sheet, table)
        };
        let held = self.sheets.iter_mut().filter(read);
        held.for_each(|(_, sheet)| (sheet.lines, sheet.rest) = (Vec::new(), None));
    }

    /// Makes the lines of the sheets that hold `table` and were left unsplit ready to be taken.
    fn make_takeable(&mut self, table: Table, origin: Option<Origin>) -> Result<()> {
        for (from, sheet) in std::mem::take(&mut self.sheets) {
            let is_meant = Some(from) == origin && inputs::holds(&sheet, table);
            if !is_meant || sheet.rest.is_none() {
                self.sheets.push((from, sheet));
                continue;
            }
            for mut sheet in takeable(sheet)? {
                sheet.stated = table_of(&sheet).map(|table| table.id().to_owned());
                self.sheets.push((from, sheet));
            }
        }
        Ok(())
    }

    /// The nearest origin of those that hold `table`.
    fn nearest(&self, table: Table) -> Option<Origin> {
        let holding = self
            .sheets
            .iter()
            .filter(|(_, sheet)| inputs::holds(sheet, table));
        holding.map(|(origin, _)| *origin).min()
    }
}

/// The day by the clock and the time zone of this computer; one for a whole run, also where that passes midnight. The only
/// place that reads the clock.
fn today() -> Day {
    static TODAY: LazyLock<Day> =
        LazyLock::new(|| Day::from_date(chrono::Local::now().date_naive()));
    *TODAY
}
