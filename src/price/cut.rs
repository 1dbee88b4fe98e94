//! Which observations reach a rule's cuts, how gravely, since when.
//!
//! Shape: observations of one subject, oldest first, become those that meet. A cut is reached from its bound on, the
//! bound included unless it is strict; a cut that must last counts once enough observations in a row reached it.

use crate::calendar::Day;
use crate::ledger::word::{Grade, Word};
use crate::policy::AlertRule;
use crate::policy::alert::{Freshness, Indicator};

use super::change::WEEK;
use super::circumstances::Occasion;
use super::index::basket::Every;
use super::observe::Observation;

mod gaps;

use gaps::Gaps;

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
    /// Those of a usual day.
    pub list: Vec<Cut>,
    /// Days that are not usual, and their cuts: as many, of the same grades.
    exception: Option<(Vec<Occasion>, Vec<Cut>)>,
    /// Whether values at or below a bound reach it.
    pub falls: bool,
    /// Whether the rule says itself how long a grade must last.
    pub is_lasting: bool,
    /// Whether the bounds are changes, which are written in percent.
    pub is_change: bool,
    /// Whether an observation is one of a week, so that a week without one ends a row.
    pub is_weekly: bool,
}

/// An observation that meets a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    pub observation: Observation,
    /// The place of the gravest cut of its day that is met.
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
        Ok(Cuts {
            list: list(rule, bounds)?,
            exception: None,
            falls: rule.falls,
            is_lasting: !rule.lasting.is_empty(),
            is_change: rule.indicator.is_fraction(),
            is_weekly: rule.indicator == Indicator::Ratio,
        })
    }

    /// The same with other bounds on the days of `occasions`.
    pub fn except(
        self,
        rule: &AlertRule,
        bounds: &[f64],
        occasions: Vec<Occasion>,
    ) -> Result<Cuts, String> {
        Ok(Cuts {
            exception: Some((occasions, list(rule, bounds)?)),
            ..self
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
            exception: None,
            falls: false,
            is_lasting: true,
            is_change: false,
            is_weekly: false,
        }
    }

    /// The cuts of a day.
    pub fn on(&self, day: Day) -> &[Cut] {
        match &self.exception {
            Some((_, cuts)) if self.occasion(day).is_some() => cuts,
            _ => &self.list,
        }
    }

    /// Why the cuts of a day are not the usual ones.
    pub fn occasion(&self, day: Day) -> Option<&Occasion> {
        let (occasions, _) = self.exception.as_ref()?;
        occasions.iter().find(|occasion| occasion.holds(day))
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

    /// The place of the gravest cut that the last of `values` of usual days, oldest first, meets; lasting cuts count the
    /// others.
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

    /// The place of the lightest cut of a grade from `grade` on.
    pub fn from_grade(&self, grade: Grade) -> Option<usize> {
        self.list.iter().position(|cut| cut.grade >= grade)
    }
}

/// The cuts of `rule` at `bounds`.
fn list(rule: &AlertRule, bounds: &[f64]) -> Result<Vec<Cut>, String> {
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
    numbered.map(cut).collect()
}

/// The position of the gravest of `cuts`, lightest first, that `value` reaches; the cut itself is reached.
pub fn graded(value: f64, cuts: &[f64]) -> Option<usize> {
    cuts.iter().rposition(|cut| value >= cut - SLACK)
}

/// The observations from `first` on that meet `cuts`, each with how long it lasts.
///
/// What lies further apart than a fresh series may be, by `rule`, is not in a row; observations of weeks are in a row
/// where one week follows the other. What is usual for a series is told
/// for each day from the newest observations up to it, so that no later quote changes what was said of a day.
pub fn met(observations: &[Observation], cuts: &Cuts, first: usize, rule: &Freshness) -> Vec<Met> {
    let mut reached = vec![0; cuts.list.len()];
    let mut gaps = Gaps::default();
    let mut found = Vec::new();
    for (at, observation) in observations.iter().enumerate() {
        if let Some(before) = at.checked_sub(1) {
            let day = |at: usize| match cuts.is_weekly {
                true => Every::Week.first_day(observations[at].date),
                false => observations[at].date,
            };
            gaps.push(at, day(at).days_since(day(before)));
        }
        for (run, cut) in reached.iter_mut().zip(cuts.on(observation.date)) {
            *run = match cuts.reaches(cut, observation.value) {
                true => *run + 1,
                false => 0,
            };
        }
        if at < first || reached.iter().all(|run| *run == 0) {
            continue;
        }
        let start = match cuts.is_weekly {
            true => gaps.start(WEEK),
            false => gaps.start_of_row(&observations[..=at], rule),
        };
        let in_row = i64::try_from(at + 1 - start).unwrap_or(i64::MAX);
        let runs: Vec<i64> = reached.iter().map(|run| in_row.min(*run)).collect();
        let is_met = |(run, cut): (&i64, &Cut)| *run > 0 && *run >= cut.lasting;
        let Some(cut) = runs.iter().zip(&cuts.list).rposition(is_met) else {
            continue;
        };
        let persistence = runs.first().copied().unwrap_or(0);
        let earlier = usize::try_from(persistence - 1).unwrap_or(0);
        found.push(Met {
            observation: *observation,
            cut,
            persistence,
            since: observations[at - earlier].date,
            runs,
        });
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

    #[test]
    fn a_week_without_a_ratio_ends_the_weeks_in_a_row() {
        let day = |text: &str| Day::parse(text).expect("a date of the test");
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let rule = rule("hog-fall-2021");
        let cuts = cuts(&rule, "hog");
        let weeks = |dates: &[&str]| {
            let seen: Vec<Observation> = dates
                .iter()
                .map(|date| Observation::single(day(date), 5.5, None, 2))
                .collect();
            let found = met(&seen, &cuts, 0, &rules.freshness);
            found.iter().map(|met| met.persistence).collect::<Vec<_>>()
        };
        assert_eq!(
            weeks(&["2024-02-02", "2024-02-09", "2024-02-16"]),
            [1, 2, 3]
        );
        assert_eq!(
            weeks(&["2024-02-02", "2024-02-09", "2024-02-23"]),
            [1, 2, 1]
        );
        // Published on another day of its week it is still of that week.
        assert_eq!(
            weeks(&["2024-01-29", "2024-02-11", "2024-02-16"]),
            [1, 2, 3]
        );
    }

    #[test]
    fn how_long_a_day_lasts_does_not_hang_on_later_quotes() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let start = Day::parse("2024-01-01").expect("a date of the test");
        let cuts = Cuts::attention(1.0);
        let mut date = start;
        let gaps = [5, 5, 17, 5, 12, 1, 40, 1, 1, 1, 9, 30, 30, 2, 8, 8, 8, 61];
        let seen: Vec<Observation> = gaps
            .iter()
            .cycle()
            .take(90)
            .enumerate()
            .map(|(at, gap)| {
                date = date.plus_days(*gap);
                let value = if at % 23 == 22 { 0.0 } else { 2.0 };
                Observation::single(date, value, None, 1)
            })
            .collect();
        let all = met(&seen, &cuts, 0, &rules.freshness);
        for (at, today) in seen.iter().enumerate() {
            let known = met(&seen[..=at], &cuts, at, &rules.freshness);
            let later = all.iter().filter(|met| met.observation == *today);
            assert!(known.iter().eq(later), "{at}");
        }
        let lasts: Vec<i64> = all.iter().map(|met| met.persistence).collect();
        assert_eq!(lasts[..7], [1, 2, 3, 2, 5, 2, 1]);
    }
}
