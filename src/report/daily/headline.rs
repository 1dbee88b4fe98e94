//! The few lines a leader reads: how many standards are short, alerts severe, lots due, requests unmet, checks failed.
//!
//! What is used and not there is named first, whether a standard speaks of it or not. Each line counts rows of one table
//! and names the worst of them; the section of that table has the rest.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::said;
use crate::ledger::Record;
use crate::ledger::tables::{Alert, Cover, Finding, Stage, Unmet};
use crate::ledger::word::{Grade, Rung, Severity};
use crate::report::names::quantity;
use crate::report::page::{Block, Point, Tone, more};
use crate::report::words::Label;

use super::picked::Picked;
use super::view::View;
use super::{checks, cover, prices, rotation, sharing};

/// The rows a line names before it says how many more there are.
const DETAILS_MAX: usize = 5;

/// The section: one line a table, in the order of the report.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut points: Vec<Point> = out(view).into_iter().collect();
    points.extend(unjudged(view));
    points.extend([
        point(view, &view.cover, short),
        point(view, &view.unmet, unmet),
        point(view, &view.stage, due),
        point(view, &view.alert, severe),
        point(view, &view.finding, errors),
    ]);
    points.sort_by_key(|point| match point.tone {
        Tone::Bad => 0,
        Tone::Warn => 1,
        Tone::Plain => 2,
        Tone::Good => 3,
    });
    vec![Block::Points(points)]
}

/// The line that `write` makes of the rows, or the one that says why there are none.
fn point<'a, T: Record + Clone + PartialEq>(
    view: &View<'a>,
    picked: &Picked<'a, T>,
    write: impl FnOnce(&View<'a>, &[&'a T]) -> Point,
) -> Point {
    match picked.stated(view.lang) {
        Ok(rows) => write(view, rows),
        Err(text) => Point {
            tone: picked.silence(),
            text,
            details: Vec::new(),
        },
    }
}

/// A bad line where `rows` are there, a good one where none is.
fn verdict<T>(
    view: &View,
    rows: &[&T],
    labels: (Label, Label),
    total: usize,
    detail: impl Fn(&T) -> String,
) -> Point {
    let (bad, good) = labels;
    let mut details: Vec<String> = rows
        .iter()
        .take(DETAILS_MAX)
        .map(|row| detail(row))
        .collect();
    details.extend(more(rows.len(), DETAILS_MAX, view.lang));
    match rows.is_empty() {
        true => Point {
            tone: Tone::Good,
            text: good.count(view.lang, &[total]),
            details,
        },
        false => Point {
            tone: Tone::Bad,
            text: bad.count(view.lang, &[rows.len(), total]),
            details,
        },
    }
}

/// The line of what is used and not there, each item of a site once; `None` where there is none.
fn out(view: &View) -> Option<Point> {
    let out: Vec<&Cover> = view
        .cover
        .rows()
        .iter()
        .copied()
        .filter(|row| cover::is_out(row))
        .collect();
    let by_name: BTreeMap<_, _> = out
        .into_iter()
        .map(|row| ((&row.site, &row.item), row))
        .collect();
    let rows: Vec<&Cover> = by_name.into_values().collect();
    let labels = (Label::CoverOut, Label::CoverOut);
    let line = |row: &Cover| {
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        let rate = view
            .names
            .amount(row.rate.unwrap_or_default(), &row.unit, &row.item);
        let line = match view.is_area(&row.site) && !row.standard.is_empty() {
            true => Label::CoverOutReserveLine.fill(view.lang, &[site, item, &rate, &row.standard]),
            false => Label::CoverOutLine.fill(view.lang, &[site, item, &rate]),
        };
        underway(view, row, line)
    };
    (!rows.is_empty()).then(|| verdict(view, &rows, labels, rows.len(), line))
}

/// A line on goods, with what of them is ordered or on its way.
fn underway(view: &View, row: &Cover, line: String) -> String {
    let coming = row.on_order.filter(|coming| coming.is_positive());
    coming.map_or(line.clone(), |coming| {
        let coming = view.names.amount(coming, &row.unit, &row.item);
        Label::CoverUnderway.fill(view.lang, &[&line, &coming])
    })
}

/// The line of the standards that could not be judged beside others that could; `None` where there is none.
fn unjudged(view: &View) -> Option<Point> {
    let rows = view.cover.rows();
    let unjudged = cover::unjudged(rows);
    let is_any_judged = rows.iter().any(|row| row.verdict.is_some());
    if unjudged.is_empty() || !is_any_judged {
        return None;
    }
    let line = |row: &&Cover| {
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        let reason = said(&row.basis, view.lang);
        Label::CoverUnjudgedLine.fill(view.lang, &[site, item, &reason, &row.standard])
    };
    let mut details: Vec<String> = unjudged.iter().take(DETAILS_MAX).map(line).collect();
    details.extend(more(unjudged.len(), DETAILS_MAX, view.lang));
    Some(Point {
        tone: Tone::Warn,
        text: Label::CoverPartUnjudged.count(view.lang, &[unjudged.len()]),
        details,
    })
}

fn short(view: &View, rows: &[&Cover]) -> Point {
    let assessed = rows.iter().filter(|row| row.verdict.is_some()).count();
    let unjudged = cover::unjudged(rows);
    if assessed == 0 && !unjudged.is_empty() {
        let reasons: BTreeSet<&str> = unjudged.iter().map(|row| row.basis.as_str()).collect();
        let reasons = reasons.into_iter().filter(|reason| !reason.is_empty());
        return Point {
            tone: Tone::Warn,
            text: Label::CoverUnjudged.count(view.lang, &[unjudged.len()]),
            details: reasons
                .take(DETAILS_MAX)
                .map(|reason| said(reason, view.lang))
                .collect(),
        };
    }
    if assessed == 0 {
        // A standard speaks of sites of a level or class, and without a table of sites there are none.
        let why = (!view.site.is_supplied()).then(|| Label::CoverNoSites.text(view.lang));
        return Point {
            tone: if why.is_some() {
                Tone::Warn
            } else {
                Tone::Plain
            },
            text: Label::CoverNotHeld.count(view.lang, &[rows.len()]),
            details: why.map(str::to_owned).into_iter().collect(),
        };
    }
    let short = cover::short(rows);
    let labels = (Label::CoverShort, Label::CoverFine);
    verdict(view, &short, labels, assessed, |row| {
        let unknown = || Label::Unknown.text(view.lang).to_owned();
        let days = match row.cover_days {
            Some(days) => Label::CoverDays.fill(view.lang, &[&days.to_string()]),
            None => Label::CoverDaysUnknown.text(view.lang).to_owned(),
        };
        let amount = |gap| view.names.amount(gap, &row.unit, &row.item);
        let gap = row.gap.map_or_else(unknown, amount);
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        let line = Label::CoverLine.fill(view.lang, &[site, item, &days, &gap, &row.standard]);
        underway(view, row, line)
    })
}

fn unmet(view: &View, rows: &[&Unmet]) -> Point {
    let open = sharing::open_needs(view, rows);
    let labels = (Label::UnmetLines, Label::UnmetNone);
    verdict(view, &open, labels, rows.len(), |row| {
        let unknown = || Label::Unknown.text(view.lang).to_owned();
        let amount = |qty| view.names.amount(qty, "", &row.item);
        let short = row.short.map_or_else(unknown, amount);
        let requested = row.requested.map_or_else(unknown, quantity);
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        Label::UnmetLine.fill(view.lang, &[site, item, &short, &requested])
    })
}

fn due(view: &View, rows: &[&Stage]) -> Point {
    let due = rotation::due(view.as_of, rows);
    let labels = (Label::LotsDue, Label::LotsFine);
    verdict(view, &due, labels, rotation::held(rows).len(), |row| {
        let date = rotation::act_by(view.as_of, row).map_or_else(
            || Label::NoDate.text(view.lang).to_owned(),
            |day| day.to_string(),
        );
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        let rung = view.names.word(row.stage);
        let late = row.donate_by.filter(|day| *day < view.as_of);
        let is_asked = matches!(row.stage, Rung::Auction | Rung::Donate);
        let rung = match late.filter(|_| is_asked) {
            Some(day) => Label::LotLate.fill(view.lang, &[&rung, &day.to_string()]),
            None => rung,
        };
        Label::LotLine.fill(view.lang, &[site, item, &row.lot, &rung, &date])
    })
}

fn severe(view: &View, rows: &[&Alert]) -> Point {
    let sorted = prices::gravest_first(rows);
    let of_grade = |grade| {
        let rows = sorted.iter().copied();
        rows.filter(move |row| row.grade == grade)
            .collect::<Vec<&Alert>>()
    };
    let line = |row: &Alert| match row.text.is_empty() {
        true => prices::subject(view, row),
        false => format!(
            "{} {}",
            prices::subject(view, row),
            said(&row.text, view.lang)
        ),
    };
    let severe = of_grade(Grade::Severe);
    let labels = (Label::AlertsSevere, Label::AlertsSevere);
    match severe.is_empty() {
        false => verdict(view, &severe, labels, rows.len(), line),
        true => lesser(view, &of_grade(Grade::Warning), rows.len(), line),
    }
}

/// The line of alerts of which none is severe: how many there are of each grade, and what is warned of.
fn lesser(
    view: &View,
    warnings: &[&Alert],
    total: usize,
    line: impl Fn(&Alert) -> String,
) -> Point {
    let counts = [
        (Grade::Warning, warnings.len()),
        (Grade::Notice, total - warnings.len()),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(grade, count)| {
            let values = [view.names.word(*grade), count.to_string()];
            Label::AlertsOfGrade.fill(view.lang, &[&values[0], &values[1]])
        })
        .collect();
    let mut details: Vec<String> = warnings
        .iter()
        .take(DETAILS_MAX)
        .map(|row| line(row))
        .collect();
    details.extend(more(warnings.len(), DETAILS_MAX, view.lang));
    Point {
        tone: match warnings.is_empty() {
            true => Tone::Good,
            false => Tone::Warn,
        },
        text: Label::AlertsCalm.fill(view.lang, &[&counts.join(view.comma())]),
        details,
    }
}

fn errors(view: &View, rows: &[&Finding]) -> Point {
    let sorted = checks::gravest_first(rows);
    let errors: Vec<&Finding> = sorted
        .into_iter()
        .filter(|row| row.severity == Severity::Error)
        .collect();
    let labels = (Label::FindingErrors, Label::FindingsFine);
    let mut point = verdict(view, &errors, labels, rows.len(), |row| {
        let message = said(&row.message, view.lang);
        match place(view, row) {
            place if place.is_empty() => format!("{} {message}", row.code),
            place => Label::FindingLine.fill(view.lang, &[&row.code, &place, &message]),
        }
    });
    if errors.is_empty() {
        point.text += &milder(view, rows);
    }
    point
}

/// How many findings are no errors, behind the words that none is one.
fn milder(view: &View, rows: &[&Finding]) -> String {
    let kinds = [
        (Severity::Warning, Label::FindingWarnings),
        (Severity::Notice, Label::FindingNotices),
    ];
    let said = kinds.into_iter().filter_map(|(severity, label)| {
        let rows = rows.iter().filter(|row| row.severity == severity);
        let count = Some(rows.count()).filter(|count| *count > 0)?;
        Some(label.count(view.lang, &[count]))
    });
    said.collect()
}

/// Where a finding lies: site, goods and lot, or else file and line.
fn place(view: &View, row: &Finding) -> String {
    let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
    let mut parts: Vec<String> = [site, item].map(str::to_owned).into();
    if !row.lot.is_empty() {
        parts.push(Label::FindingLot.fill(view.lang, &[&row.lot]));
    }
    if parts.iter().all(String::is_empty) {
        parts.push(row.file.clone());
        parts.push(row.line.clone());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(view.lang.pick(" ", ", "))
}
