//! Which observations meet a rule, how gravely, since when: rows of `alert`.
//!
//! Shape: observations of one subject (a series or a category), oldest first, become rows. A rule is met from its cut
//! on, the cut included. In a rule on 旬 a whole 旬 is one observation, judged by its last quote; the running one by
//! what is quoted so far. This file never works out a change.

use crate::calendar::Day;
use crate::ledger::tables::Alert;
use crate::ledger::word::{Grade, Word};
use crate::policy::AlertRule;
use crate::policy::alert::Indicator;
use crate::quantity::Price;

use super::change::{Comparison, Comparisons};
use super::robust::Score;
use super::series::{Point, Series};

/// What binary fractions may lose: a rise of exactly a tenth meets a cut of a tenth.
const SLACK: f64 = 1e-9;

/// What a rule looks at, on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub date: Day,
    /// A change as a fraction, or a score.
    pub value: f64,
    pub price: Price,
    /// The quotes behind the value.
    pub quotes: u32,
    /// The series behind it, and those of them that meet the lightest cut on their own.
    pub series: u32,
    pub breadth: u32,
}

/// An observation that meets a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Met {
    pub observation: Observation,
    pub grade: Grade,
    pub threshold: f64,
    /// Observations in a row, up to this one, that meet the rule.
    pub persistence: i64,
}

/// Grades with the lower bound of each, lightest first.
pub type Cuts = Vec<(Grade, f64)>;

/// The position of the gravest of `cuts`, lightest first, that `value` reaches; the cut itself is reached.
pub fn graded(value: f64, cuts: &[f64]) -> Option<usize> {
    cuts.iter().rposition(|cut| value >= cut - SLACK)
}

/// The cuts of `rule` for a category or item; the error says which of its grades is no word.
pub fn cuts(rule: &AlertRule, bounds: &[f64]) -> Result<Cuts, String> {
    let pairs = rule.grades.iter().zip(bounds);
    pairs
        .map(|(word, bound)| match Grade::parse(word) {
            Some(grade) => Ok((grade, *bound)),
            None => Err(format!("\"{word}\" is not a grade of an alert")),
        })
        .collect()
}

/// The observations from `first` on that meet `cuts`, each with how many before it did so in a row.
pub fn met(observations: &[Observation], cuts: &Cuts, first: usize) -> Vec<Met> {
    let bounds: Vec<f64> = cuts.iter().map(|(_, bound)| *bound).collect();
    let mut persistence = 0;
    let mut rows = Vec::new();
    for (at, observation) in observations.iter().enumerate() {
        let Some(cut) = graded(observation.value, &bounds) else {
            persistence = 0;
            continue;
        };
        persistence += 1;
        if at >= first {
            rows.push(Met {
                observation: *observation,
                grade: cuts[cut].0,
                threshold: cuts[cut].1,
                persistence,
            });
        }
    }
    rows
}

/// What a rule on `indicator` sees of a series.
pub fn of_changes(
    series: &Series,
    compared: &[Comparisons],
    indicator: Indicator,
) -> Vec<Observation> {
    let pairs = series.points.iter().zip(compared);
    let all = pairs.filter_map(|(point, compared)| Some((point, compared.of(indicator)?)));
    let mut seen: Vec<Observation> = Vec::new();
    for (point, comparison) in all {
        let replaces = seen
            .last()
            .is_some_and(|last| is_same(indicator, last.date, point.date));
        if replaces {
            seen.pop();
        }
        seen.push(of_change(point, &comparison));
    }
    seen
}

fn of_change(point: &Point, comparison: &Comparison) -> Observation {
    Observation {
        date: point.date,
        value: comparison.change(),
        price: point.price,
        quotes: comparison.quotes,
        series: 1,
        breadth: 1,
    }
}

/// What the robust score sees of a series.
pub fn of_scores(series: &Series, scores: &[Option<Score>]) -> Vec<Observation> {
    let pairs = series.points.iter().zip(scores);
    let all = pairs.filter_map(|(point, score)| Some((point, (*score)?)));
    all.map(|(point, score)| Observation {
        date: point.date,
        value: score.z,
        price: point.price,
        quotes: u32::try_from(score.points)
            .unwrap_or(u32::MAX)
            .saturating_add(1),
        series: 1,
        breadth: 1,
    })
    .collect()
}

/// Whether two dates are one observation of a rule: a 旬 is, for a rule on 旬.
pub fn is_same(indicator: Indicator, one: Day, other: Day) -> bool {
    one == other || (indicator == Indicator::Xun && one.xun() == other.xun())
}

/// The row of an observation that meets `rule`.
pub fn row(met: &Met, scope: &str, item: &str, rule: &str, as_of: Day, text: String) -> Alert {
    let observation = &met.observation;
    Alert {
        date: observation.date,
        scope: scope.to_owned(),
        item: item.to_owned(),
        rule: rule.to_owned(),
        grade: met.grade,
        value: Some(observation.value),
        threshold: Some(met.threshold),
        price: Some(observation.price),
        persistence: Some(met.persistence),
        breadth: Some(i64::from(observation.breadth)),
        quotes: Some(i64::from(observation.quotes)),
        freshness: Some(as_of.days_since(observation.date)),
        text,
        spec: String::new(),
        kind: None,
        unit: String::new(),
        from: None,
        items: None,
        markets: None,
        label: String::new(),
    }
}

/// Counts into `breadth` the series of an item, at any market and of any spec, that met a rule on one day.
pub fn breadth_by_item(alerts: &mut [Alert]) {
    alerts.sort_by(|a, b| of_item(a).cmp(&of_item(b)));
    for together in alerts.chunk_by_mut(|a, b| of_item(a) == of_item(b)) {
        let breadth = i64::try_from(together.len()).ok();
        together
            .iter_mut()
            .for_each(|alert| alert.breadth = breadth);
    }
}

fn of_item(alert: &Alert) -> (&str, &str, Day) {
    (&alert.rule, &alert.item, alert.date)
}

/// The rows by key, one each: of several the gravest, and its text says how many more there are.
///
/// The key has neither spec nor kind, so that two specs of an item at one market are one row.
pub fn one_a_key(mut alerts: Vec<Alert>) -> Vec<Alert> {
    alerts.sort_by(|a, b| {
        let gravest_first = b.grade.cmp(&a.grade).then(
            b.value
                .unwrap_or_default()
                .total_cmp(&a.value.unwrap_or_default()),
        );
        key(a)
            .cmp(&key(b))
            .then(gravest_first)
            .then(a.text.cmp(&b.text))
    });
    let mut kept: Vec<Alert> = Vec::with_capacity(alerts.len());
    let mut more = 0;
    for alert in alerts {
        if kept.last().is_some_and(|last| key(last) == key(&alert)) {
            more += 1;
            continue;
        }
        name_more(kept.last_mut(), more);
        more = 0;
        kept.push(alert);
    }
    name_more(kept.last_mut(), more);
    kept
}

fn key(alert: &Alert) -> (Day, &str, &str, &str) {
    (alert.date, &alert.scope, &alert.item, &alert.rule)
}

fn name_more(alert: Option<&mut Alert>, more: usize) {
    if let (Some(alert), true) = (alert, more > 0) {
        alert
            .text
            .push_str(&format!(" (and {more} more series here)"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::AlertRules;

    fn rule(id: &str) -> AlertRule {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let found = rules.alert.into_iter().find(|rule| rule.id == id);
        found.unwrap_or_else(|| panic!("granary has {id}"))
    }

    /// The grades of `values` for `name`; a dash where no cut is reached.
    fn grades(rule: &AlertRule, name: &str, values: &[f64]) -> Vec<&'static str> {
        let bounds = rule
            .cuts_for(name)
            .unwrap_or_else(|| panic!("cuts for {name}"));
        let cuts = cuts(rule, bounds).unwrap_or_else(|word| panic!("{word}"));
        let grade = |value: &f64| graded(*value, bounds).map_or("-", |at| cuts[at].0.id());
        values.iter().map(grade).collect()
    }

    #[test]
    fn signal_lights_turn_at_their_cut_and_not_before() {
        let rule = rule("gd-signal-light");
        let of = |name, values: &[f64]| grades(&rule, name, values);
        assert_eq!(
            of("vegetable", &[0.0999, 0.1, 0.15]),
            ["-", "notice", "warning"]
        );
        assert_eq!(of("pork", &[0.05, 0.1]), ["notice", "warning"]);
        assert_eq!(of("grain", &[0.02, 0.05]), ["notice", "warning"]);
        assert_eq!(of("oil", &[0.019]), ["-"]);
    }

    #[test]
    fn a_weekly_rise_is_graded_at_three_cuts() {
        let values = [0.29, 0.3, 0.499, 0.5, 0.99, 1.0];
        let expected = ["-", "notice", "notice", "warning", "warning", "severe"];
        assert_eq!(
            grades(&rule("mofcom-weekly"), "anything", &values),
            expected
        );
    }

    #[test]
    fn a_rise_of_exactly_the_cut_survives_binary_fractions() {
        assert_eq!(graded(6.6 / 6.0 - 1.0, &[0.1]), Some(0));
        assert_eq!(graded(0.1 - 1e-8, &[0.1]), None);
    }

    #[test]
    fn a_fall_meets_no_rule() {
        assert_eq!(graded(-0.9, &[0.1, 0.15]), None);
    }
}
