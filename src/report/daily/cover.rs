//! Days of cover against the standards, worst first.
//!
//! Goods that are used and not there come first, whether a standard speaks of them or not, and rows short of their
//! standard; then rows without a verdict, then the rest; within each the fewest
//! days, then the largest gap. A row without days is one that nothing draws on, or whose use is not known: last.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Result;
use crate::ledger::Column;
use crate::ledger::tables::Cover;
use crate::ledger::word::{StockState, Verdict};
use crate::quantity::Quantity;
use crate::report::chart::{self, Bar};
use crate::report::page::{Block, Chart, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The bars of the drawing of the worst rows.
const BARS_MAX: usize = 12;
/// The bars of the drawing by site: the counties of a large prefecture.
const SITES_MAX: usize = 24;

/// The section: verdicts counted, the worst rows drawn, the worst rows listed.
pub fn blocks(view: &View) -> Result<Vec<Block>> {
    let mut blocks = view.cover.age(view.as_of, view.lang);
    let rows = match view.cover.stated(view.lang) {
        Ok(rows) => worst_first(rows),
        Err(text) => {
            blocks.push(Block::note(view.cover.silence(), text));
            return Ok(blocks);
        }
    };
    blocks.push(verdicts(view, &rows));
    blocks.extend(by_site(view, &rows)?);
    blocks.extend(drawing(view, &rows)?);
    blocks.push(listing(view, &rows));
    Ok(blocks)
}

/// The rows short of their standard, worst first.
pub fn short<'a>(rows: &[&'a Cover]) -> Vec<&'a Cover> {
    let mut rows = worst_first(rows);
    rows.retain(|row| row.verdict == Some(Verdict::Short));
    rows
}

/// The rows held against a standard that could not be judged, worst first.
pub fn unjudged<'a>(rows: &[&'a Cover]) -> Vec<&'a Cover> {
    let mut rows = worst_first(rows);
    rows.retain(|row| row.verdict.is_none() && !row.standard.is_empty());
    rows
}

/// Whether goods are used and nothing usable is left of them.
pub fn is_out(row: &Cover) -> bool {
    row.state == Some(StockState::Out) && row.rate.is_some_and(Quantity::is_positive)
}

fn worst_first<'a>(rows: &[&'a Cover]) -> Vec<&'a Cover> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| {
        let verdict = match row.verdict {
            Some(Verdict::Short) => 0,
            None if is_out(row) => 0,
            None => 1,
            Some(Verdict::Within | Verdict::Above) => 2,
        };
        let days = row.cover_days.unwrap_or(i64::MAX);
        (verdict, days, Reverse(row.gap))
    });
    rows
}

fn verdicts(view: &View, rows: &[&Cover]) -> Block {
    let mut counts: BTreeMap<Option<Verdict>, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.verdict).or_default() += 1;
    }
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Verdict, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
    ];
    let lines = counts.into_iter().map(|(verdict, rows)| {
        let unjudged = || Shown::from(Label::NoVerdict.text(lang).to_owned());
        let word = verdict.map_or_else(unjudged, |verdict| view.names.word_shown(verdict));
        Line {
            tone: tone(verdict),
            cells: [word, Shown::count(rows)].into(),
        }
    });
    Block::Grid(Grid::of_lines(
        Label::Verdicts,
        lang,
        headings,
        lines.collect(),
    ))
}

/// A bar for each of the worst site, item and form; its line is where the standard's need lies, in days of use.
fn drawing(view: &View, rows: &[&Cover]) -> Result<Option<Block>> {
    let mut seen = BTreeSet::new();
    let worst = rows.iter().filter(|row| row.cover_days.is_some());
    let worst: Vec<&Cover> = worst
        .copied()
        .filter(|row| seen.insert((&row.site, &row.item, row.form)))
        .take(BARS_MAX)
        .collect();
    drawn(view, &worst, Label::CoverChart, |row| {
        let (item, site) = (view.names.item(&row.item), view.names.site(&row.site));
        format!("{item} · {site}")
    })
}

/// A bar for each site that a standard addresses: the row of it that is worst off; of too many sites the worst.
fn by_site(view: &View, rows: &[&Cover]) -> Result<Option<Block>> {
    let mut worst: BTreeMap<&str, &Cover> = BTreeMap::new();
    let judged = rows
        .iter()
        .filter(|row| row.cover_days.is_some() && row.verdict.is_some());
    for row in judged {
        worst.entry(&row.site).or_insert(row);
    }
    let worst: Vec<&Cover> = worst.into_values().collect();
    let mut worst = worst_first(&worst);
    worst.truncate(SITES_MAX);
    worst.sort_by(|a, b| a.site.cmp(&b.site));
    drawn(view, &worst, Label::CoverBySite, |row| {
        let (item, site) = (view.names.item(&row.item), view.names.site(&row.site));
        format!("{site} · {item}")
    })
}

/// The bars of rows that state their days; `None` without any.
fn drawn(
    view: &View,
    rows: &[&Cover],
    caption: Label,
    label: impl Fn(&Cover) -> String,
) -> Result<Option<Block>> {
    let bar = |row: &&Cover| {
        let days = row.cover_days?;
        let text = Label::CoverNeed.fill(view.lang, &[&days.to_string()]);
        let is_bad = row.verdict == Some(Verdict::Short);
        let need = row.need_min.zip(row.rate.filter(|rate| rate.is_positive()));
        Some(Bar {
            label: label(row),
            value: days as f64,
            text: match is_bad {
                true => Label::ShortWord.fill(view.lang, &[&text]),
                false => text,
            },
            mark: need.map(|(need, rate)| need.as_f64() / rate.as_f64()),
            is_bad,
        })
    };
    let bars: Vec<Bar> = rows.iter().filter_map(bar).collect();
    if bars.is_empty() {
        return Ok(None);
    }
    Ok(Some(Block::Chart(Chart {
        caption: caption.text(view.lang).to_owned(),
        svg: chart::bars(&bars)?,
    })))
}

fn listing(view: &View, rows: &[&Cover]) -> Block {
    let is_coming = |row: &&Cover| row.on_order.is_some_and(Quantity::is_positive);
    let has_coming = rows.iter().any(is_coming);
    let mut columns = vec![
        Column::Site,
        Column::Item,
        Column::Form,
        Column::Standard,
        Column::CoverDays,
        Column::ShortOn,
        Column::Usable,
        Column::OnOrder,
        Column::NeedMin,
        Column::Gap,
        Column::Unit,
        Column::Rate,
        Column::Verdict,
        Column::Action,
        Column::OrderQty,
        Column::Rule,
    ];
    columns.retain(|column| *column != Column::OnOrder || has_coming);
    Block::Grid(Grid::of_rows(
        Label::CoverWorst,
        &view.names,
        &columns,
        rows,
        |row| match is_out(row) {
            true => Tone::Bad,
            false => tone(row.verdict),
        },
    ))
}

fn tone(verdict: Option<Verdict>) -> Tone {
    match verdict {
        Some(Verdict::Short) => Tone::Bad,
        Some(Verdict::Within | Verdict::Above) => Tone::Plain,
        None => Tone::Warn,
    }
}
