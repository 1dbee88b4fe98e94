//! The mode of the day: which response levels are in force, whether the reserve may be drawn on, which standards hold
//! and since when, and which rules the day's rows refer to.
//!
//! Levels are those of the newest event of each scope; what a site below inherits is not worked out here. Nothing but
//! an event on record, another policy or its dates changes any of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::lang::units::unit_word;
use crate::ledger::tables::Event;
use crate::ledger::word::{Level, ids};
use crate::ledger::{Column, Record, Table};
use crate::policy::standard::{Levels, Standard};
use crate::policy::{Gate, Rules};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::picked::Picked;
use super::view::View;

/// The section: levels in force, levels cover was counted at, rules.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = view
        .event
        .blocks(view.lang, |rows| vec![levels_in_force(view, rows)]);
    blocks.extend(disasters(view));
    blocks.extend(levels_counted(view));
    match view.rules.filter(|rules| !rules.profiles.is_empty()) {
        Some(in_force) => {
            blocks.extend(gate(view, in_force));
            blocks.extend(standards(view, in_force));
        }
        None => {
            let text = Label::NoPolicyNamed.text(view.lang).to_owned();
            blocks.push(Block::note(Tone::Plain, text));
        }
    }
    blocks.push(rules(view));
    blocks
}

/// Where the levels in force open each reserve; `None` without a gate or an event.
///
/// Rule: `T19`, `P0-E01`, `P3-E01`.
fn gate(view: &View, in_force: &Rules) -> Option<Block> {
    let headings = vec![
        Heading::of(Column::Scope, view.lang, Fit::Text),
        Heading::of(Column::Level, view.lang, Fit::Whole),
        Heading::said(Label::GateColumn, view.lang, Fit::Whole),
        Heading::of(Column::From, view.lang, Fit::Whole),
        Heading::of(Column::Rule, view.lang, Fit::Whole),
    ];
    let line = |gate: &Gate, row: &Event| {
        let is_open = gate.is_open_at(row.level);
        let state = if is_open {
            Label::GateOpen
        } else {
            Label::GateShut
        };
        Line {
            tone: if is_open { Tone::Warn } else { Tone::Plain },
            cells: vec![
                view.names.site_shown(&row.scope),
                view.names.word_shown(row.level),
                Shown::from(state.text(view.lang).to_owned()),
                Shown::day(Some(since(view, gate, row))),
                Shown::from(gate.id.clone()),
            ],
        }
    };
    let gates = in_force.gate.iter().chain(&in_force.gates);
    let of_gate = |gate| view.event.rows().iter().map(move |row| line(gate, row));
    let lines: Vec<Line> = gates.flat_map(of_gate).collect();
    let grid = Grid::of_lines(Label::GateState, view.lang, headings, lines);
    grid.unless_empty().map(Block::Grid)
}

/// The day from which on every event of the scope has left the gate as `newest` does.
fn since(view: &View, gate: &Gate, newest: &Event) -> Day {
    let is_open = gate.is_open_at(newest.level);
    let of_scope = view.events.iter().filter(|row| row.scope == newest.scope);
    let lasting = of_scope
        .rev()
        .take_while(|row| gate.is_open_at(row.level) == is_open);
    lasting.last().map_or(newest.date, |row| row.date)
}

/// The standards of the policies that hold on the day; `None` where they set none.
fn standards(view: &View, in_force: &Rules) -> Option<Block> {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Standard, lang, Fit::Whole),
        Heading::said(Label::NeedColumn, lang, Fit::Whole),
        Heading::of(Column::Form, lang, Fit::Whole),
        Heading::said(Label::LevelsColumn, lang, Fit::Whole),
        Heading::of(Column::From, lang, Fit::Whole),
        Heading::of(Column::Text, lang, Fit::Text),
    ];
    let line = |rule: &Standard| {
        let values: Vec<String> = rule.need.value.iter().map(i64::to_string).collect();
        let levels = match &rule.levels {
            Levels::Any => Label::AnyLevel.text(lang).to_owned(),
            Levels::Listed(levels) => ids(levels).join(view.comma()),
        };
        let cells = [
            rule.id.clone(),
            format!("{} {}", values.join("–"), unit_word(&rule.need.unit, lang)),
            view.names.word(rule.form()),
            levels,
            match rule.from.day() {
                None => Label::NotStated.text(lang).to_owned(),
                Some(from) => from.to_string(),
            },
            lang.pick(&rule.clause, &rule.title).clone(),
        ];
        Line {
            tone: Tone::Plain,
            cells: cells.map(Shown::from).into(),
        }
    };
    // A standard that says one thing of several goods is one line here, which names no goods.
    let mut lines: Vec<Line> = Vec::new();
    for line in in_force.standards.iter().map(line) {
        let texts = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect();
        let own: Vec<String> = texts(&line);
        if !lines.iter().any(|known| own == texts(known)) {
            lines.push(line);
        }
    }
    let grid = Grid::of_lines(Label::StandardsInForce, lang, headings, lines);
    grid.unless_empty().map(Block::Grid)
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

/// Where there is a disaster, and since when; `None` where there is none.
fn disasters(view: &View) -> Option<Block> {
    let named = |row: &&Event| format!("{} ({})", view.names.site(&row.scope), row.date);
    let places: Vec<String> = view.disasters.iter().map(named).collect();
    let text = Label::DisastersOnRecord.fill(view.lang, &[&places.join(view.comma())]);
    (!places.is_empty()).then(|| Block::note(Tone::Warn, text))
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
struct Cited(BTreeMap<String, (usize, BTreeSet<Table>)>);

impl Cited {
    fn add<T: Record + Clone + PartialEq>(
        &mut self,
        picked: &Picked<T>,
        rules: impl Fn(&T) -> [&str; 2],
    ) {
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
    let mut rules = Cited::default();
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
