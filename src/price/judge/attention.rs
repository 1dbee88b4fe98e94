//! The indicators of one series, which draw attention and grade nothing.

use crate::price::assess::{Subject, Verdict, assessments, unjudged};
use crate::price::cut::{Cuts, Met};
use crate::price::freshness::Quoted;
use crate::price::gap::{Cause, Why};
use crate::price::index::basket::Every;
use crate::price::ladder::rungs;
use crate::price::monthly::months;
use crate::price::series::Series;
use crate::price::text;

use super::Judge;

impl<'a> Judge<'a> {
    /// Applies the indicators that the series is long enough for.
    pub(super) fn indicators(&mut self, series: &Series<'a>, quoted: Quoted) {
        let mut rungs = rungs(series, &self.indicators, self.inputs.as_of);
        // What is published stays as it is published; it draws no attention.
        let drawing = rungs.iter_mut().filter(|rung| rung.attention.is_some());
        for rung in drawing.filter(|_| !quoted.copied.is_empty()) {
            rung.seen
                .retain(|seen| quoted.copied_on(seen.date).is_none());
        }
        let stale = quoted.stale.map(Why::from);
        let newest = quoted.days.last();
        let copied = newest.and_then(|newest| quoted.copied_on(*newest));
        let is_ladder = self.indicators.is_ladder;
        let last = rungs.len().saturating_sub(1);
        let mut has_value = false;
        let months = match self.inputs.options.since {
            Some(_) if self.inputs.options.each_day => months(&series.points),
            _ => Vec::new(),
        };
        for (at, rung) in rungs.iter().enumerate() {
            let missing =
                (!rung.missing.is_empty()).then(|| Cause::Quotes.said(rung.missing.clone()));
            let unsaid = stale.clone().or(rung.attention.and(copied.clone()));
            // A rung that a series is too short for is no gap, as long as a lower one has something to say.
            let is_only = !is_ladder || (at == last && !has_value);
            has_value |= missing.is_none() && rung.attention.is_some();
            let cuts = Cuts::attention(rung.attention.unwrap_or(f64::INFINITY));
            let mut subject = Subject::of_series(series, rung.id);
            subject.share = rung.share;
            subject.is_news = self.is_news(&quoted);
            let verdict = Verdict {
                is_gap: is_only || unsaid.is_some(),
                why: unsaid.or(missing),
                level: |value: f64| rung.level(value).to_owned(),
            };
            let quoted = match rung.is_monthly() {
                true => quoted.by(Every::Month),
                false => quoted,
            };
            let is_unjudged = verdict.why.is_some();
            let found = self.found(&rung.seen, &cuts, quoted, is_unjudged);
            let is_spoken_for = |met: &&Met| {
                let mut above = rungs[..at].iter();
                is_ladder && above.any(|above| above.speaks_for(met.observation.date))
            };
            let past = unjudged(&subject, &rung.seen, quoted, &self.inputs, |day| {
                let mut above = rungs[..at].iter();
                let is_gap = !is_ladder || at == last && !above.any(|above| above.speaks_for(day));
                let missing = || Cause::Quotes.said(rung.missing_on(day, &months));
                is_gap.then(|| quoted.copied_on(day).unwrap_or_else(missing))
            });
            self.assessments.extend(past);
            let asked_for = self.asked_for(&found, &rung.seen, is_unjudged);
            for (met, is_asked_for) in asked_for {
                if is_spoken_for(&met) {
                    continue;
                }
                let level = rung.level(met.observation.value);
                let is_monthly = rung.is_monthly();
                let mut text = text::of_indicator(series, met, is_monthly, level, rung.id);
                text += &rung.regime(met);
                let mut hit = subject.hit(met, &cuts, text, &self.inputs);
                hit.is_asked_for = is_asked_for;
                self.hits.push(hit);
            }
            let seen = (&*rung.seen, &*found);
            let rows = assessments(&subject, seen, &cuts, &verdict, &self.inputs);
            self.assessments.extend(rows);
        }
    }
}
