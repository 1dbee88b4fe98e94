//! What has changed since an earlier day: levels, verdicts of cover, stock, alerts, lots on the ladder.
//!
//! The earlier day's tables are those that were reported then; nothing is counted back.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Cover, Event};
use crate::ledger::{Column, Record, Row, Table};
use crate::report::difference::{by_subject, subject};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;
use crate::stock::standing::newest;

use super::picked::Picked;
use super::view::View;

mod alerts;
mod cover;
mod rungs;
mod stock;

use cover::{is_news, line as cover_line, urgency};

/// The section: against which day, then what changed in each table that both days have.
pub fn blocks(view: &View) -> Vec<Block> {
    let Some(before) = view.before else {
        let text = Label::NoDayBefore.text(view.lang);
        return vec![Block::note(Tone::Warn, text.to_owned())];
    };
    let day = before.values().flatten().filter_map(day_of).max();
    let unknown = || Label::Unknown.text(view.lang).to_owned();
    let day = day.map_or_else(unknown, |day| day.to_string());
    let mut blocks = vec![Block::note(
        Tone::Plain,
        Label::ComparedWith.fill(view.lang, &[&day]),
    )];
    let days = Days { view, before };
    blocks.push(days.levels());
    blocks.push(days.cover());
    blocks.push(days.stock());
    blocks.push(days.alerts());
    blocks.push(days.rungs());
    blocks
}

/// The day a row of a snapshot stands for.
fn day_of(row: &Row) -> Option<Day> {
    let is_snapshot = row.table.position(Column::AsOf).is_some();
    is_snapshot
        .then(|| row.get::<Option<Day>>(Column::AsOf))
        .flatten()
}

/// The rows of an earlier day that stood on it, each subject once: of several days of a snapshot the newest of each site,
/// of stock of each lot, and of rows of one subject the newest, of one day the later one.
fn standing(rows: &[Row], as_of: Day) -> BTreeMap<String, &Row> {
    let about = |row: &Row| match row.table.position(Column::Site) {
        Some(at) if row.table != Table::Onhand => row.cells[at].to_string(),
        _ => subject(row),
    };
    let mut rows = newest(rows, as_of, day_of, about);
    let dated = |row: &&Row| {
        row.table
            .position(Column::Date)
            .map(|at| row.cells[at].to_string())
    };
    rows.sort_by_key(dated);
    rows.into_iter().map(|row| (subject(row), row)).collect()
}

/// The two days.
struct Days<'v, 'a> {
    view: &'v View<'a>,
    before: &'a BTreeMap<Table, Vec<Row>>,
}

/// A row that only one day has, or that both have.
struct Pair<T> {
    subject: String,
    before: Option<T>,
    after: Option<T>,
}

impl<'a> Days<'_, 'a> {
    /// The earlier day; `None` where no snapshot of it tells.
    fn day(&self) -> Option<Day> {
        self.before.values().flatten().filter_map(day_of).max()
    }

    /// The rows of the earlier day, those of days before it too.
    fn rows_before<T: Record>(&self) -> Vec<T> {
        let rows = self.before.get(&T::TABLE);
        rows.into_iter().flatten().map(T::from_row).collect()
    }

    /// How many days lie between the two.
    fn passed(&self) -> i64 {
        let day = self.day();
        day.map_or(0, |day| self.view.as_of.days_since(day))
    }

    /// The rows of both days, matched; `None` where one of the days has no such table.
    fn pairs<T: Record + Clone + PartialEq>(&self, picked: &Picked<'a, T>) -> Option<Vec<Pair<T>>> {
        let before = self.before.get(&T::TABLE)?;
        if !picked.is_supplied() {
            return None;
        }
        let before = standing(before, self.view.as_of);
        let after: Vec<Row> = picked
            .rows()
            .iter()
            .map(|row| (*row).clone().into_row())
            .collect();
        let after = by_subject(&after);
        let subjects: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let pair = |subject: &String| Pair {
            subject: subject.clone(),
            before: before.get(subject).map(|row| T::from_row(row)),
            after: after.get(subject).map(|row| T::from_row(row)),
        };
        Some(subjects.into_iter().map(pair).collect())
    }

    /// The block of a table of which something changed, or a sentence.
    fn told<T: Record + Clone + PartialEq>(
        &self,
        picked: &Picked<'a, T>,
        write: impl FnOnce(Vec<Pair<T>>) -> Option<Grid>,
    ) -> Block {
        let lang = self.view.lang;
        let name = table_name(T::TABLE, lang);
        match self.pairs(picked) {
            None => Block::note(Tone::Warn, Label::NotComparable.fill(lang, &[&name])),
            Some(pairs) => match write(pairs) {
                None => Block::note(Tone::Good, Label::NothingChanged.fill(lang, &[&name])),
                Some(grid) => Block::Grid(grid),
            },
        }
    }

    fn levels(&self) -> Block {
        let view = self.view;
        let level = |row: &Option<Event>| row.as_ref().map(|row| row.level);
        self.told(&view.event, |pairs| {
            // An event that is only older than the newest of its scope is no change.
            let mut before: BTreeMap<String, Event> = BTreeMap::new();
            let mut after: BTreeMap<String, Event> = BTreeMap::new();
            for pair in pairs {
                for (side, row) in [(&mut before, pair.before), (&mut after, pair.after)] {
                    let Some(row) = row.filter(|row| row.date <= view.as_of) else {
                        continue;
                    };
                    let newer = side
                        .get(&row.scope)
                        .is_none_or(|kept| kept.date <= row.date);
                    if newer {
                        side.insert(row.scope.clone(), row);
                    }
                }
            }
            let lines: Vec<Line> = after
                .into_iter()
                .map(|(scope, row)| (before.get(&scope).cloned(), scope, row))
                .filter(|(before, _, row)| level(before) != Some(row.level))
                .map(|(before, scope, row)| Line {
                    tone: Tone::Warn,
                    cells: vec![
                        view.names.site_shown(&scope),
                        view.names.word_if(level(&before)),
                        view.names.word_shown(row.level),
                        Shown::day(Some(row.date)),
                        Shown::from(row.source),
                    ],
                })
                .collect();
            let headings = vec![
                Heading::of(Column::Scope, view.lang, Fit::Text),
                Heading::of(Column::Before, view.lang, Fit::Whole),
                Heading::of(Column::After, view.lang, Fit::Whole),
                Heading::of(Column::Date, view.lang, Fit::Whole),
                Heading::of(Column::Source, view.lang, Fit::Text),
            ];
            Grid::of_lines(Label::LevelsSince, view.lang, headings, lines).unless_empty()
        })
    }

    fn cover(&self) -> Block {
        let view = self.view;
        self.told(&view.cover, |pairs| {
            let mut changed: Vec<Pair<Cover>> = pairs
                .into_iter()
                .filter(|pair| is_news(pair, self.passed()))
                .collect();
            changed.sort_by_key(|pair| (urgency(pair), pair.subject.clone()));
            let lines = changed.iter().map(|pair| cover_line(view, pair)).collect();
            let headings = vec![
                Heading::of(Column::Site, view.lang, Fit::Text),
                Heading::of(Column::Item, view.lang, Fit::Text),
                Heading::of(Column::Form, view.lang, Fit::Whole),
                Heading::of(Column::Standard, view.lang, Fit::Whole),
                Heading::said(Label::DaysBeforeColumn, view.lang, Fit::Number),
                Heading::said(Label::DaysAfterColumn, view.lang, Fit::Number),
                Heading::said(Label::VerdictBeforeColumn, view.lang, Fit::Whole),
                Heading::said(Label::VerdictAfterColumn, view.lang, Fit::Whole),
            ];
            Grid::of_lines(Label::CoverSince, view.lang, headings, lines).unless_empty()
        })
    }
}
