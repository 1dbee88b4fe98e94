//! What a price did before the same holiday in earlier years, beyond what it does in as many days at other times.
//!
//! Shape: one uplift for each holiday that lies ahead and was seen in enough earlier years, by the rule file.

use crate::calendar::Day;
use crate::policy::Holidays;
use crate::policy::alert::HolidayRule;

use super::super::series::Series;
use super::super::sorted::mean;
use super::course::Course;

/// What a holiday adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Uplift {
    pub name: String,
    pub value: f64,
    /// Earlier years it rests on.
    pub years: usize,
}

/// A holiday ahead: its day, the days before it in which prices move, and the whole of what it adds, as a logarithm.
#[derive(Debug, Clone)]
struct Coming {
    day: Day,
    days_before: i64,
    name: String,
    lift: f64,
    years: usize,
}

/// The holidays ahead of a series.
#[derive(Debug, Clone, Default)]
pub struct Ahead {
    coming: Vec<Coming>,
}

impl Ahead {
    /// What the next holiday adds on `date` to a price of `origin`: the part of its days before that lies between them.
    pub fn at(&self, date: Day, origin: Day) -> Option<Uplift> {
        let near = |coming: &&Coming| {
            let left = coming.day.days_since(date);
            (1..=coming.days_before).contains(&left)
        };
        let coming = self.coming.iter().find(near)?;
        // The last day that does not rise yet: from it on `days_before` steps lead to the eve of the holiday.
        let first = coming.day.plus_days(-coming.days_before - 1);
        let passed = date.days_since(origin.max(first)) as f64 / coming.days_before as f64;
        Some(Uplift {
            name: coming.name.clone(),
            value: (coming.lift * passed.clamp(0.0, 1.0)).exp() - 1.0,
            years: coming.years,
        })
    }
}

/// The holidays after the newest quote of `series`, with what they added in earlier years.
pub fn ahead(series: &Series, holidays: &Holidays, course: &Course, rule: &HolidayRule) -> Ahead {
    let newest = course.last_day();
    let mut coming = Vec::new();
    for holiday in &holidays.holiday {
        let usual = usual(series, holiday.days_before, rule);
        let days = holiday.days();
        let earlier = days.iter().filter(|day| **day <= newest);
        let rises: Vec<f64> = earlier
            .filter_map(|day| rise(series, day.plus_days(-1), holiday.days_before, rule))
            .collect();
        let (Some(next), Some(seen), Some(usual)) =
            (days.iter().find(|day| **day > newest), mean(&rises), usual)
        else {
            continue;
        };
        if rises.len() >= rule.years_min {
            coming.push(Coming {
                day: *next,
                days_before: holiday.days_before,
                name: holiday.name.clone(),
                lift: seen - usual,
                years: rises.len(),
            });
        }
    }
    Ahead { coming }
}

/// The log change over the `days` up to `day`.
fn rise(series: &Series, day: Day, days: i64, rule: &HolidayRule) -> Option<f64> {
    let (now, before) = (
        standing(series, day, rule)?,
        standing(series, day.plus_days(-days), rule)?,
    );
    Some((now / before).ln())
}

fn standing(series: &Series, day: Day, rule: &HolidayRule) -> Option<f64> {
    let passed = series.points.partition_point(|point| point.date <= day);
    let point = series.points.get(passed.checked_sub(1)?)?;
    (day.days_since(point.date) <= rule.look_back).then(|| point.price.as_f64())
}

/// The mean log change of as many days at any time.
fn usual(series: &Series, days: i64, rule: &HolidayRule) -> Option<f64> {
    let changes: Vec<f64> = series
        .points
        .iter()
        .filter_map(|point| rise(series, point.date, days, rule))
        .collect();
    mean(&changes)
}
