//! The chosen rules applied to one series or one category after the other.
//!
//! Shape: hits and rows of `assessment`, in the order they are met. Sorting and confirming them is the caller's.
//!
//! `wide` has the rules on categories and baskets, `special` those on no series of quotes, `kinds` on another kind of
//! price, `attention` the indicators that grade nothing.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::ledger::word::Word;
use crate::policy::alert::{AlertScope, Indicator};
use crate::policy::{AlertRule, AlertRules};

use super::alert::Hit;
use super::assess::{Subject, Verdict, assessed_from, assessments, unjudged, unknown};
use super::cut::{Cuts, Met, met};
use super::freshness::{self, Quoted, Stale};
use super::gap::{Cause, Judged, Why};
use super::index::basket::Every;
use super::ladder::Indicators;
use super::observe::{Observation, of_changes};
use super::series::Series;
use super::special::{of_published, of_targets};
use super::text;
use super::watch::{UnquotedKind, WatchInputs};

mod attention;
mod kinds;
mod special;
mod wide;

/// The chosen rules, and what they have found so far.
pub struct Judge<'a> {
    pub inputs: WatchInputs<'a>,
    chosen: Vec<&'a AlertRule>,
    indicators: Indicators<'a>,
    /// The days that any series is asked for, in order, where not all are asked for the same.
    days: Vec<Day>,
    pub hits: Vec<Hit<'a>>,
    pub assessments: Vec<Judged>,
    pub uncovered: Vec<String>,
    pub unquoted_kinds: Vec<UnquotedKind>,
    /// The items of the series without a category, one for each.
    pub without_category: Vec<String>,
}

impl<'a> Judge<'a> {
    /// The rules that `inputs` chooses; an id that no rule has is not assessable.
    pub fn of(inputs: &WatchInputs<'a>) -> Judge<'a> {
        let rules: &'a AlertRules = inputs.rules;
        let is_chosen = |id: &String, default: bool| match inputs.chosen {
            [] => default,
            chosen => chosen.contains(id),
        };
        let chosen = rules.alert.iter();
        Judge {
            inputs: *inputs,
            chosen: chosen
                .filter(|rule| is_chosen(&rule.id, rule.default))
                .collect(),
            indicators: Indicators {
                alps: rules
                    .alps
                    .as_ref()
                    .filter(|method| is_chosen(&method.id, true)),
                published: rules
                    .alps
                    .as_ref()
                    .filter(|method| is_chosen(&method.published, true)),
                ipa: rules
                    .ipa
                    .as_ref()
                    .filter(|method| is_chosen(&method.id, true)),
                robust: rules
                    .robust_z
                    .as_ref()
                    .filter(|method| is_chosen(&method.id, true)),
                is_ladder: inputs.chosen.is_empty(),
            },
            days: Vec::new(),
            hits: Vec::new(),
            assessments: unknown(inputs),
            uncovered: Vec::new(),
            unquoted_kinds: Vec::new(),
            without_category: Vec::new(),
        }
    }

    /// The same rules for other series of the same watch, with nothing found yet.
    pub fn beside(&self) -> Judge<'a> {
        Judge {
            chosen: self.chosen.clone(),
            days: self.days.clone(),
            hits: Vec::new(),
            assessments: Vec::new(),
            uncovered: Vec::new(),
            unquoted_kinds: Vec::new(),
            without_category: Vec::new(),
            ..*self
        }
    }

    /// The newest of `days`, oldest first, where it is too old to be judged today; the past is judged as it was.
    pub fn staleness(&self, days: &[Day]) -> Option<Stale> {
        let newest_first = days.iter().rev().copied();
        let (rule, as_of) = (&self.inputs.rules.freshness, self.inputs.as_of);
        match self.inputs.options.since {
            None => freshness::stale(rule, newest_first, as_of),
            Some(_) => None,
        }
    }

    /// Whether the newest of what is `quoted` still says something of the day that is asked for.
    fn is_news(&self, quoted: &Quoted) -> bool {
        let (rule, as_of) = (&self.inputs.rules.freshness, self.inputs.as_of);
        let old = || freshness::stale(rule, quoted.days.iter().rev().copied(), as_of);
        quoted.stale.is_none() && (self.inputs.options.since.is_none() || old().is_none())
    }

    /// Takes in for which days any of `series` is asked, so that others can tell how wide a rule was met on them.
    ///
    /// A look back asks every series for the same days.
    pub fn look_beside(&mut self, series: &[Series]) {
        if self.inputs.options.since.is_some() {
            return;
        }
        let newest = |series: &Series| {
            let days: Vec<Day> = series.days().collect();
            let is_fresh = self.staleness(&days).is_none();
            days.last().copied().filter(|_| is_fresh)
        };
        let days: BTreeSet<Day> = series.iter().filter_map(newest).collect();
        self.days = days.into_iter().collect();
    }

    /// The position of the first of `dated`, oldest first, that is asked for.
    pub fn first<T>(&self, dated: &[T], date: impl Fn(&T) -> Day) -> usize {
        match self.inputs.options.since {
            None => dated.len().saturating_sub(1),
            Some(since) => dated.partition_point(|one| date(one) < since),
        }
    }

    /// Applies the rules on items, and the indicators, to one series; `targets` are target prices.
    pub fn series(&mut self, series: &Series<'a>, quoted: Quoted, targets: &[Series]) {
        for rule in self.chosen.clone() {
            let fits = rule.scope == AlertScope::Item
                && rule.indicator.is_of_series()
                && is_kind(rule, series);
            let name = match rule.cuts.contains_key(series.key.item) {
                true => series.key.item,
                false => series.category,
            };
            let (true, Some(bounds)) = (fits, rule.cuts_for(name)) else {
                continue;
            };
            let cuts = self.cuts(rule, (name, bounds), &[series.key.market]);
            let seen = match rule.indicator {
                Indicator::Target => of_targets(series, targets),
                Indicator::Published => of_published(series),
                indicator => of_changes(series, indicator),
            };
            let subject = Subject::of_series(series, &rule.id);
            let prefix = |met: &Met| text::of_series(series, met);
            self.rule(rule, subject, cuts, seen, quoted, prefix);
        }
        self.indicators(series, quoted);
    }

    /// The cuts of a rule at the `bounds` of a `name`, with those of its exception for what is sold at `markets`.
    fn cuts(
        &self,
        rule: &AlertRule,
        (name, bounds): (&str, &[f64]),
        markets: &[&str],
    ) -> Result<Cuts, String> {
        let usual = Cuts::of(rule, bounds)?;
        match rule.exception_for(name) {
            None => Ok(usual),
            Some((exception, bounds)) => {
                let circumstances = self.inputs.circumstances;
                usual.except(rule, bounds, circumstances.occasions(exception, markets))
            }
        }
    }

    /// What of `seen` met `cuts`, as far back as somebody asks; `is_unjudged` says that nobody can tell of the newest day.
    fn found(
        &self,
        seen: &[Observation],
        cuts: &Cuts,
        quoted: Quoted,
        is_unjudged: bool,
    ) -> Vec<Met> {
        let is_assessed = assessed_from(seen, is_unjudged, &self.inputs) < seen.len();
        let own = match is_assessed {
            // The day on which it was met last may lie before all that are asked for.
            true => 0,
            false if is_unjudged && self.inputs.options.since.is_none() => seen.len(),
            false => self.first(seen, |seen| seen.date),
        };
        let beside = self.days.first();
        let beside = beside.map_or(own, |day| seen.partition_point(|seen| seen.date < *day));
        let rule = &self.inputs.rules.freshness;
        met(seen, cuts, own.min(beside), (quoted, rule))
    }

    /// Those of `found` in `seen` whose day is asked for, and whether it is here; else it is of another series, which
    /// this one may confirm. `is_unjudged` says that nothing is to be said of this one.
    fn asked_for<'f>(
        &self,
        found: &'f [Met],
        seen: &[Observation],
        is_unjudged: bool,
    ) -> Vec<(&'f Met, bool)> {
        let first = seen.get(self.first(seen, |seen| seen.date));
        let first = first.filter(|_| !is_unjudged || self.inputs.options.since.is_some());
        let asked = |met: &'f Met| {
            let day = met.observation.date;
            let is_here = first.is_some_and(|first| day >= first.date);
            let is_asked_for = is_here || self.days.binary_search(&day).is_ok();
            is_asked_for.then_some((met, is_here))
        };
        found.iter().filter_map(asked).collect()
    }

    /// Keeps what meets the cuts; where the newest day cannot be judged it says why, and a look back still keeps
    /// what could be judged before.
    fn rule(
        &mut self,
        rule: &'a AlertRule,
        mut subject: Subject<'a>,
        cuts: Result<Cuts, String>,
        mut seen: Vec<Observation>,
        quoted: Quoted,
        prefix: impl Fn(&Met) -> String,
    ) {
        let is_judged = |day: Day| rule.is_in_force(day) && quoted.copied_on(day).is_none();
        seen.retain(|seen| is_judged(seen.date));
        let is_over = !rule.is_in_force(subject.newest)
            || quoted.stale.is_some() && !rule.is_in_force(self.inputs.as_of);
        if is_over && seen.is_empty() {
            return;
        }
        subject.is_news = self.is_news(&quoted);
        // Out of force it has nothing to say of the newest day, and no more than that of what others met before.
        let is_silent = is_over && self.inputs.options.since.is_none();
        let is_seen = seen.last().is_some_and(|last| last.date == subject.newest);
        let uncompared = |day: Day| {
            Cause::Quotes.said(match rule.items_min {
                Some(items_min) => text::few_items(items_min, day),
                None => text::missing(rule.indicator, day),
            })
        };
        let missing = |day: Day| quoted.copied_on(day).unwrap_or_else(|| uncompared(day));
        let no_cuts = cuts.as_ref().err().map(|words| Cause::Rule.said(words));
        let is_missing = || (!is_seen && !is_over).then(|| missing(subject.newest));
        let why = (no_cuts.clone())
            .or_else(|| quoted.stale.map(Why::from))
            .or_else(is_missing);
        let cuts = cuts.unwrap_or_else(|_| Cuts::attention(f64::INFINITY));
        let why_not = |day: Day| no_cuts.clone().unwrap_or_else(|| missing(day));
        let past = unjudged(&subject, &seen, quoted, &self.inputs, |day| {
            rule.is_in_force(day).then(|| why_not(day))
        });
        self.assessments.extend(past);
        // A 旬 is judged day by day; its days are one observation in a row.
        let quoted = match rule.indicator {
            Indicator::Xun => quoted.by(Every::Xun),
            _ => quoted,
        };
        let is_unjudged = is_silent || why.is_some();
        let found = self.found(&seen, &cuts, quoted, is_unjudged);
        for (met, is_asked_for) in self.asked_for(&found, &seen, is_unjudged) {
            let mut hit = subject.hit(met, &cuts, prefix(met), &self.inputs);
            hit.moved = text::moved(met, rule);
            hit.is_single = rule.scope == AlertScope::Item && rule.indicator.is_of_series();
            hit.is_asked_for = is_asked_for;
            self.hits.push(hit);
        }
        if is_silent {
            return;
        }
        let verdict = Verdict {
            why,
            is_gap: true,
            level: |_: f64| String::new(),
        };
        let rows = assessments(&subject, (&*seen, &*found), &cuts, &verdict, &self.inputs);
        self.assessments.extend(rows);
    }
}

/// Whether a rule judges prices of the kind of `series`; of a price without a kind nobody says that it is another.
fn is_kind(rule: &AlertRule, series: &Series) -> bool {
    let kinds = rule.kind.as_deref().zip(series.key.kind);
    kinds.is_none_or(|(rule, kind)| rule == kind.id())
}

#[cfg(test)]
mod tests;
