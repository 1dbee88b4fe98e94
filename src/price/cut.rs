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
use super::freshness::Quoted;
use super::index::basket::Every;
use super::observe::Observation;

mod gaps;
mod runs;

use gaps::Gaps;
use runs::Runs;

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
    /// Whether one that reaches the next cut is none of that row.
    pub is_between: bool,
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
    /// Observations in a row, up to this one, that reach the lightest cut, and the first day of them. All days of a
    /// period, such as a 旬, are one.
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
                is_between: false,
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

    /// Whether `value` counts in the row of the cut at a place of `cuts`, which are those of its day.
    pub fn counts(&self, cuts: &[Cut], at: usize, value: f64) -> bool {
        let cut = &cuts[at];
        let is_beyond = |next: &Cut| cut.is_between && self.reaches(next, value);
        self.reaches(cut, value) && !cuts.get(at + 1).is_some_and(is_beyond)
    }

    /// The place of the gravest cut that the last of `values` of usual days, oldest first, meets; lasting cuts count the
    /// others.
    pub fn meets(&self, values: &[f64]) -> Option<usize> {
        let run = |at: usize| {
            let newest_first = values.iter().rev();
            newest_first
                .take_while(|value| self.counts(&self.list, at, **value))
                .count()
        };
        let lasts =
            |at: &usize| i64::try_from(run(*at)).is_ok_and(|run| run >= self.list[*at].lasting);
        (0..self.list.len()).rev().find(lasts)
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
            is_between: rule.between.get(at).copied().unwrap_or(false),
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
/// Those of one period of what is `quoted` are one observation in a row. What lies further apart than a fresh series may
/// be, by `rule`, is not in a row; observations of weeks are in a row where one week follows the other. What is usual is
/// told for each day from the newest of what is `quoted` up to it, comparable or not, so that no later quote changes what
/// was said of a day.
pub fn met(
    observations: &[Observation],
    cuts: &Cuts,
    first: usize,
    (quoted, rule): (Quoted, &Freshness),
) -> Vec<Met> {
    if first >= observations.len() {
        return Vec::new();
    }
    let period = |at: usize| quoted.every.first_day(observations[at].date);
    let day = |at: usize| match cuts.is_weekly {
        true => Every::Week.first_day(observations[at].date),
        false => observations[at].date,
    };
    let mut runs = Runs::new(cuts.list.len());
    let mut gaps = Gaps::default();
    // The last observation of the period before.
    let mut last = None;
    let mut found = Vec::new();
    for (at, observation) in observations.iter().enumerate() {
        let before = at.checked_sub(1);
        if before.is_none_or(|before| period(before) != period(at)) {
            last = before;
            runs.next_period();
        }
        if let Some(last) = last {
            // The days of a period only ever lie further from the one before, so that the newest gap replaces the others.
            gaps.push(runs.period(), day(at).days_since(day(last)));
        }
        runs.take(observation, cuts);
        if at < first || runs.are_none() {
            continue;
        }
        let start = match cuts.is_weekly {
            true => gaps.start(WEEK),
            false => gaps.start_of_row(observation.date, quoted, rule),
        };
        let in_row = runs.since(start);
        let is_met = |(run, cut): (&i64, &Cut)| *run > 0 && *run >= cut.lasting;
        let Some(cut) = in_row.iter().zip(&cuts.list).rposition(is_met) else {
            continue;
        };
        let persistence = in_row.first().copied().unwrap_or(0);
        found.push(Met {
            observation: *observation,
            cut,
            persistence,
            since: runs.first_day(persistence).unwrap_or(observation.date),
            runs: in_row,
        });
    }
    found
}

#[cfg(test)]
mod tests;
