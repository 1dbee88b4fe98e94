//! Inspections and what followed, breaches on record, and money recovered.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::{Breach, Inspection};
use crate::ledger::word::{InspectionResult, Measure, Word};
use crate::quantity::Money;
use crate::report::names::grouped;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: inspections by result, failures without a follow-up first, breaches by measure.
///
/// Rule: `T12`.
pub fn blocks(view: &View) -> Vec<Block> {
    let lang = view.lang;
    let mut blocks = view
        .inspection
        .blocks(lang, |rows| vec![results(view, rows), failures(view, rows)]);
    blocks.extend(view.breach.blocks(lang, |rows| {
        vec![measures(view, rows), breaches(view, rows)]
    }));
    blocks
}

/// Whether a matter of one day was done with on another: not before it came up, and by the day of the report.
fn is_done(view: &View, date: Day, done_on: Option<Day>) -> bool {
    done_on.is_some_and(|day| (date..=view.as_of).contains(&day))
}

fn results(view: &View, rows: &[&Inspection]) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Result, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::said(Label::FollowedColumn, lang, Fit::Number),
    ];
    let line = |result: &InspectionResult| {
        let of_result = || rows.iter().filter(|row| row.result == *result);
        let followed = of_result().filter(|row| is_done(view, row.date, row.followed_on));
        Line {
            tone: Tone::Plain,
            cells: vec![
                view.names.word_shown(*result),
                Shown::count(of_result().count()),
                Shown::count(followed.count()),
            ],
        }
    };
    let lines = InspectionResult::ALL.iter().map(line).collect();
    Block::Grid(Grid::of_lines(
        Label::InspectionResults,
        lang,
        headings,
        lines,
    ))
}

fn failures(view: &View, rows: &[&Inspection]) -> Block {
    let failed = |row: &&&Inspection| row.result == InspectionResult::Fail;
    let mut rows: Vec<&Inspection> = rows.iter().filter(failed).copied().collect();
    if rows.is_empty() {
        let text = Label::NoFailure.text(view.lang).to_owned();
        return Block::note(Tone::Good, text);
    }
    let is_followed = |row: &Inspection| is_done(view, row.date, row.followed_on);
    rows.sort_by_key(|row| (is_followed(row), row.date));
    let columns = [
        Column::Date,
        Column::Enterprise,
        Column::Item,
        Column::Lot,
        Column::FollowUp,
        Column::FollowedOn,
        Column::Note,
    ];
    Block::Grid(Grid::of_rows(
        Label::InspectionFailures,
        &view.names,
        &columns,
        &rows,
        |row| match is_followed(row) {
            true => Tone::Plain,
            false => Tone::Bad,
        },
    ))
}

fn measures(view: &View, rows: &[&Breach]) -> Block {
    let lang = view.lang;
    let mut counts: BTreeMap<Option<Measure>, (usize, i128)> = BTreeMap::new();
    for row in rows {
        let (count, recovered) = counts.entry(row.measure).or_default();
        *count += 1;
        *recovered += row.recovered.map_or(0, |money| i128::from(money.fen()));
    }
    let headings = vec![
        Heading::of(Column::Measure, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::of(Column::Recovered, lang, Fit::Number),
    ];
    let line = |(measure, (count, recovered)): (Option<Measure>, (usize, i128))| {
        let none = || Shown::from(Label::NoMeasure.text(lang).to_owned());
        let money = Money::from_sum(recovered);
        Line {
            tone: if measure.is_none() {
                Tone::Warn
            } else {
                Tone::Plain
            },
            cells: vec![
                measure.map_or_else(none, |measure| view.names.word_shown(measure)),
                Shown::count(count),
                Shown::from(money.map_or(String::new(), |money| grouped(&money.to_string()))),
            ],
        }
    };
    let lines = counts.into_iter().map(line).collect();
    Block::Grid(Grid::of_lines(Label::BreachMeasures, lang, headings, lines))
}

fn breaches(view: &View, rows: &[&Breach]) -> Block {
    let mut rows = rows.to_vec();
    let is_closed = |row: &Breach| is_done(view, row.date, row.closed_on);
    rows.sort_by_key(|row| (is_closed(row), row.date));
    let columns = [
        Column::Date,
        Column::Enterprise,
        Column::Agreement,
        Column::Item,
        Column::Breach,
        Column::Measure,
        Column::Recovered,
        Column::ClosedOn,
        Column::Note,
    ];
    Block::Grid(Grid::of_rows(
        Label::BreachList,
        &view.names,
        &columns,
        &rows,
        |row| match is_closed(row) {
            true => Tone::Plain,
            false => Tone::Warn,
        },
    ))
}
