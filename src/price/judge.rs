//! The chosen rules applied to one series or one category after the other.
//!
//! Shape: rows of `alert` and of what is not assessable, in the order they are met. Sorting them is the caller's.

use crate::calendar::Day;
use crate::ledger::tables::Alert;
use crate::ledger::word::Grade;
use crate::policy::alert::AlertScope;
use crate::policy::{AlertRule, RobustZ};

use super::alert::{Cuts, Met, Observation, cuts, met, of_changes, of_scores, row};
use super::category;
use super::change::Comparisons;
use super::freshness;
use super::robust::scores;
use super::series::Series;
use super::text;
use super::watch::{NotAssessable, WatchInputs};

/// The chosen rules, and what they have found so far.
pub struct Judge<'a> {
    as_of: Day,
    since: Option<Day>,
    by_item: Vec<&'a AlertRule>,
    by_category: Vec<&'a AlertRule>,
    robust: Option<&'a RobustZ>,
    pub alerts: Vec<Alert>,
    pub not_assessable: Vec<NotAssessable>,
    pub uncovered: Vec<String>,
    pub no_category: usize,
}

/// What is judged, and by which rule.
struct Subject<'a> {
    scope: String,
    item: String,
    spec: String,
    rule: &'a str,
    newest: Day,
}

impl<'a> Judge<'a> {
    /// The rules that `inputs` chooses; an id that no rule has is not assessable.
    pub fn of(inputs: &WatchInputs<'a>) -> Judge<'a> {
        let is_chosen = |id: &String, default: bool| match inputs.chosen {
            [] => default,
            chosen => chosen.contains(id),
        };
        let rules = inputs.rules.alert.iter();
        let chosen = rules.filter(|rule| is_chosen(&rule.id, rule.default));
        let (by_category, by_item) = chosen.partition(|rule| rule.scope == AlertScope::Category);
        let robust = inputs.rules.robust_z.as_ref();
        Judge {
            as_of: inputs.as_of,
            since: inputs.since,
            by_item,
            by_category,
            robust: robust.filter(|method| is_chosen(&method.id, true)),
            alerts: Vec::new(),
            not_assessable: unknown(inputs),
            uncovered: Vec::new(),
            no_category: 0,
        }
    }

    /// Why the newest of `dates` is too old to be judged today; the past is judged as it was.
    pub fn staleness(&self, dates: impl Iterator<Item = Day>) -> Option<String> {
        match self.since {
            None => freshness::stale(dates, self.as_of),
            Some(_) => None,
        }
    }

    /// The position of the first of `dated`, oldest first, that is asked for.
    pub fn first<T>(&self, dated: &[T], date: impl Fn(&T) -> Day) -> usize {
        match self.since {
            None => dated.len().saturating_sub(1),
            Some(since) => dated.partition_point(|one| date(one) < since),
        }
    }

    /// Applies the rules on items, and the robust score, to one series.
    pub fn series(&mut self, series: &Series, compared: &[Comparisons], stale: Option<&str>) {
        let subject = |rule: &'a str| Subject {
            scope: series.key.market.to_owned(),
            item: series.key.item.to_owned(),
            spec: series.key.spec.to_owned(),
            rule,
            newest: series.points[series.points.len() - 1].date,
        };
        for rule in self.by_item.clone() {
            let of_item = rule.cuts.get(series.key.item).map(Vec::as_slice);
            if let Some(bounds) = of_item.or_else(|| rule.cuts_for(series.category)) {
                let seen = of_changes(series, compared, rule.indicator);
                let subject = subject(&rule.id);
                let why = unjudged(&subject, &seen, stale, |day| {
                    text::missing(rule.indicator, day)
                });
                self.record(subject, &seen, cuts(rule, bounds), why, |met| {
                    text::of_series(series, met, rule)
                });
            }
        }
        if let Some(method) = self.robust {
            let seen = of_scores(series, &scores(&series.points, method));
            let subject = subject(&method.id);
            let why = unjudged(&subject, &seen, stale, |day| text::few(method, day));
            // Whatever grade the file gives a statistic, it only draws attention.
            let cut = vec![(Grade::Notice, method.cut)];
            self.record(subject, &seen, Ok(cut), why, |met| {
                text::of_score(series, met)
            });
        }
    }

    /// Applies the rules on categories.
    pub fn categories(&mut self, series: &[Series]) {
        if self.by_category.is_empty() {
            return;
        }
        self.no_category = series.iter().filter(|one| one.category.is_empty()).count();
        for group in category::groups(series) {
            let name = group[0].category;
            let covers = |rule: &&'a AlertRule| Some((*rule, rule.cuts_for(name)?));
            let covering: Vec<_> = self.by_category.iter().filter_map(covers).collect();
            let is_named = self.uncovered.last().is_some_and(|last| last == name);
            if covering.is_empty() && !is_named {
                self.uncovered.push(name.to_owned());
            }
            for (rule, bounds) in covering {
                self.category(&group, rule, bounds);
            }
        }
    }

    fn category(&mut self, group: &[&Series], rule: &'a AlertRule, bounds: &[f64]) {
        let dates = category::dates(group);
        let stale = self.staleness(dates.iter().rev().copied());
        let lightest = bounds.first().copied().unwrap_or(f64::INFINITY);
        let seen = category::observations(group, &dates, rule.indicator, lightest);
        let subject = Subject {
            scope: group[0].category.to_owned(),
            item: String::new(),
            spec: String::new(),
            rule: &rule.id,
            newest: dates[dates.len() - 1],
        };
        let why = unjudged(&subject, &seen, stale.as_deref(), |day| {
            text::missing(rule.indicator, day)
        });
        self.record(subject, &seen, cuts(rule, bounds), why, |met| {
            text::of_category(group[0], met, rule)
        });
    }

    /// Keeps what meets the cuts; where the newest day cannot be judged it says why, and a look back still keeps
    /// what could be judged before.
    fn record(
        &mut self,
        subject: Subject,
        seen: &[Observation],
        cuts: Result<Cuts, String>,
        why: Option<String>,
        text: impl Fn(&Met) -> String,
    ) {
        let is_judged = why.is_none() || self.since.is_some();
        let reason = cuts.as_ref().err().cloned().or(why);
        if let (Ok(cuts), true) = (&cuts, is_judged) {
            let first = self.first(seen, |observation| observation.date);
            for met in met(seen, cuts, first) {
                let text = text(&met);
                let alert = row(
                    &met,
                    &subject.scope,
                    &subject.item,
                    subject.rule,
                    self.as_of,
                    text,
                );
                self.alerts.push(alert);
            }
        }
        if let Some(reason) = reason {
            self.not_assessable.push(NotAssessable {
                scope: subject.scope,
                item: subject.item,
                spec: subject.spec,
                rule: subject.rule.to_owned(),
                reason,
            });
        }
    }
}

/// Why the newest day of `subject` cannot be judged: too old, or nothing to compare it with.
fn unjudged(
    subject: &Subject,
    seen: &[Observation],
    stale: Option<&str>,
    missing: impl Fn(Day) -> String,
) -> Option<String> {
    let is_seen = seen.last().is_some_and(|last| last.date == subject.newest);
    match stale {
        Some(stale) => Some(stale.to_owned()),
        None if is_seen => None,
        None => Some(missing(subject.newest)),
    }
}

/// The chosen ids that no rule has, each with the ids there are.
fn unknown(inputs: &WatchInputs) -> Vec<NotAssessable> {
    let rules = inputs.rules.alert.iter().map(|rule| rule.id.as_str());
    let robust = inputs
        .rules
        .robust_z
        .iter()
        .map(|method| method.id.as_str());
    let known: Vec<&str> = rules.chain(robust).collect();
    let strange = inputs
        .chosen
        .iter()
        .filter(|id| !known.contains(&id.as_str()));
    let named = strange.map(|id| NotAssessable {
        scope: String::new(),
        item: String::new(),
        spec: String::new(),
        rule: id.clone(),
        reason: format!("no rule has this id; there are {}", known.join(", ")),
    });
    named.collect()
}
