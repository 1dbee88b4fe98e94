//! What moved, and which rules it meets: tables `change` and `alert` from table `quote`.
//!
//! Shape: the latest row of each series, or with `since` a row for each of its days from then on; alerts likewise. What
//! cannot be judged is named with its reason, because silence would read as calm. Quotes after the day are not known yet.

use crate::calendar::Day;
use crate::ledger::tables::{Alert, Change, Quote};
use crate::policy::AlertRules;

use super::alert::{breadth_by_item, one_a_key};
use super::change::comparisons;
use super::judge::Judge;
use super::rows::rows;
use super::series::gather;

/// What a watch looks at.
#[derive(Debug, Clone, Copy)]
pub struct WatchInputs<'a> {
    pub quotes: &'a [Quote],
    pub rules: &'a AlertRules,
    /// Ids of the rules to apply; none named: those that apply by default, and the robust score.
    pub chosen: &'a [String],
    pub as_of: Day,
    /// `None`: the latest day of each series; else every day from this one on.
    pub since: Option<Day>,
}

/// What a watch found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Watch {
    /// By key.
    pub changes: Vec<Change>,
    /// By key.
    pub alerts: Vec<Alert>,
    /// By scope, item and rule.
    pub not_assessable: Vec<NotAssessable>,
    /// Categories that no chosen rule has a threshold for, and how many series have no category.
    pub uncovered: Vec<String>,
    pub no_category: usize,
    /// Rows without a price.
    pub no_quotes: usize,
    /// Rows dated after the day.
    pub later: usize,
}

/// A rule that could not be applied to something it is meant for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotAssessable {
    /// The market, or the category.
    pub scope: String,
    pub item: String,
    pub spec: String,
    pub rule: String,
    pub reason: String,
}

/// Compares every series with its past, and judges what is comparable by the chosen rules.
///
/// Rule: `S14` and those of the rule file.
pub fn watch(inputs: &WatchInputs) -> Watch {
    let gathered = gather(inputs.quotes, inputs.as_of);
    let mut judge = Judge::of(inputs);
    let mut changes = Vec::new();
    for series in &gathered.series {
        let compared = comparisons(&series.points);
        let stale = judge.staleness(series.points.iter().rev().map(|point| point.date));
        let first = judge.first(&series.points, |point| point.date);
        changes.extend(rows(
            series,
            &compared,
            first,
            stale.as_deref().unwrap_or(""),
        ));
        judge.series(series, &compared, stale.as_deref());
    }
    // Series come by key, so a stable sort by date leaves the rows of a day in the order of the key.
    changes.sort_by_key(|change| change.date);
    breadth_by_item(&mut judge.alerts);
    judge.categories(&gathered.series);
    judge.not_assessable.sort();
    Watch {
        changes,
        alerts: one_a_key(judge.alerts),
        not_assessable: judge.not_assessable,
        uncovered: judge.uncovered,
        no_category: judge.no_category,
        no_quotes: gathered.no_quotes,
        later: gathered.later,
    }
}

#[cfg(test)]
#[path = "fixture.rs"]
pub mod fixture;

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
