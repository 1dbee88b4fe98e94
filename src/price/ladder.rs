//! Which indicator a series is long enough for, and what it says.
//!
//! The ladder: deviation from trend and season in real time from three years on, growth against that of earlier years
//! where there are five, the robust score from eight quotes on. On each day the first that has a value draws attention,
//! never more than one; the published indicator of spikes is shown beside them and draws none.
//!
//! Shape: for each rung its observations and why it has none today.

use crate::calendar::Day;
use crate::policy::alert::{Alps, Ipa as IpaRule, RobustZ, Standard as RuleStandard};

use super::alps::{published, real_time};
use super::cut::Met;
use super::ipa::{Method, Standard, values};
use super::level::{alps_level, ipa_level};
use super::monthly::{History, Month, months};
use super::observe::{Observation, of_months, of_scores};
use super::robust::scores;
use super::series::Series;
use super::text;

/// Why a month that has enough history has no deviation from it.
const NOTHING_TO_COMPARE: &str = "this month of the year is new, or nothing deviated so far";

/// The indicators that were chosen.
#[derive(Debug, Clone, Copy)]
pub struct Indicators<'a> {
    pub alps: Option<&'a Alps>,
    pub published: Option<&'a Alps>,
    pub ipa: Option<&'a IpaRule>,
    pub robust: Option<&'a RobustZ>,
    /// Whether only the first that has a value draws attention; where they were named each does.
    pub is_ladder: bool,
}

impl Indicators<'_> {
    /// Whether any of them looks at months.
    fn are_monthly(&self) -> bool {
        self.alps.is_some() || self.published.is_some() || self.ipa.is_some()
    }

    /// Whether there is any of them.
    pub fn are_any(&self) -> bool {
        self.are_monthly() || self.robust.is_some()
    }
}

/// One indicator on one series.
pub struct Rung<'a> {
    pub id: &'a str,
    pub seen: Vec<Observation>,
    /// From which value on it draws attention; `None`: it only informs.
    pub attention: Option<f64>,
    /// Why it has no value today; empty where it has.
    pub missing: String,
    pub share: Option<f64>,
    level: Level<'a>,
}

enum Level<'a> {
    Alps(&'a Alps),
    Ipa(&'a IpaRule),
    Robust(&'a RobustZ),
}

impl Rung<'_> {
    /// Whether all quotes of a month are one observation.
    pub fn is_monthly(&self) -> bool {
        !matches!(self.level, Level::Robust(_))
    }

    /// What its value is called; empty where it has no levels.
    pub fn level(&self, value: f64) -> &str {
        match self.level {
            Level::Alps(method) => alps_level(method, value),
            Level::Ipa(method) => ipa_level(method, value),
            Level::Robust(_) => "",
        }
    }

    /// What is to be said of a value that has drawn attention for so many months in a row: where prices step, as those
    /// that a state supports do, trend and season of the months before do not fit the new level.
    pub fn regime(&self, met: &Met) -> String {
        let months = match self.level {
            Level::Alps(method) => method.regime_months,
            Level::Ipa(_) | Level::Robust(_) => None,
        };
        match months.is_some_and(|months| met.persistence >= months) {
            true => format!(
                "; month {} in a row since {}: a new level (regime shift) rather than a spike",
                met.persistence, met.since
            ),
            false => String::new(),
        }
    }

    /// Why it has no value on a `day` of the past, of the series of these `months`.
    pub fn missing_on(&self, day: Day, months: &[Month]) -> String {
        let at = months.partition_point(|month| month.last < day);
        match self.level {
            Level::Alps(method) if self.attention.is_some() && at < months.len() => {
                let before = History::before(months, at);
                match is_enough(&before, method) {
                    true => NOTHING_TO_COMPARE.to_owned(),
                    false => text::short_history(&before, method),
                }
            }
            Level::Alps(_) => self.missing.clone(),
            Level::Ipa(method) => text::few_years(method),
            Level::Robust(method) => text::few(method, day),
        }
    }

    /// Whether it draws attention in the month of `day`, or says that there is no need to.
    pub fn speaks_for(&self, day: Day) -> bool {
        let month = day.month_number();
        let number = |seen: &Observation| seen.date.month_number();
        let at = self.seen.partition_point(|seen| number(seen) < month);
        let has_value = self.seen.get(at).is_some_and(|seen| number(seen) == month);
        self.attention.is_some() && has_value
    }
}

/// The rungs of a series, the highest first.
pub fn rungs<'a>(series: &Series, indicators: &Indicators<'a>, as_of: Day) -> Vec<Rung<'a>> {
    let months = match indicators.are_monthly() {
        true => months(&series.points),
        false => Vec::new(),
    };
    let mut rungs = Vec::new();
    if let Some(method) = indicators.alps {
        rungs.push(spikes(&months, method, as_of));
    }
    if let Some(method) = indicators.published {
        rungs.push(informs(&months, method));
    }
    if let Some(method) = indicators.ipa {
        rungs.push(anomalies(&months, method));
    }
    if let Some(method) = indicators.robust {
        let newest = series.points[series.points.len() - 1].date;
        let seen = of_scores(series, scores(&series.points, method));
        let is_seen = seen.last().is_some_and(|last| last.date == newest);
        rungs.push(Rung {
            id: &method.id,
            seen,
            attention: Some(method.cut),
            missing: match is_seen {
                true => String::new(),
                false => text::few(method, newest),
            },
            share: None,
            level: Level::Robust(method),
        });
    }
    rungs
}

/// Whether months are enough for a seasonal trend.
fn is_enough(history: &History<'_>, method: &Alps) -> bool {
    history.span() >= method.months_min && history.share() >= method.share_min
}

fn spikes<'a>(months: &[Month], method: &'a Alps, as_of: Day) -> Rung<'a> {
    let values = real_time(months, method.ddof, |before| is_enough(before, method));
    let newest = months.len() - 1;
    let before = History::before(months, newest);
    let age = as_of.month_number() - months[newest].number;
    let missing = if !is_enough(&before, method) {
        text::short_history(&before, method)
    } else if age >= method.recent_months {
        format!("no quote in the last {} months", method.recent_months)
    } else if values.last().is_none_or(Option::is_none) {
        NOTHING_TO_COMPARE.to_owned()
    } else {
        String::new()
    };
    Rung {
        id: &method.id,
        seen: of_months(months, &values),
        attention: Some(method.attention),
        missing,
        share: Some(before.share()),
        level: Level::Alps(method),
    }
}

/// The indicator as it is published: on the whole sample, with what came later.
fn informs<'a>(months: &[Month], method: &'a Alps) -> Rung<'a> {
    let whole = History::whole(months);
    let fit = match is_enough(&whole, method) {
        true => published(months, method.ddof),
        false => None,
    };
    let missing = match &fit {
        Some(_) => String::new(),
        None if is_enough(&whole, method) => "nothing deviated".to_owned(),
        None => text::short_history(&whole, method),
    };
    let values: Vec<Option<f64>> = match fit {
        Some(fit) => fit.scores.into_iter().map(Some).collect(),
        None => Vec::new(),
    };
    Rung {
        id: &method.published,
        seen: of_months(months, &values),
        attention: None,
        missing,
        share: Some(whole.share()),
        level: Level::Alps(method),
    }
}

fn anomalies<'a>(months: &[Month], method: &'a IpaRule) -> Rung<'a> {
    let standard = match method.standard {
        RuleStandard::Strict => Standard::Strict,
        RuleStandard::Ons => Standard::Ons,
    };
    let how = Method {
        standard,
        years_min: method.years_min,
        gamma: method.gamma,
    };
    let values = values(months, &how);
    let missing = match values.last() {
        Some(Some(_)) => String::new(),
        _ => text::few_years(method),
    };
    Rung {
        id: &method.id,
        seen: of_months(months, &values),
        attention: Some(method.attention),
        missing,
        share: Some(History::whole(months).share()),
        level: Level::Ipa(method),
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::policy::AlertRules;

    /// What `alps-rt` says of a series that is quoted in the months from January 2019 that `is_quoted` names, and why not.
    fn missing(count: i32, is_quoted: impl Fn(i32) -> bool) -> String {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let start = day("2019-01-15");
        let at = (0..count).filter(|at| is_quoted(*at));
        let quotes: Vec<_> = at
            .map(|at| {
                let steps = 40_000 + 1_000 * i64::from(at * 7 % 10);
                quote(&start.plus_months(at).to_string(), "cabbage", steps)
            })
            .collect();
        let as_of = start.plus_months(count - 1);
        let chosen = Indicators {
            alps: rules.alps.as_ref(),
            published: None,
            ipa: None,
            robust: None,
            is_ladder: true,
        };
        rungs(&gather(&quotes, as_of).series[0], &chosen, as_of)[0]
            .missing
            .clone()
    }

    #[test]
    fn three_years_before_the_month_are_enough_and_a_month_less_is_not() {
        assert_eq!(missing(37, |_| true), "");
        assert!(missing(36, |_| true).starts_with("35 months"));
    }

    #[test]
    fn months_without_a_quote_before_the_newest_are_months_before_it() {
        // Three years, two and a half years of nothing, and a quote: 36 of 66 months.
        let late = missing(67, |at| !(36..66).contains(&at));
        assert!(late.starts_with("66 months, 55% of them quoted"), "{late}");
    }

    #[test]
    fn seven_quoted_months_of_ten_are_enough_and_one_less_is_not() {
        // 40 months before the newest: 12 without a quote, or 13. Every month of the year is quoted at least twice.
        let gaps = [2, 5, 8, 11, 13, 16, 19, 22, 25, 28, 31, 33];
        assert_eq!(missing(41, |at| !gaps.contains(&at)), "");
        let one_more = missing(41, |at| !gaps.contains(&at) && at != 35);
        assert!(one_more.starts_with("40 months"), "{one_more}");
    }
}
