//! Which response levels are in force, and which rules the day's rows refer to.
//!
//! Levels are those of the newest event of each scope; what a site below inherits is not worked out here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::Event;
use crate::ledger::word::Level;
use crate::ledger::{Column, Record, Table};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::view::{Picked, View};

/// The section: levels in force, levels cover was counted at, rules.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = view
        .event
        .blocks(view.lang, |rows| vec![levels_in_force(view, rows)]);
    blocks.extend(levels_counted(view));
    blocks.push(rules(view));
    blocks
}

fn levels_in_force(view: &View, rows: &[&Event]) -> Block {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| Reverse(row.level));
    let columns = [
        Column::Scope,
        Column::Level,
        Column::Date,
        Column::Outbreak,
        Column::Source,
    ];
    Block::Grid(Grid::of_rows(
        Label::LevelsInForce,
        &view.names,
        &columns,
        &rows,
        |row| match row.level {
            Level::I | Level::Ii => Tone::Bad,
            Level::Iii | Level::Iv => Tone::Warn,
            Level::None => Tone::Plain,
        },
    ))
}

/// The levels that stand in the cover rows: they differ from the events where a level was given by hand.
fn levels_counted(view: &View) -> Option<Block> {
    let mut counted: BTreeMap<Level, usize> = BTreeMap::new();
    for level in view.cover.rows().iter().filter_map(|row| row.level) {
        *counted.entry(level).or_default() += 1;
    }
    if counted.is_empty() {
        return None;
    }
    let levels: Vec<String> = counted
        .into_iter()
        .rev()
        .map(|(level, n)| format!("{} ({n})", view.names.word(level)))
        .collect();
    let text = Label::LevelsCounted.fill(view.lang, &[&levels.join(view.comma())]);
    Some(Block::note(Tone::Plain, text))
}

/// Rule ids with the number of rows that refer to them.
#[derive(Default)]
struct Rules(BTreeMap<String, (usize, BTreeSet<Table>)>);

impl Rules {
    fn add<T: Record>(&mut self, picked: &Picked<T>, rules: impl Fn(&T) -> [&str; 2]) {
        for row in picked.rows() {
            let ids: BTreeSet<&str> = rules(row)
                .into_iter()
                .flat_map(|cell| cell.split(';'))
                .map(str::trim)
                .filter(|id| !id.is_empty())
                .collect();
            for id in ids {
                let (rows, tables) = self.0.entry(id.to_owned()).or_default();
                *rows += 1;
                tables.insert(T::TABLE);
            }
        }
    }
}

fn rules(view: &View) -> Block {
    let lang = view.lang;
    let mut rules = Rules::default();
    rules.add(&view.cover, |row| [&row.standard, &row.rule]);
    rules.add(&view.allocation, |row| [&row.rule, ""]);
    rules.add(&view.unmet, |row| [&row.rule, ""]);
    rules.add(&view.stage, |row| [&row.rule, ""]);
    rules.add(&view.alert, |row| [&row.rule, ""]);
    if rules.0.is_empty() {
        return Block::note(Tone::Plain, Label::NoRules.text(lang).to_owned());
    }
    let headings = vec![
        Heading::of(Column::Rule, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::said(Label::TablesColumn, lang, Fit::Whole),
    ];
    let line = |(rule, (rows, tables)): (String, (usize, BTreeSet<Table>))| {
        let tables: Vec<String> = tables.into_iter().map(|t| table_name(t, lang)).collect();
        let cells = [rule, rows.to_string(), tables.join(view.comma())];
        Line {
            tone: Tone::Plain,
            cells: cells.map(Shown::from).into(),
        }
    };
    let lines = rules.0.into_iter().map(line).collect();
    Block::Grid(Grid::of_lines(Label::RulesPresent, lang, headings, lines))
}
