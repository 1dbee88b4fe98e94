//! The indicators of one series, which draw attention and grade nothing.

use crate::price::assess::{Subject, Verdict, assessments, unjudged};
use crate::price::cut::{Cuts, Met};
use crate::price::freshness::Quoted;
use crate::price::index::basket::Every;
use crate::price::ladder::rungs;
use crate::price::monthly::months;
use crate::price::series::Series;
use crate::price::text;

use super::Judge;

impl<'a> Judge<'a> {
    /// Applies the indicators that the series is long enough for.
    pub(super) fn indicators(&mut self, series: &Series<'a>, quoted: Quoted) {
        let rungs = rungs(series, &self.indicators, self.inputs.as_of);
        let is_ladder = self.indicators.is_ladder;
        let last = rungs.len().saturating_sub(1);
        let mut has_value = false;
        let months = match self.inputs.since {
            Some(_) if self.inputs.each_day => months(&series.points),
            _ => Vec::new(),
        };
        for (at, rung) in rungs.iter().enumerate() {
            let missing = (!rung.missing.is_empty()).then(|| rung.missing.clone());
            // A rung that a series is too short for is no gap, as long as a lower one has something to say.
            let is_only = !is_ladder || (at == last && !has_value);
            has_value |= missing.is_none() && rung.attention.is_some();
            let cuts = Cuts::attention(rung.attention.unwrap_or(f64::INFINITY));
            let mut subject = Subject::of_series(series, rung.id);
            subject.share = rung.share;
            subject.is_news = self.is_news(&quoted);
            let verdict = Verdict {
                why: quoted.stale.map(str::to_owned).or(missing),
                is_gap: is_only || quoted.stale.is_some(),
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
                is_gap.then(|| rung.missing_on(day, &months))
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
