//! Rules on categories and baskets: what is told of many series at once.

use crate::engine::parallel::{in_parallel, parts_of};
use crate::policy::AlertRule;
use crate::policy::alert::{AlertScope, Indicator};

use super::super::assess::Subject;
use super::super::category::{self, Category};
use super::super::copied::{self, Copied};
use super::super::cut::{Cuts, Met};
use super::super::freshness::Quoted;
use super::super::observe::{Observation, of_changes};
use super::super::series::Series;
use super::super::special::{of_basket, of_targets};
use super::super::text;
use super::super::watch::PART_POINTS;
use super::kinds::Covered;
use super::{Judge, is_kind};

impl<'a> Judge<'a> {
    /// Applies the rules on categories and baskets.
    pub fn categories(&mut self, series: &[Series<'a>], targets: &[Series]) {
        let wide = |rule: &&AlertRule| rule.scope != AlertScope::Item;
        let rules: Vec<&'a AlertRule> = self.chosen.iter().copied().filter(wide).collect();
        if rules.is_empty() {
            return;
        }
        let nameless = series.iter().filter(|one| one.category.is_empty());
        self.without_category = nameless.map(|one| one.key.item.to_owned()).collect();
        let groups = category::groups(series);
        let mut covered: Vec<Covered> = Vec::new();
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
        self.say_unquoted_kinds(&covered);
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
        covering: &[(&'a AlertRule, &'a [f64])],
        targets: &[Series],
    ) {
        let members = Category::of(group);
        let copied = copied::days_of_all(group, &self.inputs.rules.freshness);
        for (rule, bounds) in covering {
            match rule.scope {
                _ if !is_kind(rule, group[0]) => {}
                AlertScope::Basket => self.basket((&members, &copied[..]), rule, bounds, targets),
                _ => self.category((&members, &copied[..]), rule, bounds),
            }
        }
    }

    /// The cuts of a rule at its `bounds` for what is sold of a category.
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

    fn category(
        &mut self,
        (members, copied): (&Category<'_, 'a>, &[Copied]),
        rule: &'a AlertRule,
        bounds: &[f64],
    ) {
        let dates = &members.dates;
        let stale = self.staleness(dates);
        let quoted = Quoted::each_day(dates, stale).with_copied(copied);
        let cuts = self.cuts_of_category(members, rule, bounds);
        let mut seen = match &cuts {
            Ok(cuts) => members.observations(rule.indicator, cuts),
            Err(_) => Vec::new(),
        };
        if let Some(items_min) = rule.items_min {
            let items = members.items_compared(rule.indicator);
            seen.retain(|seen| items.get(&seen.date).is_some_and(|n| *n >= items_min));
        }
        let any = members.series[0];
        let subject = Subject::of_category(any, &rule.id, dates[dates.len() - 1]);
        let prefix = |met: &Met| text::of_category(any, met);
        self.rule(rule, subject, cuts, seen, quoted, prefix);
    }

    fn basket(
        &mut self,
        (members, copied): (&Category<'_, 'a>, &[Copied]),
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
        let stale = self.staleness(dates);
        let quoted = Quoted::each_day(dates, stale).with_copied(copied);
        let subject = Subject::of_category(group[0], &rule.id, dates[dates.len() - 1]);
        let category = group[0].category;
        let prefix = |met: &Met| text::of_basket(category, met);
        let cuts = self.cuts_of_category(members, rule, bounds);
        self.rule(rule, subject, cuts, seen, quoted, prefix);
    }
}
