//! Rows of `alert`: what met a rule, confirmed or not, one row a key.
//!
//! Shape: hits in any order become rows by key. A grave grade takes a second observation in a row, several items or
//! several markets; until then the row has the grade below it, and says so. This file never works out a change.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::parallel::{in_parallel, joined, parts_of};
use crate::ledger::tables::Alert;
use crate::ledger::word::{Grade, Word};
use crate::policy::alert::Confirm;

pub use super::cut::graded;
use super::cut::{Cut, Cuts, Met};
use super::observe::{Width, Widths};
use super::text;

/// An observation that met a rule, on its way to a row.
pub struct Hit<'a> {
    pub alert: Alert,
    pub met: Met,
    pub cuts: Cuts,
    /// The category it belongs to; empty where none is known.
    pub category: &'a str,
    /// Whether it stands for one series, so that others of its kind may confirm it.
    pub is_single: bool,
    /// Whether a row is wanted of it; else it only tells of others how wide the rule was met on its day.
    pub is_asked_for: bool,
    /// What the sentence says after what was seen: the change in words, without its grade.
    pub moved: String,
}

impl Hit<'_> {
    fn grade(&self) -> Grade {
        self.cut(self.met.cut).grade
    }

    /// The cut at `at` of the day that met it.
    fn cut(&self, at: usize) -> &Cut {
        &self.cuts.on(self.met.observation.date)[at]
    }

    /// The row of the cut at `cut`, with `remark` behind its threshold.
    fn row(mut self, cut: usize, remark: &str) -> Alert {
        let reached = self.cut(cut).clone();
        self.alert.grade = reached.grade;
        self.alert.threshold = Some(reached.bound);
        self.alert.text += &self.moved;
        if !self.moved.is_empty() {
            let bound = text::bound(&self.cuts, &reached);
            let during = text::during(self.cuts.occasion(self.met.observation.date));
            self.alert.text += &format!(" ({during}{} {bound}{remark})", reached.grade.id());
        }
        self.alert.label = reached.label;
        self.alert
    }
}

/// Hits that are worth a turn of a core.
const PART_HITS: usize = if cfg!(test) { 4 } else { 1 << 11 };

/// Hits, in lists of any length, as rows by key, one each: grave grades as far as they are confirmed.
///
/// Nothing of one day matters to another, so that each core takes some of the days.
pub fn rows(hits: Vec<Vec<Hit>>, confirm: Option<&Confirm>) -> Vec<Alert> {
    let from = confirm.and_then(|confirm| Grade::parse(&confirm.grade));
    let of_days = |mut hits: Vec<Hit>| {
        widen(&mut hits);
        let asked_for = hits.into_iter().filter(|hit| hit.is_asked_for);
        let settled = asked_for.map(|hit| settle(hit, confirm, from));
        one_a_key(settled.collect())
    };
    joined(in_parallel(whole_days(hits), of_days))
}

/// Hits in parts of whole days, in the order of days.
fn whole_days(hits: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for hit in hits.iter().flatten() {
        *days.entry(hit.alert.date).or_default() += 1;
    }
    let days: Vec<(Day, usize)> = days.into_iter().collect();
    let parts = parts_of(&days, PART_HITS, |(_, hits)| *hits);
    let of_part = |days: &&[(Day, usize)]| {
        let hits = days.iter().map(|(_, hits)| hits).sum();
        (days[0].0, Vec::with_capacity(hits))
    };
    let mut parts: Vec<(Day, Vec<Hit>)> = parts.iter().map(of_part).collect();
    for hit in hits.into_iter().flatten() {
        let begun = parts.partition_point(|(first, _)| *first <= hit.alert.date);
        parts[begun - 1].1.push(hit);
    }
    parts.into_iter().map(|(_, hits)| hits).collect()
}

/// What meets one rule on one day, for hits that stand for one series each.
#[derive(Default)]
struct Wide<'a> {
    /// Markets by item, items by category, and series by item; of each grade those that reach it or a graver one.
    markets: [BTreeMap<&'a str, BTreeSet<&'a str>>; Grade::ALL.len()],
    items: [BTreeMap<&'a str, BTreeSet<&'a str>>; Grade::ALL.len()],
    series: BTreeMap<&'a str, u32>,
}

impl<'a> Wide<'a> {
    /// What meets each rule on each day.
    fn days(hits: &'a [Hit]) -> BTreeMap<(Day, &'a str), Wide<'a>> {
        let mut days: BTreeMap<(Day, &str), Wide> = BTreeMap::new();
        for hit in hits.iter().filter(|hit| hit.is_single) {
            let alert = &hit.alert;
            let day = days.entry((alert.date, &*alert.rule)).or_default();
            *day.series.entry(&alert.item).or_default() += 1;
            for grade in 0..=hit.grade() as usize {
                let markets = day.markets[grade].entry(&alert.item).or_default();
                markets.insert(&alert.scope);
                let items = day.items[grade].entry(hit.category).or_default();
                items.insert(&alert.item);
            }
        }
        days
    }

    /// How many meet the rule with `hit`, at each grade.
    fn widths(&self, hit: &Hit) -> Widths {
        let count = |set: Option<&BTreeSet<&str>>| set.map_or(0, |set| set.len() as u32);
        std::array::from_fn(|grade| Width {
            markets: count(self.markets[grade].get(&*hit.alert.item)),
            items: match hit.category {
                "" => 1,
                category => count(self.items[grade].get(category)),
            },
        })
    }
}

/// Tells single series how many others met the rule that day.
fn widen(hits: &mut [Hit]) {
    let days = Wide::days(hits);
    let of_hit = |hit: &Hit| {
        let day = days.get(&(hit.alert.date, &*hit.alert.rule));
        let day = day.filter(|_| hit.is_single)?;
        let series = day.series.get(&*hit.alert.item).copied();
        Some((day.widths(hit), series))
    };
    let widths: Vec<_> = hits.iter().map(of_hit).collect();
    for (hit, wide) in hits.iter_mut().zip(widths) {
        if let Some((widths, series)) = wide {
            hit.met.observation.widths = widths;
            hit.alert.breadth = series.map(i64::from);
        }
    }
}

/// The row of a hit, with the grade it is confirmed in.
fn settle(mut hit: Hit, confirm: Option<&Confirm>, from: Option<Grade>) -> Alert {
    let widths = hit.met.observation.widths;
    let all = widths[Grade::Notice as usize];
    hit.alert.items = Some(i64::from(all.items));
    hit.alert.markets = Some(i64::from(all.markets));
    let at = hit.met.cut;
    let (Some(confirm), Some(from)) = (confirm, from) else {
        return hit.row(at, "");
    };
    let is_confirmed = |cut: &usize| {
        let grade = hit.cut(*cut).grade;
        let wide = widths[grade as usize];
        hit.cuts.is_lasting
            || grade < from
            || wide.items >= confirm.items
            || wide.markets >= confirm.markets
            || hit.met.runs[*cut] >= confirm.observations
    };
    let confirmed = (0..=at).rev().find(is_confirmed);
    if confirmed == Some(at) {
        return hit.row(at, "");
    }
    let reached = hit.cut(at);
    let remark = format!(
        "; {} {} not confirmed yet by a second observation, {} items or {} markets",
        reached.grade.id(),
        text::bound(&hit.cuts, reached),
        confirm.items,
        confirm.markets
    );
    // A rule whose lightest grade is a grave one still draws attention.
    let mut row = hit.row(confirmed.unwrap_or(0), &remark);
    if confirmed.is_none() {
        row.grade = Grade::Notice;
    }
    row
}

/// The rows by key, one each: of several the gravest, and its text says how many more there are.
///
/// The key has neither spec nor kind, so that two specs of an item at one market are one row.
fn one_a_key(alerts: Vec<Alert>) -> Vec<Alert> {
    // A row takes a lot of room, and its place does not: places are put in order, and each row is moved once.
    let mut places: Vec<usize> = (0..alerts.len()).collect();
    places.sort_by(|one, other| by_key(&alerts[*one], &alerts[*other]));
    let mut kept: Vec<Alert> = Vec::with_capacity(alerts.len());
    let mut alerts: Vec<Option<Alert>> = alerts.into_iter().map(Some).collect();
    let ordered = places.into_iter().filter_map(|place| alerts[place].take());
    let mut more = 0;
    for alert in ordered {
        if kept.last().is_some_and(|last| key(last) == key(&alert)) {
            more += 1;
            continue;
        }
        name_more(kept.last_mut(), more);
        more = 0;
        kept.push(alert);
    }
    name_more(kept.last_mut(), more);
    kept
}

/// The order of rows: by key, and of one key the gravest first.
fn by_key(one: &Alert, other: &Alert) -> Ordering {
    let value = |alert: &Alert| alert.value.unwrap_or_default();
    let gravest_first = other
        .grade
        .cmp(&one.grade)
        .then(value(other).total_cmp(&value(one)));
    key(one)
        .cmp(&key(other))
        .then(gravest_first)
        .then(one.text.cmp(&other.text))
}

fn key(alert: &Alert) -> (Day, &str, &str, &str) {
    (alert.date, &alert.scope, &alert.item, &alert.rule)
}

fn name_more(alert: Option<&mut Alert>, more: usize) {
    if let (Some(alert), true) = (alert, more > 0) {
        alert
            .text
            .push_str(&format!(" (and {more} more series here)"));
    }
}
