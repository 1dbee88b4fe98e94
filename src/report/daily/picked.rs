//! Which rows of one table count on a day, and how many are left out.
//!
//! A table that was handed in twice counts once, and of several days of one snapshot the last one stands: for each thing
//! that rows are about, because one site may report later than another.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::calendar::Day;
use crate::lang::Lang;
use crate::ledger::cell::Cell;
use crate::ledger::{Record, Table};
use crate::report::page::{Block, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;
use crate::stock::standing::newest;

/// The rows of one table that the report speaks of.
pub struct Picked<'a, T> {
    /// How many rows were supplied; `None` where the table was not.
    supplied: Option<usize>,
    /// The newest date among the rows picked.
    newest: Option<Day>,
    /// The oldest date among the rows of a snapshot, and how many of them are older than the newest.
    late: Option<(Day, usize)>,
    rows: Vec<&'a T>,
    /// Rows that say something else than a later one of the same key.
    conflicts: usize,
}

/// What is known of one table: for the header and the section on freshness.
pub struct State {
    pub table: Table,
    pub supplied: Option<usize>,
    pub picked: usize,
    pub newest: Option<Day>,
}

impl<'a, T: Record + Clone + PartialEq> Picked<'a, T> {
    /// Every row.
    pub(super) fn whole(
        rows: &'a Option<Vec<T>>,
        date: impl Fn(&T) -> Option<Day>,
    ) -> Picked<'a, T> {
        let all: Vec<&T> = rows.iter().flatten().collect();
        Picked {
            supplied: rows.as_ref().map(Vec::len),
            newest: all.iter().filter_map(|row| date(row)).max(),
            late: None,
            rows: all,
            conflicts: 0,
        }
    }

    /// The rows dated at or before the day.
    pub(super) fn until(
        rows: &'a Option<Vec<T>>,
        as_of: Day,
        date: impl Fn(&T) -> Day,
    ) -> Picked<'a, T> {
        let whole = Picked::whole(rows, |_| None);
        let kept = whole.rows.into_iter().filter(|row| date(row) <= as_of);
        let rows: Vec<&T> = kept.collect();
        Picked {
            newest: rows.iter().map(|row| date(row)).max(),
            rows,
            ..whole
        }
    }

    /// Of each thing that rows are about those of its newest day at or before the day: two days of one thing are never
    /// mixed, and what is a day late is not lost.
    pub(super) fn snapshot<K: Hash + Eq>(
        rows: &'a Option<Vec<T>>,
        as_of: Day,
        date: impl Fn(&T) -> Day,
        about: impl Fn(&'a T) -> K,
    ) -> Picked<'a, T> {
        let until = Picked::until(rows, as_of, &date);
        let picked = Picked {
            rows: newest(until.rows, as_of, |row| Some(date(row)), about),
            ..until
        };
        let mut picked = picked.once();
        let older = picked.rows.iter().map(|row| date(row));
        let older: Vec<Day> = older.filter(|day| Some(*day) < picked.newest).collect();
        picked.late = older.iter().min().map(|oldest| (*oldest, older.len()));
        picked
    }

    /// One row of each key, in the order given: a table that was handed in twice counts once. Of rows that differ the
    /// later one stands, and the others are counted.
    pub(super) fn once(mut self) -> Picked<'a, T> {
        let mut places: HashMap<Vec<u8>, usize> = HashMap::with_capacity(self.rows.len());
        let mut kept: Vec<&T> = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let Some(key) = key(row) else {
                kept.push(row);
                continue;
            };
            match places.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(kept.len());
                    kept.push(row);
                }
                Entry::Occupied(place) if kept[*place.get()] == row => {}
                Entry::Occupied(place) => {
                    kept[*place.get()] = row;
                    self.conflicts += 1;
                }
            }
        }
        self.rows = kept;
        self
    }

    /// The same where rows of one key that differ are two matters: only a row that stands there again is left out.
    pub(super) fn without_copies(mut self) -> Picked<'a, T> {
        let mut seen: HashMap<Vec<u8>, Vec<&T>> = HashMap::with_capacity(self.rows.len());
        self.rows.retain(|row| {
            let Some(key) = key(*row) else { return true };
            let there = seen.entry(key).or_default();
            let is_new = !there.contains(row);
            if is_new {
                there.push(row);
            }
            is_new
        });
        self
    }

    /// How many rows say something else than a later one of the same key.
    pub fn conflicts(&self) -> usize {
        self.conflicts
    }

    /// The newest row of each key at or before the day, by key; of two on one day the later row stands.
    pub(super) fn latest<K: Ord>(
        rows: &'a Option<Vec<T>>,
        as_of: Day,
        date: impl Fn(&T) -> Day,
        key: impl Fn(&'a T) -> K,
    ) -> Picked<'a, T> {
        let until = Picked::until(rows, as_of, &date);
        let mut newest: BTreeMap<K, &T> = BTreeMap::new();
        for row in until.rows {
            let kept = newest.entry(key(row)).or_insert(row);
            if date(row) >= date(kept) {
                *kept = row;
            }
        }
        Picked {
            rows: newest.into_values().collect(),
            ..until
        }
    }

    /// The rows picked; none where the table was not supplied.
    pub fn rows(&self) -> &[&'a T] {
        &self.rows
    }

    /// Whether the table was supplied, with or without rows.
    pub fn is_supplied(&self) -> bool {
        self.supplied.is_some()
    }

    /// The rows to speak of, or the sentence that says why there are none.
    pub fn stated(&self, lang: Lang) -> Result<&[&'a T], String> {
        let name = table_name(T::TABLE, lang);
        match (self.supplied, self.rows.is_empty()) {
            (None, _) => Err(Label::NotSupplied.fill(lang, &[&name])),
            (Some(0), _) => Err(Label::NothingToReport.fill(lang, &[&name])),
            (Some(n), true) => Err(Label::NothingCurrent.fill(lang, &[&name, &n.to_string()])),
            (Some(_), false) => Ok(&self.rows),
        }
    }

    /// The tone of the sentence that says why there are no rows.
    pub fn silence(&self) -> Tone {
        match self.supplied {
            Some(0) => Tone::Plain,
            _ => Tone::Warn,
        }
    }

    /// The blocks that `write` makes of the rows, or the sentence that says why there are none.
    pub fn blocks(&self, lang: Lang, write: impl FnOnce(&[&'a T]) -> Vec<Block>) -> Vec<Block> {
        match self.stated(lang) {
            Ok(rows) => write(rows),
            Err(text) => vec![Block::note(self.silence(), text)],
        }
    }

    /// The rows that `is_kept` says, and how many others there were.
    pub(super) fn filtered(mut self, is_kept: impl Fn(&T) -> bool) -> (Picked<'a, T>, usize) {
        let all = self.rows.len();
        self.rows.retain(|row| is_kept(row));
        let left_out = all - self.rows.len();
        (self, left_out)
    }

    /// Warnings where a snapshot is older than the report, or rows of it older than the others.
    pub fn age(&self, as_of: Day, lang: Lang) -> Vec<Block> {
        let name = table_name(T::TABLE, lang);
        let mut blocks = Vec::new();
        if let Some(newest) = self.newest.filter(|newest| *newest < as_of) {
            let days = as_of.days_since(newest).to_string();
            let text = Label::OtherDays.fill(lang, &[&name, &newest.to_string(), &days]);
            blocks.push(Block::note(Tone::Warn, text));
        }
        if let Some((oldest, rows)) = self.late {
            let text = Label::LateRows.fill(lang, &[&name, &rows.to_string(), &oldest.to_string()]);
            blocks.push(Block::note(Tone::Warn, text));
        }
        blocks
    }

    pub(super) fn state(&self) -> State {
        State {
            table: T::TABLE,
            supplied: self.supplied,
            picked: self.rows.len(),
            newest: self.newest,
        }
    }
}

/// The cells of a row's key, each ended; `None` where all of them are blank: such rows cannot be told apart by it.
fn key<T: Record + Clone>(row: &T) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    let cells = row.clone().into_cells();
    let fields = T::TABLE.fields().iter().zip(&cells);
    let cells = fields.filter(|(field, _)| field.is_key);
    let mut is_blank = true;
    for (_, cell) in cells {
        is_blank &= matches!(cell, Cell::Empty);
        cell.append_to(&mut key);
        key.push(0);
    }
    (!is_blank).then_some(key)
}
