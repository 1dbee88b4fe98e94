//! Price alerts by grade, the largest changes, and the quotes behind the alerts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::Result;
use crate::ledger::Column;
use crate::ledger::tables::{Alert, Change, Quote};
use crate::ledger::word::{Grade, QuoteKind, Word};
use crate::price::freshness;
use crate::report::chart::{self, Series};
use crate::report::code_words::code_word;
use crate::report::page::{Block, Chart, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The subjects of alerts that are drawn, and the series of each.
const SUBJECTS_MAX: usize = 4;
const SERIES_MAX: usize = 6;
/// The days before the report that are drawn: a quarter, so that a season's drift can be told from a jump.
const DAYS_DRAWN: i64 = 92;

/// The section: alerts counted and listed, changes, quotes drawn.
pub fn blocks(view: &View) -> Result<Vec<Block>> {
    let lang = view.lang;
    let mut blocks = view.alert.blocks(lang, |rows| {
        let rows = gravest_first(rows);
        vec![grades(view, &rows), alerts(view, &rows)]
    });
    if view.old_alerts > 0 {
        let text = Label::AlertsOld.count(lang, &[view.old_alerts]);
        blocks.push(Block::note(Tone::Plain, text));
    }
    blocks.extend(view.change.blocks(lang, |rows| changes(view, rows)));
    match view.quote.stated(lang) {
        Ok(quotes) => blocks.extend(drawings(view, quotes)?),
        Err(text) => blocks.push(Block::note(view.quote.silence(), text)),
    }
    Ok(blocks)
}

/// The gravest alerts first; of one grade the newest.
pub fn gravest_first<'a>(rows: &[&'a Alert]) -> Vec<&'a Alert> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| Reverse((row.grade, row.date)));
    rows
}

/// What an alert is about: its scope, and its item where it has one.
pub fn subject(view: &View, row: &Alert) -> String {
    let scope = view.names.site(&row.scope);
    let scope = match scope == row.scope {
        true => view.names.item(&row.scope),
        false => scope,
    };
    match row.item.is_empty() || row.item == row.scope {
        true => scope.to_owned(),
        false => format!("{scope} {}", view.names.item(&row.item)),
    }
}

fn grades(view: &View, rows: &[&Alert]) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Grade, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
    ];
    let line = |grade: &Grade| {
        let count = rows.iter().filter(|row| row.grade == *grade).count();
        let cells = [view.names.word_shown(*grade), Shown::count(count)];
        Line {
            tone: if count > 0 { tone(*grade) } else { Tone::Plain },
            cells: cells.into(),
        }
    };
    let lines = Grade::ALL.iter().rev().map(line).collect();
    Block::Grid(Grid::of_lines(Label::AlertsByGrade, lang, headings, lines))
}

fn tone(grade: Grade) -> Tone {
    match grade {
        Grade::Severe => Tone::Bad,
        Grade::Warning => Tone::Warn,
        Grade::Notice => Tone::Plain,
    }
}

fn alerts(view: &View, rows: &[&Alert]) -> Block {
    let columns = [
        Column::Grade,
        Column::Date,
        Column::Scope,
        Column::Item,
        Column::Value,
        Column::Threshold,
        Column::Price,
        Column::Persistence,
        Column::Breadth,
        Column::Quotes,
        Column::Freshness,
        Column::Rule,
        Column::Text,
    ];
    Block::Grid(Grid::of_rows(
        Label::AlertList,
        &view.names,
        &columns,
        rows,
        |row| tone(row.grade),
    ))
}

/// The moves of the day by size; a price that nobody quotes any more has not moved, and is counted.
fn changes(view: &View, rows: &[&Change]) -> Vec<Block> {
    let size = |row: &Change| row.week.or(row.prev).map_or(-1.0, f64::abs);
    let (stale, mut rows): (Vec<&Change>, Vec<&Change>) =
        rows.iter().partition(|row| freshness::is_stale(row));
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let columns = [
        Column::Date,
        Column::Market,
        Column::Item,
        Column::Spec,
        Column::Kind,
        Column::Price,
        Column::Prev,
        Column::Day,
        Column::Week,
        Column::Xun,
        Column::Month,
        Column::Year,
        Column::Reason,
    ];
    let list = Grid::of_rows(Label::ChangeList, &view.names, &columns, &rows, |_| {
        Tone::Plain
    });
    let mut blocks = vec![Block::Grid(list)];
    if !stale.is_empty() {
        let text = Label::ChangesStale.count(view.lang, &[stale.len()]);
        blocks.push(Block::note(Tone::Warn, text));
    }
    blocks
}

/// A drawing for each of the gravest alerts that has quotes: of its item, or of its category where it has none.
fn drawings(view: &View, quotes: &[&Quote]) -> Result<Vec<Block>> {
    let mut subjects: Vec<Subject> = Vec::new();
    for alert in gravest_first(view.alert.rows()) {
        let subject = Subject::of(alert);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let mut quoted: Vec<(Subject, Vec<Series>)> = Vec::new();
    for subject in subjects {
        let series = series_of(view, quotes, subject);
        // An item that is all of its category is drawn once.
        let is_drawn = quoted.iter().any(|(_, drawn)| are_same(drawn, &series));
        if !series.is_empty() && !is_drawn {
            quoted.push((subject, series));
        }
    }
    let not_drawn = quoted.len().saturating_sub(SUBJECTS_MAX);
    let drawn = quoted.into_iter().take(SUBJECTS_MAX);
    let mut blocks: Vec<Block> = drawn
        .map(|(subject, series)| drawing(view, subject, series))
        .collect::<Result<_>>()?;
    if not_drawn > 0 {
        let text = Label::SubjectsNotDrawn.count(view.lang, &[not_drawn]);
        blocks.push(Block::note(Tone::Plain, text));
    }
    Ok(blocks)
}

/// What an alert looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject<'a> {
    Item(&'a str),
    Category(&'a str),
}

impl<'a> Subject<'a> {
    fn of(alert: &'a Alert) -> Subject<'a> {
        match alert.item.as_str() {
            "" => Subject::Category(&alert.scope),
            item => Subject::Item(item),
        }
    }

    fn name(self, view: &'a View) -> &'a str {
        match self {
            Subject::Item(item) => view.names.item(item),
            Subject::Category(category) => {
                code_word(Column::Category, category, view.lang).unwrap_or(category)
            }
        }
    }

    fn includes(self, quote: &Quote) -> bool {
        match self {
            Subject::Item(item) => quote.item == item,
            Subject::Category(category) => quote.category == category,
        }
    }
}

/// Whether two drawings would show the same lines.
fn are_same(one: &[Series], other: &[Series]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| one.points == other.points)
}

fn drawing(view: &View, subject: Subject, mut series: Vec<Series>) -> Result<Block> {
    let left_out = series.len().saturating_sub(SERIES_MAX);
    series.truncate(SERIES_MAX);
    let mut caption = Label::PriceSeries.fill(view.lang, &[subject.name(view)]);
    if left_out > 0 {
        caption.push_str(view.lang.pick("；", "; "));
        caption.push_str(&Label::SeriesNotShown.count(view.lang, &[left_out]));
    }
    let svg = chart::lines(&series, view.as_of)?;
    Ok(Block::Chart(Chart { caption, svg }))
}

/// The quotes of a subject as quoted, a series for each market, item, sort and kind of price; the longest first.
fn series_of(view: &View, quotes: &[&Quote], subject: Subject) -> Vec<Series> {
    let first = view.as_of.plus_days(-DAYS_DRAWN);
    let mut found: BTreeMap<(&str, &str, &str, Option<QuoteKind>), Series> = BTreeMap::new();
    for quote in quotes.iter().filter(|quote| subject.includes(quote)) {
        let Some(price) = quote.price.filter(|_| quote.date >= first) else {
            continue;
        };
        let key = (
            quote.market.as_str(),
            quote.item.as_str(),
            quote.spec.as_str(),
            quote.kind,
        );
        let series = found.entry(key).or_insert_with(|| Series {
            label: label(view, quote, subject),
            points: Vec::new(),
        });
        // A price is drawn, not counted: a float places the point.
        let yuan = price.steps() as f64 / 10_000.0;
        series.points.push((quote.date, yuan));
    }
    let mut series: Vec<Series> = found.into_values().collect();
    for series in &mut series {
        series.points.sort_by_key(|(day, _)| *day);
    }
    series.sort_by_key(|series| Reverse(series.points.len()));
    series
}

fn label(view: &View, quote: &Quote, subject: Subject) -> String {
    let kind = quote
        .kind
        .map_or(String::new(), |kind| view.names.word(kind));
    let item = match subject {
        Subject::Item(_) => "",
        Subject::Category(_) => view.names.item(&quote.item),
    };
    let parts = [view.names.site(&quote.market), item, &quote.spec, &kind];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
