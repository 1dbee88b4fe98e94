//! The rules on what is no single series of quotes: the ratio of two prices, what sites reported, and no quotes at all.

use crate::calendar::Day;
use crate::policy::AlertRule;
use crate::policy::alert::Indicator;
use crate::price::assess::{Subject, not_assessable};
use crate::price::cut::Met;
use crate::price::freshness::Quoted;
use crate::price::gap::Cause;
use crate::price::series::Series;
use crate::price::special::{of_ratio, of_stockouts, sides};
use crate::price::text;

use super::Judge;

impl<'a> Judge<'a> {
    /// Applies the rules on the ratio of two prices.
    pub fn ratios(&mut self, series: &[Series<'a>]) {
        let ratio = |rule: &&AlertRule| rule.indicator == Indicator::Ratio;
        let rules: Vec<&'a AlertRule> = self.chosen.iter().copied().filter(ratio).collect();
        for rule in rules {
            let Some(bounds) = rule.cuts.get("*") else {
                continue;
            };
            for sides in sides(series, rule) {
                let seen = of_ratio(&sides);
                let days: Vec<Day> = seen.iter().map(|seen| seen.date).collect();
                let stale = self.staleness(&days);
                let quoted = Quoted::each_day(&days, stale);
                let above = sides.0[0];
                let mut subject = Subject::of_series(above, &rule.id);
                subject.scope = "*".to_owned();
                subject.spec = String::new();
                subject.category = "";
                subject.newest = days.last().copied().unwrap_or(subject.newest);
                let named = format!("{} by {}: ", rule.numerator[0], rule.denominator.join("/"));
                let prefix = |_: &Met| named.clone();
                let cuts = self.cuts(rule, ("*", bounds), &[above.key.market]);
                self.rule(rule, subject, cuts, seen, quoted, prefix);
            }
        }
    }

    /// Says that there is no quote to judge, where any rule or indicator that was chosen looks at quotes: a feed that
    /// delivers nothing is no calm market.
    pub fn unquoted(&mut self) {
        let of_quotes = |rule: &&AlertRule| rule.indicator != Indicator::Stockout;
        let as_of = self.inputs.as_of;
        if !self.indicators.are_any() && !self.chosen.iter().any(of_quotes) {
            return;
        }
        let subject = Subject::of_site("*", "", "*", (as_of, as_of));
        // Nothing is quoted since any day.
        let why = Cause::Quotes.said(text::unquoted(as_of));
        let mut judged = not_assessable(&subject, why, &self.inputs);
        judged.row.from = None;
        judged.row.freshness = None;
        self.assessments.push(judged);
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
                let days: Vec<Day> = seen.iter().map(|seen| seen.date).collect();
                let (Some(first), Some(last)) = (days.first(), days.last()) else {
                    continue;
                };
                let stale = self.staleness(&days);
                let quoted = Quoted::each_day(&days, stale);
                let subject = Subject::of_site(site, item, &rule.id, (*first, *last));
                let prefix = |_: &Met| format!("{item} at {site}: ");
                let cuts = self.cuts(rule, ("*", bounds), &[site]);
                self.rule(rule, subject, cuts, seen, quoted, prefix);
            }
        }
    }
}
