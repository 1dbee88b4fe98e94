//! What moved, and which rules it meets: tables `change` and `alert` from table `quote`.
//!
//! Shape: the latest row of each series, or with `since` a row for each of its days from then on; alerts likewise. What
//! cannot be judged is named with its reason, because silence would read as calm. Quotes after the day are not known yet.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::parallel::{in_parallel, joined, parts_of};
use crate::ledger::tables::{Alert, Assessment, Change, Driver, Finding, Quote, Spread, Usage};
use crate::ledger::word::{Assessed, QuoteKind};
use crate::policy::AlertRules;

use super::alert;
use super::circumstances::Circumstances;
use super::copied;
use super::driver::drivers;
use super::freshness::{Quoted, stale};
use super::gap::Cause;
use super::hygiene::findings;
use super::judge::Judge;
use super::rows::rows;
use super::series::{Gathered, Series, gather};
use super::spread::spread;

/// Points of series that are worth a turn of a core.
pub(super) const PART_POINTS: usize = 1 << 15;

/// What a watch looks at.
#[derive(Debug, Clone, Copy)]
pub struct WatchInputs<'a> {
    pub quotes: &'a [Quote],
    /// What sites reported; only its stock-outs are looked at.
    pub usage: &'a [Usage],
    pub rules: &'a AlertRules,
    /// What makes a day unlike others for a rule with an exception.
    pub circumstances: &'a Circumstances,
    /// Ids of the rules to apply; none named: those that apply by default, and the ladder of indicators.
    pub chosen: &'a [String],
    pub as_of: Day,
    pub options: WatchOptions,
}

/// Which days a watch looks at, and what it is asked for beside alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WatchOptions {
    /// `None`: the latest day of each series; else every day from this one on.
    pub since: Option<Day>,
    /// The day that drivers compare with; `None`: nobody asks for them.
    pub base: Option<Day>,
    /// Whether the quotes themselves are looked over for what is wrong with them.
    pub checks_quotes: bool,
    /// Whether the rows of table `change` are asked for.
    pub lists_changes: bool,
    /// Whether those of table `spread` are.
    pub lists_spreads: bool,
    /// Whether a look back is assessed day by day, and not only where a rule was met.
    pub each_day: bool,
}

/// What a watch found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Watch {
    /// By key.
    pub changes: Vec<Change>,
    /// By key.
    pub alerts: Vec<Alert>,
    /// By key.
    pub assessments: Vec<Assessment>,
    /// How many of them are not assessable, by what that comes down to.
    pub gaps: BTreeMap<Cause, usize>,
    /// By item and market.
    pub spreads: Vec<Spread>,
    /// By category, gravest first.
    pub drivers: Vec<Driver>,
    /// What is wrong with the quotes themselves.
    pub findings: Vec<Finding>,
    /// Categories that no chosen rule has a threshold for.
    pub uncovered: Vec<String>,
    /// The items of the series without a category, one for each.
    pub without_category: Vec<String>,
    /// Rules that are set on a kind of price in which a category is not quoted, by rule.
    pub unquoted_kinds: Vec<UnquotedKind>,
    /// Rows without a price.
    pub without_price: usize,
    /// Rows dated after the day.
    pub later: usize,
    /// Rows in a unit that nobody knows.
    pub unknown_units: usize,
}

/// A rule on one kind of price, and the categories of which only other kinds are quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnquotedKind {
    pub rule: String,
    pub kind: String,
    pub categories: Vec<String>,
}

impl Watch {
    /// What a rule could not be applied to that it is meant for.
    pub fn not_assessable(&self) -> impl Iterator<Item = &Assessment> {
        let gap = |row: &&Assessment| row.status == Assessed::NotAssessable;
        self.assessments.iter().filter(gap)
    }
}

/// Compares every series with its past, and judges what is comparable by the chosen rules.
///
/// Rule: `S14` and those of the rule file.
pub fn watch(inputs: &WatchInputs) -> Watch {
    watch_gathered(inputs, gather(inputs.quotes, inputs.as_of))
}

/// The same with the series at hand; then `quotes` are those that tell of what became part of none.
pub fn watch_gathered<'a>(inputs: &WatchInputs<'a>, gathered: Gathered<'a>) -> Watch {
    let is_target = |series: &Series| series.key.is_target();
    let (targets, series): (Vec<Series>, Vec<Series>) =
        gathered.series.into_iter().partition(is_target);
    let mut judge = Judge::of(inputs);
    judge.look_beside(&series);
    let parts = parts_of(&series, PART_POINTS, |series| series.points.len());
    let judged = in_parallel(parts, |part| of_each(part, judge.beside(), &targets));
    let (mut hits, mut changes) = (Vec::new(), Vec::new());
    for (part, changes_of_part) in judged {
        judge.assessments.extend(part.assessments);
        hits.push(part.hits);
        changes.push(changes_of_part);
    }
    let mut changes = joined(changes);
    // Series come by key, so a stable sort by date leaves the rows of a day in the order of the key.
    changes.sort_by_key(|change| change.date);
    judge.categories(&series, &targets);
    judge.ratios(&series);
    judge.stockouts();
    if series.is_empty() {
        judge.unquoted();
    }
    hits.push(judge.hits);
    let mut judged = judge.assessments;
    judged.sort_by(|a, b| assessed_key(&a.row).cmp(&assessed_key(&b.row)));
    let mut gaps = BTreeMap::new();
    for cause in judged.iter().filter_map(|judged| judged.gap) {
        *gaps.entry(cause).or_default() += 1;
    }
    let base = inputs.options.base;
    Watch {
        changes,
        spreads: match inputs.options.lists_spreads {
            true => spread(&series, inputs.quotes, inputs.as_of, inputs.rules),
            false => Vec::new(),
        },
        drivers: base.map_or_else(Vec::new, |base| drivers(&series, base, inputs.as_of)),
        findings: match inputs.options.checks_quotes {
            true => findings(inputs.quotes, inputs.as_of),
            false => Vec::new(),
        },
        alerts: alert::rows(hits, inputs.rules.confirm.as_ref()),
        assessments: judged.into_iter().map(|judged| judged.row).collect(),
        gaps,
        uncovered: judge.uncovered,
        without_category: judge.without_category,
        unquoted_kinds: judge.unquoted_kinds,
        without_price: gathered.without_price,
        later: gathered.later,
        unknown_units: gathered.unknown_units,
    }
}

/// What `judge` finds of each of some series, and their changes where those are asked for.
fn of_each<'a>(
    series: &[Series<'a>],
    mut judge: Judge<'a>,
    targets: &[Series],
) -> (Judge<'a>, Vec<Change>) {
    let mut changes = Vec::new();
    for series in series {
        let days: Vec<Day> = series.days().collect();
        let (since, as_of) = (judge.inputs.options.since, judge.inputs.as_of);
        let freshness = &judge.inputs.rules.freshness;
        let stale = stale(freshness, days.iter().rev().copied(), as_of);
        let first = judge.first(&series.points, |point| point.date);
        if judge.inputs.options.lists_changes {
            changes.extend(rows(series, first, stale, freshness));
        }
        // A look back judges the past as it was.
        let stale = stale.filter(|_| since.is_none());
        let copied = copied::days(&series.points, freshness);
        let quoted = Quoted::each_day(&days, stale).with_copied(&copied);
        judge.series(series, quoted, targets);
    }
    (judge, changes)
}

fn assessed_key(row: &Assessment) -> (Day, [&str; 4], Option<QuoteKind>) {
    let names = [&*row.scope, &*row.item, &*row.spec, &*row.rule];
    (row.date, names, row.kind)
}

#[cfg(test)]
pub mod fixture;

#[cfg(test)]
mod tests;
