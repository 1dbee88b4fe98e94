//! Which observations reach a rule's cuts, how gravely, since when.
//!
//! Shape: observations of one subject, oldest first, become those that meet. A cut is reached from its bound on, the
//! bound included unless it is strict; a cut that must last counts once enough observations in a row reached it.

use std::cell::LazyCell;

use crate::calendar::Day;
use crate::ledger::word::{Grade, Word};
use crate::policy::AlertRule;
use crate::policy::alert::Freshness;

use super::freshness;
use super::observe::Observation;

/// What binary fractions may lose: a rise of exactly a tenth meets a cut of a tenth.
pub(super) const SLACK: f64 = 1e-9;

/// One grade of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    pub grade: Grade,
    /// What the source calls it; empty where it has no word.
    pub label: String,
    pub bound: f64,
    /// Whether the bound itself does not reach it.
    pub is_strict: bool,
    /// Observations in a row that it takes.
    pub lasting: i64,
}

/// The grades of a rule for one category or item, lightest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Cuts {
    pub list: Vec<Cut>,
    /// Whether values at or below a bound reach it.
    pub falls: bool,
    /// Whether the rule says itself how long a grade must last.
    pub is_lasting: bool,
    /// Whether the bounds are changes, which are written in percent.
    pub is_change: bool,
}

/// An observation that meets a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    pub observation: Observation,
    /// The place of the gravest cut that is met.
    pub cut: usize,
    /// Observations in a row, up to this one, that reach the lightest cut, and the first of them.
    pub persistence: i64,
    pub since: Day,
    /// For each cut, observations in a row that reach it.
    pub runs: Vec<i64>,
}

impl Cuts {
    /// The cuts of `rule` for a category or item; the error says which of its grades is no word.
    pub fn of(rule: &AlertRule, bounds: &[f64]) -> Result<Cuts, String> {
        let numbered = rule.grades.iter().zip(bounds).enumerate();
        let cut = |(at, (word, bound)): (usize, (&String, &f64))| match Grade::parse(word) {
            Some(grade) => Ok(Cut {
                grade,
                label: rule.labels.get(at).cloned().unwrap_or_default(),
                bound: *bound,
                is_strict: rule.strict.get(at).copied().unwrap_or(false),
                lasting: rule.lasting.get(at).copied().unwrap_or(1),
            }),
            None => Err(format!("\"{word}\" is not a grade of an alert")),
        };
        Ok(Cuts {
            list: numbered.map(cut).collect::<Result<_, _>>()?,
            falls: rule.falls,
            is_lasting: !rule.lasting.is_empty(),
            is_change: rule.indicator.is_fraction(),
        })
    }

    /// The single cut of an indicator, which draws attention and never more, whatever the file says.
    pub fn attention(bound: f64) -> Cuts {
        Cuts {
            list: vec![Cut {
                grade: Grade::Notice,
                label: String::new(),
                bound,
                is_strict: false,
                lasting: 1,
            }],
            falls: false,
            is_lasting: true,
            is_change: false,
        }
    }

    /// Whether `value` reaches `cut`.
    pub fn reaches(&self, cut: &Cut, value: f64) -> bool {
        let (value, bound) = match self.falls {
            true => (-value, -cut.bound),
            false => (value, cut.bound),
        };
        match cut.is_strict {
            true => value > bound + SLACK,
            false => value >= bound - SLACK,
        }
    }

    /// The place of the gravest cut that the last of `values`, oldest first, meets; lasting cuts count the others.
    pub fn meets(&self, values: &[f64]) -> Option<usize> {
        let run = |cut: &Cut| {
            let newest_first = values.iter().rev();
            newest_first
                .take_while(|value| self.reaches(cut, **value))
                .count()
        };
        self.list
            .iter()
            .rposition(|cut| i64::try_from(run(cut)).is_ok_and(|run| run >= cut.lasting))
    }

    /// The lightest cut of a grade from `grade` on.
    pub fn from_grade(&self, grade: Grade) -> Option<&Cut> {
        self.list.iter().find(|cut| cut.grade >= grade)
    }
}

/// The position of the gravest of `cuts`, lightest first, that `value` reaches; the cut itself is reached.
pub fn graded(value: f64, cuts: &[f64]) -> Option<usize> {
    cuts.iter().rposition(|cut| value >= cut - SLACK)
}

/// The observations from `first` on that meet `cuts`, each with how long it lasts.
///
/// What lies further apart than a fresh series may be, by `rule`, is not in a row.
pub fn met(observations: &[Observation], cuts: &Cuts, first: usize, rule: &Freshness) -> Vec<Met> {
    // The usual gap matters to a run that goes on over more days than any series may be without a quote.
    let apart = LazyCell::new(|| {
        let dates = observations.iter().rev().map(|seen| seen.date);
        freshness::limit(rule, dates)
    });
    let mut runs = vec![0; cuts.list.len()];
    let mut found = Vec::new();
    let (mut since, mut before) = (None, None);
    for (at, observation) in observations.iter().enumerate() {
        let is_apart = |before: Day| {
            let gap = observation.date.days_since(before);
            gap > rule.days && gap > *apart
        };
        if runs.iter().any(|run| *run > 0) && before.is_some_and(is_apart) {
            runs.fill(0);
        }
        before = Some(observation.date);
        for (run, cut) in runs.iter_mut().zip(&cuts.list) {
            *run = match cuts.reaches(cut, observation.value) {
                true => *run + 1,
                false => 0,
            };
        }
        let persistence = runs.first().copied().unwrap_or(0);
        if persistence == 1 {
            since = Some(observation.date);
        }
        let is_met = |(run, cut): (&i64, &Cut)| *run > 0 && *run >= cut.lasting;
        let Some(cut) = runs.iter().zip(&cuts.list).rposition(is_met) else {
            continue;
        };
        if at >= first {
            found.push(Met {
                observation: *observation,
                cut,
                persistence,
                since: since.unwrap_or(observation.date),
                runs: runs.clone(),
            });
        }
    }
    found
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

    fn cuts(rule: &AlertRule, name: &str) -> Cuts {
        let bounds = rule
            .cuts_for(name)
            .unwrap_or_else(|| panic!("cuts for {name}"));
        Cuts::of(rule, bounds).unwrap_or_else(|word| panic!("{word}"))
    }

    /// The grades of `values`, each by itself; a dash where no cut is reached.
    fn grades(id: &str, name: &str, values: &[f64]) -> Vec<&'static str> {
        let rule = rule(id);
        let cuts = cuts(&rule, name);
        let grade = |value: &f64| {
            cuts.meets(&[*value])
                .map_or("-", |at| cuts.list[at].grade.id())
        };
        values.iter().map(grade).collect()
    }

    #[test]
    fn signal_lights_turn_at_their_cut_and_not_before() {
        let of = |name, values: &[f64]| grades("gd-signal-light", name, values);
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
        assert_eq!(grades("mofcom-weekly", "anything", &values), expected);
    }

    #[test]
    fn a_one_off_rise_must_pass_its_cut() {
        let of = |name| grades("ndrc-onceoff", name, &[0.0499, 0.05, 0.0501, 0.1, 0.1001]);
        assert_eq!(of("grain"), ["-", "-", "notice", "notice", "notice"]);
        assert_eq!(of("medicine"), ["-", "-", "-", "-", "notice"]);
    }

    #[test]
    fn exactly_forty_percent_is_the_lighter_of_two_grades() {
        let values = [0.2999, 0.3, 0.4, 0.4001];
        assert_eq!(
            grades("pork-rise-2021", "pork", &values),
            ["-", "warning", "warning", "severe"]
        );
    }

    #[test]
    fn a_ratio_between_five_and_six_is_grave_in_its_third_week() {
        let rule = rule("hog-fall-2021");
        let cuts = cuts(&rule, "hog");
        let grade = |ratios: &[f64]| cuts.meets(ratios).map(|at| cuts.list[at].label.clone());
        assert_eq!(grade(&[6.0]), None);
        assert_eq!(grade(&[5.9, 5.9]).as_deref(), Some("III"));
        assert_eq!(grade(&[5.9, 6.1, 5.9, 5.9]).as_deref(), Some("III"));
        assert_eq!(grade(&[5.9, 5.9, 5.9]).as_deref(), Some("II"));
        assert_eq!(grade(&[5.0]).as_deref(), Some("III"));
        assert_eq!(grade(&[4.99]).as_deref(), Some("I"));
    }

    #[test]
    fn a_rise_of_exactly_the_cut_survives_binary_fractions() {
        assert_eq!(graded(6.6 / 6.0 - 1.0, &[0.1]), Some(0));
        assert_eq!(graded(0.1 - 1e-8, &[0.1]), None);
    }

    #[test]
    fn a_fall_meets_no_rise_and_its_mirror_meets_no_rise() {
        assert_eq!(graded(-0.9, &[0.1, 0.15]), None);
        assert_eq!(
            grades(
                "gd-mirrored-fall",
                "vegetable",
                &[0.2, -0.0999, -0.1, -0.15]
            ),
            ["-", "-", "notice", "warning"]
        );
    }

    #[test]
    fn observations_too_far_apart_are_not_in_a_row() {
        let day = |text: &str| Day::parse(text).expect("a date of the test");
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let cuts = Cuts::attention(1.0);
        let seen = |dates: &[&str]| {
            let seen: Vec<Observation> = dates
                .iter()
                .map(|date| Observation::single(day(date), 2.0, None, 1))
                .collect();
            let found = met(&seen, &cuts, 0, &rules.freshness);
            found.iter().map(|met| met.persistence).collect::<Vec<_>>()
        };
        let start = ["2022-03-01", "2022-03-02", "2022-03-03"];
        let then = |last: &'static str| [&start[..], &[last]].concat();
        assert_eq!(seen(&then("2022-03-10")), [1, 2, 3, 4]);
        assert_eq!(seen(&then("2022-03-11")), [1, 2, 3, 1]);
    }
}
