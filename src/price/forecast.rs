//! Where a price may go in the next days, and how such forecasts fared before.
//!
//! - [`course`]: a series as equal steps of log prices · [`model`]: the candidates · [`origin`]: what they would have said
//!   on past days, and what came · [`holiday`]: what prices did before the same holiday in earlier years
//!
//! Shape: rows of `forecast`, one for each series and step ahead. Nothing changes is the default; another model must have
//! been better by a twentieth on the older part of the past, and what is printed of its error and of the interval is
//! measured on the newer part, which had no say in the choice. Nothing here promises its nominal coverage.

use crate::calendar::Day;
use crate::ledger::tables::Forecast;
use crate::policy::{AlertRules, Holidays};
use crate::quantity::Price;

use super::series::{Gathered, Series};
use super::sorted::{mean, sorted};

pub mod course;
pub mod holiday;
pub mod model;
pub mod origin;

use course::Course;
use holiday::Uplift;
use origin::{Back, backtest};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub as_of: Day,
    /// Steps ahead.
    pub steps: usize,
    /// The part of prices that the interval is meant for.
    pub nominal: f64,
    /// The rise whose probability is asked for, as a fraction of the newest price.
    pub rise: f64,
    pub holidays: &'a Holidays,
    /// What is fresh, and how a model is chosen.
    pub rules: &'a AlertRules,
}

/// Forecasts of every series that is still quoted, in the order of the table.
///
/// Rule: `forecast` of the rule file.
pub fn forecasts(gathered: &Gathered, asked: &Asked) -> Vec<Forecast> {
    let is_price = |series: &&Series| !series.key.is_target();
    let mut rows: Vec<Forecast> = gathered
        .series
        .iter()
        .filter(is_price)
        .flat_map(|series| of_series(series, asked))
        .collect();
    // Series come by key, so a stable sort by date leaves the rows of a day in the order of the key.
    rows.sort_by_key(|row| row.date);
    rows
}

fn of_series(series: &Series, asked: &Asked) -> Vec<Forecast> {
    let course = Course::of(series);
    let dates = series.points.iter().rev().map(|point| point.date);
    let stale = super::freshness::stale(&asked.rules.freshness, dates, asked.as_of);
    if let Some(stale) = stale {
        let mut row = blank(series, &course, asked, 1);
        row.reason = format!("no forecast: {stale}");
        return vec![row];
    }
    let rule = &asked.rules.forecast;
    let back = backtest(&course, asked.steps, asked.nominal, rule);
    let ahead = holiday::ahead(series, asked.holidays, &course, &rule.holiday);
    let uplifts: Vec<Option<Uplift>> = (1..=asked.steps)
        .map(|step| ahead.at(course.day_after(step), course.last_day()))
        .collect();
    let path = lifted(back.model.path(&course, asked.steps), &uplifts);
    let steps = (1..=asked.steps).zip(&uplifts);
    steps
        .map(|(step, uplift)| {
            row(
                series,
                &course,
                asked,
                &back,
                uplift.as_ref(),
                &path[..step],
            )
        })
        .collect()
}

/// The log prices of `path`, each with what a holiday adds on its own day.
fn lifted(path: Vec<f64>, uplifts: &[Option<Uplift>]) -> Vec<f64> {
    let lift = |uplift: &Option<Uplift>| uplift.as_ref().map_or(0.0, |one| one.value.ln_1p());
    let steps = path.into_iter().zip(uplifts);
    steps.map(|(level, uplift)| level + lift(uplift)).collect()
}

/// The row of the last step of `path`, which has at least one.
fn row(
    series: &Series,
    course: &Course,
    asked: &Asked,
    back: &Back,
    uplift: Option<&Uplift>,
    path: &[f64],
) -> Forecast {
    let step = path.len();
    let level = path[step - 1];
    let mut row = blank(series, course, asked, step);
    row.method = back.model.id().to_owned();
    row.price = price(level);
    row.error = back.error;
    row.naive_error = back.naive_error;
    row.origins = i64::try_from(back.origins()).ok();
    if let Some(uplift) = uplift {
        row.holiday = uplift.name.clone();
        row.uplift = Some(uplift.value);
        row.reason = format!(
            "holds what {} earlier years add before {}",
            uplift.years, uplift.name
        );
    }
    let needed = asked.rules.forecast.origins_min;
    let known = match back.origins() < needed {
        true => (back.origins(), asked.steps),
        false => (back.known_at(step), step),
    };
    if known.0 < needed {
        row.reason = format!(
            "no interval: {} past courses of {} steps, it takes {needed}",
            known.0, known.1
        );
        return row;
    }
    if let Some(interval) = back.interval_at(step, asked.nominal) {
        row.low = price(level + interval.low);
        row.high = price(level + interval.high);
        if interval.is_whole {
            if !row.reason.is_empty() {
                row.reason += "; ";
            }
            row.reason += &format!(
                "the interval is all that came: of {} past courses of {step} steps {} stand alone, too few for a part of {}",
                back.origins(),
                interval.alone,
                asked.nominal
            );
        }
    }
    row.coverage = back.coverage_at(step);
    let threshold = course.last() + (1.0 + asked.rise).ln();
    row.trigger = price(threshold);
    row.probability = back.crossing(path, threshold);
    row
}

fn blank(series: &Series, course: &Course, asked: &Asked, step: usize) -> Forecast {
    Forecast {
        date: course.day_after(step),
        market: series.key.market.to_owned(),
        item: series.key.item.to_owned(),
        spec: series.key.spec.to_owned(),
        kind: series.key.kind,
        unit: series.key.unit.to_owned(),
        ahead: i64::try_from(step).ok(),
        price: None,
        low: None,
        high: None,
        nominal: Some(asked.nominal),
        coverage: None,
        origins: None,
        method: String::new(),
        error: None,
        naive_error: None,
        trigger: None,
        probability: None,
        holiday: String::new(),
        uplift: None,
        quotes: i64::try_from(series.points.len()).ok(),
        reason: String::new(),
    }
}

/// A log price as a price; `None` where it is past counting.
fn price(log: f64) -> Option<Price> {
    let steps = (log.exp() * 10_000.0).round();
    (steps.is_finite() && steps < i64::MAX as f64).then(|| Price::from_steps(steps as i64))
}

/// The mean absolute scaled error: of `forecast` against `test`, in naive steps over `m` periods of `train`.
///
/// `None` where nothing is compared, or where nothing moved (Hyndman and Koehler 2006).
pub fn mase(train: &[f64], test: &[f64], forecast: &[f64], m: usize) -> Option<f64> {
    let errors = test
        .iter()
        .zip(forecast)
        .map(|(test, forecast)| test - forecast);
    let steps = train.iter().zip(train.iter().skip(m));
    scaled(errors, steps.map(|(before, after)| after - before))
}

/// The mean size of `errors` in mean sizes of `steps`, those that were known before.
fn scaled(errors: impl Iterator<Item = f64>, steps: impl Iterator<Item = f64>) -> Option<f64> {
    let size = |values: Vec<f64>| mean(&values);
    let scale = size(steps.map(f64::abs).collect()).filter(|scale| *scale > 0.0)?;
    Some(size(errors.map(f64::abs).collect())? / scale)
}

/// Values in order of size, for quantiles.
fn ordered(values: impl Iterator<Item = f64>) -> Vec<f64> {
    sorted(values.collect())
}

#[cfg(test)]
mod coverage_tests;

#[cfg(test)]
mod tests;
