//! What the checks found, gravest first.

use std::cmp::Reverse;

use crate::ledger::Column;
use crate::ledger::tables::Finding;
use crate::ledger::word::{Severity, Word};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: findings counted by severity, then listed.
pub fn blocks(view: &View) -> Vec<Block> {
    view.finding.blocks(view.lang, |rows| {
        let rows = gravest_first(rows);
        vec![severities(view, &rows), listing(view, &rows)]
    })
}

/// The gravest findings first, otherwise in the order given.
pub fn gravest_first<'a>(rows: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| Reverse(row.severity));
    rows
}

fn severities(view: &View, rows: &[&Finding]) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Severity, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
    ];
    let line = |severity: &Severity| {
        let count = rows.iter().filter(|row| row.severity == *severity).count();
        let cells = [view.names.word_shown(*severity), Shown::count(count)];
        Line {
            tone: if count > 0 {
                tone(*severity)
            } else {
                Tone::Plain
            },
            cells: cells.into(),
        }
    };
    let lines = Severity::ALL.iter().rev().map(line).collect();
    Block::Grid(Grid::of_lines(
        Label::FindingsBySeverity,
        lang,
        headings,
        lines,
    ))
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
        Severity::Notice => Tone::Plain,
    }
}

fn listing(view: &View, rows: &[&Finding]) -> Block {
    let columns = [
        Column::Severity,
        Column::Code,
        Column::File,
        Column::Line,
        Column::Site,
        Column::Item,
        Column::Lot,
        Column::Value,
        Column::Expected,
        Column::Message,
        Column::Hint,
    ];
    Block::Grid(Grid::of_rows(
        Label::FindingList,
        &view.names,
        &columns,
        rows,
        |row| tone(row.severity),
    ))
}
