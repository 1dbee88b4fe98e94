//! The deadlines as a document: how many of each kind, then each one.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Deadline;
use crate::ledger::word::DeadlineKind;
use crate::report::names::Names;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Page, Shown, Tone};
use crate::report::words::Label;

use super::{document, nothing, section};

/// Deadlines by kind of matter, the nearest first.
pub fn deadlines(rows: &[Deadline], names: &Names, as_of: Day) -> Page {
    let lang = names.lang;
    let columns = [
        Column::Date,
        Column::DaysLeft,
        Column::Kind,
        Column::Site,
        Column::Item,
        Column::Lot,
        Column::Qty,
        Column::Unit,
        Column::Stage,
        Column::Ref,
        Column::Liable,
        Column::Rule,
    ];
    let mut counts: BTreeMap<DeadlineKind, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let (all, past) = counts.entry(row.kind).or_default();
        *all += 1;
        *past += usize::from(row.days_left.is_some_and(|days| days < 0));
    }
    let headings = vec![
        Heading::of(Column::Kind, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::said(Label::PastColumn, lang, Fit::Number),
    ];
    let lines = counts.into_iter().map(|(kind, (all, past))| Line {
        tone: if past > 0 { Tone::Bad } else { Tone::Plain },
        cells: vec![
            names.word_shown(kind),
            Shown::count(all),
            Shown::count(past),
        ],
    });
    let counted = Grid::of_lines(Label::DeadlineKinds, lang, headings, lines.collect());
    let listed: Vec<&Deadline> = rows.iter().collect();
    let listing = Grid::of_rows(
        Label::DeadlineList,
        names,
        &columns,
        &listed,
        |row| match row.days_left {
            Some(days) if days < 0 => Tone::Bad,
            Some(days) if days <= DAYS_NEAR => Tone::Warn,
            _ => Tone::Plain,
        },
    );
    let blocks = match rows.is_empty() {
        true => vec![nothing::<Deadline>(lang)],
        false => vec![Block::Grid(counted), Block::Grid(listing)],
    };
    let sections = vec![section("deadlines", Label::DeadlineList, lang, blocks)];
    document(lang, Label::TitleCalendar, &[&as_of.to_string()], sections)
}

/// Days within which a date strikes the eye: a week of work.
const DAYS_NEAR: i64 = 7;
