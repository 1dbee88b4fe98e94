//! Necessities of the day: who of the sample reported in time, late or not at all, and what there is of each kind.
//!
//! Every kind of necessities of the catalogue has its line, reported or not. Capacities, outputs and stocks are those
//! of table `supply`, old figures apart; nothing of different items is added up.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::{Reporting, Supply};
use crate::ledger::word::{ReportStatus, Word};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The class of the catalogue that necessities have.
const CLASS: &str = "necessity";

/// The section: completeness day by day, who is missing or late, and each kind.
///
/// Rule: `T4`, `P7-M02`.
pub fn blocks(view: &View) -> Vec<Block> {
    let lang = view.lang;
    let mut blocks = view.reporting.blocks(lang, |rows| {
        let mut blocks = vec![completeness(view, rows)];
        blocks.extend(laggards(view, rows));
        blocks
    });
    blocks.extend(view.supply.age(view.as_of, lang));
    blocks.extend(view.supply.blocks(lang, |rows| vec![kinds(view, rows)]));
    blocks
}

/// A line a day: in time, late, missing and received without a limit add up to the sample.
fn completeness(view: &View, rows: &[&Reporting]) -> Block {
    let lang = view.lang;
    let mut days: BTreeMap<Day, BTreeMap<ReportStatus, usize>> = BTreeMap::new();
    for row in rows {
        *days
            .entry(row.date)
            .or_default()
            .entry(row.status)
            .or_default() += 1;
    }
    let mut headings = vec![
        Heading::of(Column::Date, lang, Fit::Whole),
        Heading::said(Label::SampleColumn, lang, Fit::Number),
    ];
    for status in ReportStatus::ALL {
        headings.push(Heading {
            id: status.id().to_owned(),
            text: view.names.word_of(*status).to_owned(),
            fit: Fit::Number,
        });
    }
    let line = |(day, counts): (Day, BTreeMap<ReportStatus, usize>)| {
        let count = |status: &ReportStatus| counts.get(status).copied().unwrap_or(0);
        let mut cells = vec![Shown::day(Some(day)), Shown::count(counts.values().sum())];
        cells.extend(
            ReportStatus::ALL
                .iter()
                .map(|status| Shown::count(count(status))),
        );
        let is_whole = count(&ReportStatus::Missing) == 0;
        Line {
            tone: if is_whole { Tone::Plain } else { Tone::Warn },
            cells,
        }
    };
    let lines = days.into_iter().rev().map(line).collect();
    Block::Grid(Grid::of_lines(Label::Completeness, lang, headings, lines))
}

/// Who is late or missing on the newest day; `None` where nobody is.
fn laggards(view: &View, rows: &[&Reporting]) -> Option<Block> {
    let newest = rows.iter().map(|row| row.date).max()?;
    let late = |row: &&&Reporting| {
        let is_late = matches!(row.status, ReportStatus::Late | ReportStatus::Missing);
        row.date == newest && is_late
    };
    let rows: Vec<&Reporting> = rows.iter().filter(late).copied().collect();
    let columns = [
        Column::Enterprise,
        Column::Name,
        Column::Date,
        Column::Status,
        Column::DueOn,
        Column::ReportedOn,
        Column::LastOn,
        Column::AgeDays,
        Column::Rule,
    ];
    let grid = Grid::of_rows(
        Label::Laggards,
        &view.names,
        &columns,
        &rows,
        |row| match row.status {
            ReportStatus::Missing => Tone::Bad,
            _ => Tone::Warn,
        },
    );
    grid.unless_empty().map(Block::Grid)
}

/// Every kind with the figures of its items; a kind of which nobody reported says so.
fn kinds(view: &View, rows: &[&Supply]) -> Block {
    let lang = view.lang;
    let mut kinds: BTreeMap<&str, Vec<&Supply>> = BTreeMap::new();
    let listed = view
        .catalogue
        .into_iter()
        .flat_map(|catalogue| catalogue.items());
    for item in listed.filter(|item| item.class == CLASS) {
        kinds.entry(&item.category).or_default();
    }
    for row in rows {
        let item = view
            .catalogue
            .and_then(|catalogue| catalogue.get(&row.item));
        let is_meant = item.is_none_or(|item| item.class == CLASS);
        let kind = item.map_or("", |item| item.category.as_str());
        if is_meant {
            kinds.entry(kind).or_default().push(row);
        }
    }
    let headings = vec![
        Heading::of(Column::Category, lang, Fit::Whole),
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Status, lang, Fit::Whole),
        Heading::of(Column::Enterprises, lang, Fit::Number),
        Heading::of(Column::Capacity, lang, Fit::Number),
        Heading::of(Column::Output, lang, Fit::Number),
        Heading::of(Column::Stock, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
        Heading::of(Column::LastOn, lang, Fit::Whole),
        Heading::of(Column::AgeDays, lang, Fit::Number),
        Heading::of(Column::Reason, lang, Fit::Text),
    ];
    let lines = kinds.iter().flat_map(|(kind, rows)| match rows.is_empty() {
        true => vec![silent(view, kind, headings.len())],
        false => rows.iter().map(|row| line(view, kind, row)).collect(),
    });
    let lines = lines.collect();
    Block::Grid(Grid::of_lines(Label::Kinds, lang, headings, lines))
}

/// The line of a kind of which nobody reported.
fn silent(view: &View, kind: &str, columns: usize) -> Line {
    let mut cells = vec![Shown::from(kind_name(view, kind))];
    cells.resize(columns, Shown::from(String::new()));
    cells[2] = Shown::from(Label::NobodyReported.text(view.lang).to_owned());
    Line {
        tone: Tone::Bad,
        cells,
    }
}

fn line(view: &View, kind: &str, row: &Supply) -> Line {
    use crate::ledger::word::DataStatus;
    let whole = |number: Option<i64>| {
        number.map_or(Shown::from(String::new()), |n| Shown::from(n.to_string()))
    };
    let unit = view.names.unit(&row.unit, &row.item);
    Line {
        tone: match row.status {
            DataStatus::Fresh => Tone::Plain,
            DataStatus::Stale => Tone::Warn,
            DataStatus::Missing => Tone::Bad,
        },
        cells: vec![
            Shown::from(kind_name(view, kind)),
            view.names.item_shown(&row.item),
            view.names.word_shown(row.status),
            whole(row.enterprises),
            view.names.qty_shown(row.capacity),
            view.names.qty_shown(row.output),
            view.names.qty_shown(row.stock),
            Shown::from(crate::lang::units::unit_word(unit, view.lang).to_owned()),
            Shown::day(row.last_on),
            whole(row.age_days),
            view.names.phrase_shown(&row.reason),
        ],
    }
}

/// A kind as a reader knows it: the name of its first item where the kind is named after one.
fn kind_name(view: &View, kind: &str) -> String {
    let item = view.catalogue.and_then(|catalogue| catalogue.get(kind));
    let name = item.map_or("", |item| item.name.as_str());
    match name.is_empty() {
        true => kind.to_owned(),
        false => view.lang.pick(name, kind).to_owned(),
    }
}
