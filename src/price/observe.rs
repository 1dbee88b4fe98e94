//! What a rule sees of a series, day by day.
//!
//! Shape: observations of one series, oldest first. A rule on 旬 sees of each day the mean of its 旬 so far, and of the
//! last the whole. This file never works out a change and knows no threshold.

use crate::calendar::Day;
use crate::ledger::word::{Grade, Word};
use crate::policy::alert::Indicator;
use crate::quantity::Price;

use super::change::{Compared, Comparison};
use super::monthly::Month;
use super::robust::Score;
use super::series::{Point, Series};

/// How many items and markets meet a cut on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Width {
    pub items: u32,
    pub markets: u32,
}

/// The width of each grade, lightest first: what meets it or a graver one.
pub type Widths = [Width; Grade::ALL.len()];

/// What a rule looks at, on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    pub date: Day,
    /// A change as a fraction, a ratio, or a score.
    pub value: f64,
    pub price: Option<Price>,
    /// The mean prices of this 旬 and of the one before that the value is the change of, where it is that of a category.
    pub means: Option<(Price, Price)>,
    /// The quotes behind the value.
    pub quotes: u32,
    /// The series behind it, and those of them that meet the lightest cut on their own.
    pub series: u32,
    pub breadth: u32,
    pub widths: Widths,
}

impl Observation {
    /// What one series shows on one day.
    pub fn single(date: Day, value: f64, price: Option<Price>, quotes: u32) -> Observation {
        Observation {
            date,
            value,
            price,
            means: None,
            quotes,
            series: 1,
            breadth: 1,
            widths: lightest(Width {
                items: 1,
                markets: 1,
            }),
        }
    }
}

/// Widths of which only that of the lightest grade is known.
pub fn lightest(width: Width) -> Widths {
    let mut widths = Widths::default();
    widths[Grade::Notice as usize] = width;
    widths
}

/// What a rule on `indicator` sees of a series.
pub fn of_changes(series: &Series, indicator: Indicator) -> Vec<Observation> {
    let compared = Compared::new(&series.points, indicator, 0);
    let pairs = series.points.iter().zip(compared);
    let seen = pairs.filter_map(|(point, compared)| Some(of_change(point, &compared?)));
    seen.collect()
}

fn of_change(point: &Point, comparison: &Comparison) -> Observation {
    Observation::single(
        point.date,
        comparison.change(),
        Some(point.price),
        comparison.quotes,
    )
}

/// What the robust score sees of a series, of which `scores` has one for each point.
pub fn of_scores(series: &Series, scores: impl Iterator<Item = Option<Score>>) -> Vec<Observation> {
    let mut seen = Vec::with_capacity(series.points.len());
    let pairs = series.points.iter().zip(scores);
    seen.extend(pairs.filter_map(|(point, score)| {
        let Score { z, points } = score?;
        let quotes = u32::try_from(points).unwrap_or(u32::MAX).saturating_add(1);
        Some(Observation::single(
            point.date,
            z,
            Some(point.price),
            quotes,
        ))
    }));
    seen
}

/// What an indicator on months sees: each month at its last quote, with the mean price of the month.
pub fn of_months(months: &[Month], values: &[Option<f64>]) -> Vec<Observation> {
    let numbered = months.iter().zip(values).zip(1..);
    let seen = numbered.filter_map(|((month, value), quotes)| {
        let steps = (month.price * 10_000.0).round() as i64;
        let price = Price::from_steps(steps);
        Some(Observation::single(
            month.last,
            (*value)?,
            Some(price),
            quotes,
        ))
    });
    seen.collect()
}
