//! The chosen rules applied to one series or one category after the other.
//!
//! Shape: hits and rows of `assessment`, in the order they are met. Sorting and confirming them is the caller's.

use crate::calendar::Day;
use crate::engine::parallel::{in_parallel, parts_of};
use crate::ledger::tables::Assessment;
use crate::ledger::word::{Grade, Word};
use crate::policy::alert::{AlertScope, Indicator};
use crate::policy::{AlertRule, AlertRules};

use super::alert::Hit;
use super::assess::{Subject, Verdict, assessed_from, assessments, unknown};
use super::category::{self, Category};
use super::cut::{Cuts, Met, met};
use super::freshness;
use super::ladder::Indicators;
use super::observe::{Observation, of_changes};
use super::series::Series;
use super::special::{of_basket, of_published, of_ratio, of_stockouts, of_targets};
use super::text;
use super::watch::{PART_POINTS, WatchInputs};

mod attention;

/// The chosen rules, and what they have found so far.
pub struct Judge<'a> {
    pub inputs: WatchInputs<'a>,
    chosen: Vec<&'a AlertRule>,
    indicators: Indicators<'a>,
    /// Grades from this one on are to be confirmed.
    grave: Option<Grade>,
    pub hits: Vec<Hit<'a>>,
    pub assessments: Vec<Assessment>,
    pub uncovered: Vec<String>,
    pub no_category: usize,
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
        let confirm = rules.confirm.as_ref();
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
            grave: confirm.and_then(|confirm| Grade::parse(&confirm.grade)),
            hits: Vec::new(),
            assessments: unknown(inputs),
            uncovered: Vec::new(),
            no_category: 0,
        }
    }

    /// The same rules for other series of the same watch, with nothing found yet.
    pub fn beside(&self) -> Judge<'a> {
        Judge {
            chosen: self.chosen.clone(),
            hits: Vec::new(),
            assessments: Vec::new(),
            uncovered: Vec::new(),
            no_category: 0,
            ..*self
        }
    }

    /// Why the newest of `dates` is too old to be judged today; the past is judged as it was.
    pub fn staleness(&self, dates: impl Iterator<Item = Day>) -> Option<String> {
        match self.inputs.since {
            None => freshness::stale(&self.inputs.rules.freshness, dates, self.inputs.as_of),
            Some(_) => None,
        }
    }

    /// The position of the first of `dated`, oldest first, that is asked for.
    pub fn first<T>(&self, dated: &[T], date: impl Fn(&T) -> Day) -> usize {
        match self.inputs.since {
            None => dated.len().saturating_sub(1),
            Some(since) => dated.partition_point(|one| date(one) < since),
        }
    }

    /// Applies the rules on items, and the indicators, to one series; `targets` are target prices.
    pub fn series(&mut self, series: &Series<'a>, stale: Option<&str>, targets: &[Series]) {
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
            self.rule(rule, subject, cuts, seen, stale, prefix);
        }
        self.indicators(series, stale);
    }

    /// Applies the rules on categories and baskets.
    pub fn categories(&mut self, series: &[Series<'a>], targets: &[Series]) {
        let wide = |rule: &&AlertRule| rule.scope != AlertScope::Item;
        let rules: Vec<&'a AlertRule> = self.chosen.iter().copied().filter(wide).collect();
        if rules.is_empty() {
            return;
        }
        self.no_category = series.iter().filter(|one| one.category.is_empty()).count();
        let groups = category::groups(series);
        let mut covered = Vec::new();
        for group in &groups {
            let name = group[0].category;
            let covers = |rule: &&'a AlertRule| Some((*rule, rule.cuts_for(name)?));
            let covering: Vec<_> = rules.iter().filter_map(covers).collect();
            let is_named = self.uncovered.last().is_some_and(|last| last == name);
            match covering.is_empty() {
                true if !is_named => self.uncovered.push(name.to_owned()),
                true => {}
                false => covered.push((group, covering)),
            }
        }
        let parts = parts_of(&covered, PART_POINTS, |(group, _)| {
            group.iter().map(|series| series.points.len()).sum()
        });
        let judged = in_parallel(parts, |part| {
            let mut judge = self.beside();
            for (group, covering) in part {
                judge.group(group, covering, targets);
            }
            judge
        });
        for part in judged {
            self.hits.extend(part.hits);
            self.assessments.extend(part.assessments);
        }
    }

    /// Applies rules, each with its bounds, to the series of one category.
    fn group(
        &mut self,
        group: &[&Series<'a>],
        covering: &[(&'a AlertRule, &[f64])],
        targets: &[Series],
    ) {
        let members = Category::of(group);
        for (rule, bounds) in covering {
            match rule.scope {
                _ if !is_kind(rule, group[0]) => {}
                AlertScope::Basket => self.basket(&members, rule, bounds, targets),
                _ => self.category(&members, rule, bounds),
            }
        }
    }

    /// Applies the rules on the ratio of two prices.
    pub fn ratios(&mut self, series: &[Series<'a>]) {
        let ratio = |rule: &&AlertRule| rule.indicator == Indicator::Ratio;
        let rules: Vec<&'a AlertRule> = self.chosen.iter().copied().filter(ratio).collect();
        for rule in rules {
            let seen = of_ratio(series, rule);
            let is_quoted = |one: &&Series| rule.numerator.iter().any(|name| name == one.key.item);
            let (Some(above), Some(bounds)) = (series.iter().find(is_quoted), rule.cuts.get("*"))
            else {
                continue;
            };
            let dates = || seen.iter().rev().map(|seen| seen.date);
            let stale = self.staleness(dates());
            let mut subject = Subject::of_series(above, &rule.id);
            subject.scope = "*".to_owned();
            subject.spec = String::new();
            subject.category = "";
            subject.newest = dates().next().unwrap_or(subject.newest);
            let named = format!("{} by {}: ", rule.numerator[0], rule.denominator.join("/"));
            let prefix = |_: &Met| named.clone();
            let cuts = self.cuts(rule, ("*", bounds), &[above.key.market]);
            self.rule(rule, subject, cuts, seen, stale.as_deref(), prefix);
        }
    }

    /// Applies the rules on stock-outs to what sites reported.
    pub fn stockouts(&mut self) {
        let stockout = |rule: &&AlertRule| rule.indicator == Indicator::Stockout;
        let rules: Vec<&'a AlertRule> = self.chosen.iter().copied().filter(stockout).collect();
        for rule in rules {
            let Some(bounds) = rule.cuts.get("*") else {
                continue;
            };
            for ((site, item), seen) in of_stockouts(self.inputs.usage, self.inputs.as_of) {
                let stale = self.staleness(seen.iter().rev().map(|seen| seen.date));
                let Some((first, last)) = seen.first().zip(seen.last()) else {
                    continue;
                };
                let subject = Subject::of_site(site, item, &rule.id, (first.date, last.date));
                let prefix = |_: &Met| format!("{item} at {site}: ");
                let cuts = self.cuts(rule, ("*", bounds), &[site]);
                self.rule(rule, subject, cuts, seen, stale.as_deref(), prefix);
            }
        }
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

    fn cuts_of_category(
        &self,
        members: &Category,
        rule: &AlertRule,
        bounds: &[f64],
    ) -> Result<Cuts, String> {
        let series = members.series;
        let mut markets: Vec<&str> = series.iter().map(|one| one.key.market).collect();
        markets.dedup();
        self.cuts(rule, (series[0].category, bounds), &markets)
    }

    fn category(&mut self, members: &Category<'_, 'a>, rule: &'a AlertRule, bounds: &[f64]) {
        let dates = &members.dates;
        let stale = self.staleness(dates.iter().rev().copied());
        let cuts = self.cuts_of_category(members, rule, bounds);
        let mut seen = match &cuts {
            Ok(cuts) => {
                let grave = self.grave.and_then(|grade| cuts.from_grade(grade));
                members.observations(rule.indicator, cuts, grave)
            }
            Err(_) => Vec::new(),
        };
        let items_min = rule.items_min.unwrap_or(0);
        seen.retain(|seen| seen.series as usize >= items_min);
        let any = members.series[0];
        let subject = Subject::of_category(any, &rule.id, dates[dates.len() - 1]);
        let prefix = |met: &Met| text::of_category(any, met);
        self.rule(rule, subject, cuts, seen, stale.as_deref(), prefix);
    }

    fn basket(
        &mut self,
        members: &Category<'_, 'a>,
        rule: &'a AlertRule,
        bounds: &[f64],
        targets: &[Series],
    ) {
        let group = members.series;
        let of_one = |one: &&Series<'a>| {
            let seen = match rule.indicator {
                Indicator::Target => of_targets(one, targets),
                indicator => of_changes(one, indicator),
            };
            (one.key.item, one.key.market, seen)
        };
        let each: Vec<(&str, &str, Vec<Observation>)> = group.iter().map(of_one).collect();
        // Without a single target nobody asked for the rule here.
        if each.iter().all(|(_, _, seen)| seen.is_empty()) && self.inputs.chosen.is_empty() {
            return;
        }
        let seen = of_basket(&each, rule.items_min.unwrap_or(1));
        let dates = &members.dates;
        let stale = self.staleness(dates.iter().rev().copied());
        let subject = Subject::of_category(group[0], &rule.id, dates[dates.len() - 1]);
        let category = group[0].category;
        let prefix = |met: &Met| text::of_basket(category, met);
        let cuts = self.cuts_of_category(members, rule, bounds);
        self.rule(rule, subject, cuts, seen, stale.as_deref(), prefix);
    }

    /// What of `seen` met `cuts`, as far back as somebody asks; `is_unjudged` says that nobody can tell of the newest day.
    fn found(&self, seen: &[Observation], cuts: &Cuts, is_unjudged: bool) -> Vec<Met> {
        let rule = &self.inputs.rules.freshness;
        let is_assessed = assessed_from(seen, is_unjudged, &self.inputs) < seen.len();
        match is_assessed {
            // The day on which it was met last may lie before all that are asked for.
            true => met(seen, cuts, 0, rule),
            false if is_unjudged && self.inputs.since.is_none() => Vec::new(),
            false => met(seen, cuts, self.first(seen, |seen| seen.date), rule),
        }
    }

    /// Those of `found` in `seen` whose day is asked for.
    fn asked_for<'f>(
        &self,
        found: &'f [Met],
        seen: &[Observation],
    ) -> impl Iterator<Item = &'f Met> {
        let first = seen.get(self.first(seen, |seen| seen.date));
        let first = first.map(|seen| seen.date);
        found
            .iter()
            .filter(move |met| first.is_some_and(|first| met.observation.date >= first))
    }

    /// Keeps what meets the cuts; where the newest day cannot be judged it says why, and a look back still keeps
    /// what could be judged before. `stale` is why the newest quote is too old.
    fn rule(
        &mut self,
        rule: &'a AlertRule,
        subject: Subject<'a>,
        cuts: Result<Cuts, String>,
        mut seen: Vec<Observation>,
        stale: Option<&str>,
        prefix: impl Fn(&Met) -> String,
    ) {
        seen.retain(|seen| rule.is_in_force(seen.date));
        if !rule.is_in_force(subject.newest) && seen.is_empty() {
            return;
        }
        let is_seen = seen.last().is_some_and(|last| last.date == subject.newest);
        let missing = || match rule.items_min {
            Some(items_min) => text::few_items(items_min, subject.newest),
            None => text::missing(rule.indicator, subject.newest),
        };
        let unjudged = stale
            .map(str::to_owned)
            .or_else(|| (!is_seen).then(missing));
        let why = cuts.as_ref().err().cloned().or(unjudged);
        let cuts = cuts.unwrap_or_else(|_| Cuts::attention(f64::INFINITY));
        let found = self.found(&seen, &cuts, why.is_some());
        if why.is_none() || self.inputs.since.is_some() {
            let asked_for: Vec<&Met> = self.asked_for(&found, &seen).collect();
            for met in asked_for {
                let mut hit = subject.hit(met, &cuts, prefix(met), self.inputs.as_of);
                hit.moved = text::moved(met, rule);
                hit.is_single = rule.scope == AlertScope::Item && rule.indicator.is_of_series();
                self.hits.push(hit);
            }
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

fn is_kind(rule: &AlertRule, series: &Series) -> bool {
    let kind = series.key.kind.map(|kind| kind.id());
    rule.kind.is_none() || rule.kind.as_deref() == kind
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
