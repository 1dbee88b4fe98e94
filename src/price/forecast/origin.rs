//! What each candidate would have said on past days, and what came.
//!
//! Shape: errors by origin and step. The older origins choose the model and give the interval that is tried on the newer
//! ones, whose days the choice has not seen; those give the error and the coverage that are printed. For what lies
//! ahead, the errors of all are taken.
//!
//! A new error is as likely to fall into each of the n + 1 gaps that n earlier ones leave, as long as they are alike, so
//! that the bound of a share p stands at place p(n + 1) in order of size (Hyndman and Fan 1996, type 6; Lei and others
//! 2018, conformal intervals). Courses of several steps overlap: n of them tell as much as n by the number of steps that
//! stand alone, so that an interval further ahead errs to the wide side.

use crate::policy::alert::ForecastRule;

use super::super::cut::SLACK;
use super::super::sorted::{mean, quantile};
use super::course::Course;
use super::model::{Model, State};
use super::{ordered, scaled};

/// Errors of one candidate at one origin, by step; a step without a quote has none.
type Errors = Vec<Option<f64>>;

/// What was found looking back.
#[derive(Debug, Clone)]
pub struct Back {
    pub model: Model,
    /// The error of the model and of nothing-changes on the newer origins, in naive steps.
    pub error: Option<f64>,
    pub naive_error: Option<f64>,
    /// The model's errors, by origin.
    errors: Vec<Errors>,
    coverage: Vec<Option<f64>>,
}

impl Back {
    /// Past days that were looked back on.
    pub fn origins(&self) -> usize {
        self.errors.len()
    }

    /// Those of which is known what came `step` steps later: one day after a quote, a series that is quoted every other
    /// day has none.
    pub fn known_at(&self, step: usize) -> usize {
        let came = |errors: &&Errors| errors[step - 1].is_some();
        self.errors.iter().filter(came).count()
    }

    /// Between which errors a price `step` steps ahead is meant to fall with a part of `nominal`.
    pub fn interval_at(&self, step: usize, nominal: f64) -> Option<Interval> {
        interval(&at_step(&self.errors, step), step, nominal)
    }

    /// The part of the newer prices that fell within the interval of the older ones.
    pub fn coverage_at(&self, step: usize) -> Option<f64> {
        self.coverage.get(step - 1).copied().flatten()
    }

    /// The share of past courses that, starting now, reach `threshold` somewhere along `path`.
    pub fn crossing(&self, path: &[f64], threshold: f64) -> Option<f64> {
        let reaches = |errors: &&Errors| {
            let steps = path.iter().zip(errors.iter());
            steps
                .filter_map(|(level, error)| Some(level + (*error)?))
                .any(|log| log >= threshold - SLACK)
        };
        let count = self.errors.len();
        (count > 0).then(|| self.errors.iter().filter(reaches).count() as f64 / count as f64)
    }
}

/// Two errors, as logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
    /// Past courses that stand alone, rounded down.
    pub alone: usize,
    /// Whether those are so few that it holds all of them, and may still be too narrow.
    pub is_whole: bool,
}

/// Looks back over `course` with every candidate, for `steps` ahead, as `rule` says.
pub fn backtest(course: &Course, steps: usize, nominal: f64, rule: &ForecastRule) -> Back {
    let (places, by_model) = errors(course, steps, rule);
    let origins = places.len();
    let chosen_by = (origins as f64 * rule.choosing).floor() as usize;
    let size = |errors: &[Errors]| {
        let all: Vec<f64> = errors.iter().flatten().flatten().map(|e| e.abs()).collect();
        mean(&all)
    };
    let older = |at: usize| size(&by_model[at][..chosen_by]);
    let naive = older(0);
    let best = (0..by_model.len()).min_by(|a, b| {
        let error = |at: usize| older(at).unwrap_or(f64::INFINITY);
        error(*a).total_cmp(&error(*b))
    });
    let is_better = |at: &usize| {
        let pair = older(*at).zip(naive);
        pair.is_some_and(|(error, naive)| error <= naive * rule.better)
    };
    let chosen = best.filter(is_better).unwrap_or(0);
    // An origin foresees `steps` days: those right after the choice still look at days that it was made by.
    let held = (chosen_by + steps.saturating_sub(1)).min(origins);
    let newer = |at: usize| {
        let known = naive_steps(course, *places.get(held)?);
        scaled(
            by_model[at][held..].iter().flatten().flatten().copied(),
            known,
        )
    };
    let own = &by_model[chosen];
    let coverage = (1..=steps)
        .map(|step| covered(&own[..chosen_by], &own[held..], step, nominal))
        .collect();
    Back {
        model: Model::ALL[chosen],
        error: newer(chosen),
        naive_error: newer(0),
        errors: own.clone(),
        coverage,
    }
}

/// The steps that are looked back from, and the errors of every candidate in the order of [`Model::ALL`]: each by origin
/// and step.
///
/// An origin counts once all of its `steps` have passed: before that nobody knows where its course leads.
fn errors(course: &Course, steps: usize, rule: &ForecastRule) -> (Vec<usize>, Vec<Vec<Errors>>) {
    let mut by_model = vec![Vec::new(); Model::ALL.len()];
    let mut places = Vec::new();
    let mut state = State::default();
    let last = course.logs.len().saturating_sub(1);
    let first = rule.warm_up.max(last.saturating_sub(rule.origins_max));
    for at in 0..(last + 1).saturating_sub(steps) {
        state.take(course, at);
        if at < first || !course.is_quoted[at] {
            continue;
        }
        places.push(at);
        for (errors, model) in by_model.iter_mut().zip(Model::ALL) {
            let path = state.path(model, course, at, steps);
            let error = |(step, level): (usize, f64)| {
                let target = at + step;
                course.is_quoted[target].then(|| course.logs[target] - level)
            };
            errors.push((1..).zip(path).map(error).collect());
        }
    }
    (places, by_model)
}

/// The changes from each step to the next that has a quote, up to the one at `last`: what a forecast from there knows.
fn naive_steps(course: &Course, last: usize) -> impl Iterator<Item = f64> {
    let quoted = (1..=last).filter(|at| course.is_quoted[*at]);
    quoted.map(|at| course.logs[at] - course.logs[at - 1])
}

fn at_step(errors: &[Errors], step: usize) -> Vec<f64> {
    ordered(errors.iter().filter_map(|errors| errors[step - 1]))
}

/// The part of `newer` within the interval of `older`, `step` steps ahead.
fn covered(older: &[Errors], newer: &[Errors], step: usize, nominal: f64) -> Option<f64> {
    let (older, newer) = (at_step(older, step), at_step(newer, step));
    let Interval { low, high, .. } = interval(&older, step, nominal)?;
    let within = newer.iter().filter(|e| (low..=high).contains(*e)).count();
    (!newer.is_empty()).then(|| within as f64 / newer.len() as f64)
}

/// Between which of `errors`, in order of size, the next one is meant to fall; `None` of nothing.
fn interval(errors: &[f64], step: usize, nominal: f64) -> Option<Interval> {
    let tail = (1.0 - nominal) / 2.0;
    let alone = errors.len() as f64 / step as f64;
    // The place of the lower bound, from 1, among as many as stand alone; those have a first and a last.
    let place = tail * (alone + 1.0);
    let share = match alone > 1.0 {
        true => ((place - 1.0) / (alone - 1.0)).clamp(0.0, 0.5),
        false => 0.0,
    };
    Some(Interval {
        low: quantile(errors, share)?,
        high: quantile(errors, 1.0 - share)?,
        alone: errors.len() / step,
        is_whole: place < 1.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_that_rises_exactly_to_the_threshold_reaches_it() {
        for price in 1..1000 {
            let level = f64::from(price).ln();
            let back = Back {
                model: Model::Naive,
                error: None,
                naive_error: None,
                errors: vec![vec![Some(7.7_f64.ln() - 7_f64.ln())]],
                coverage: Vec::new(),
            };
            let crossing = |rise: f64| back.crossing(&[level], level + rise.ln());
            assert_eq!(crossing(1.1), Some(1.0), "{price}");
            assert_eq!(crossing(1.100_001), Some(0.0), "{price}");
        }
    }
}
