//! A series as equal steps: days, weeks or months of log prices.
//!
//! A step without a quote carries the one before, and is marked: it is never held against a forecast.

use crate::calendar::Day;

use super::super::freshness::usual_gap;
use super::super::index::basket::Every;
use super::super::series::Series;

/// Gaps up to which a series is one of days, and one of weeks.
const DAILY: i64 = 2;
const WEEKLY: i64 = 10;

/// Log prices at equal steps.
#[derive(Debug, Clone)]
pub struct Course {
    pub every: Every,
    /// The first day of each step.
    pub days: Vec<Day>,
    pub logs: Vec<f64>,
    /// Whether the step has a quote of its own.
    pub is_quoted: Vec<bool>,
    last_day: Day,
}

impl Course {
    /// The steps of a series, which has at least one quote.
    pub fn of(series: &Series) -> Course {
        let points = &series.points;
        let every = match usual_gap(points.iter().rev().map(|point| point.date)) {
            gap if gap <= DAILY => Every::Day,
            gap if gap <= WEEKLY => Every::Week,
            _ => Every::Month,
        };
        let mut course = Course {
            every,
            days: Vec::new(),
            logs: Vec::new(),
            is_quoted: Vec::new(),
            last_day: points[points.len() - 1].date,
        };
        let same =
            points.chunk_by(|one, next| every.first_day(one.date) == every.first_day(next.date));
        for step in same {
            let first = every.first_day(step[0].date);
            while let Some(before) = course.days.last().map(|day| every.next(*day)) {
                if before >= first {
                    break;
                }
                course.push(before, course.last(), false);
            }
            let sum: f64 = step.iter().map(|point| point.price.as_f64()).sum();
            course.push(first, (sum / step.len() as f64).ln(), true);
        }
        course
    }

    fn push(&mut self, day: Day, log: f64, is_quoted: bool) {
        self.days.push(day);
        self.logs.push(log);
        self.is_quoted.push(is_quoted);
    }

    /// The newest log price.
    pub fn last(&self) -> f64 {
        self.logs.last().copied().unwrap_or(0.0)
    }

    /// The day of the newest quote.
    pub fn last_day(&self) -> Day {
        self.last_day
    }

    /// The day that lies `steps` after the newest quote.
    pub fn day_after(&self, steps: usize) -> Day {
        let steps = i32::try_from(steps).unwrap_or(i32::MAX);
        match self.every {
            Every::Day => self.last_day.plus_days(i64::from(steps)),
            Every::Week => self.last_day.plus_days(7 * i64::from(steps)),
            _ => self.last_day.plus_months(steps),
        }
    }

    /// The month of the year, from 0, of a step after the beginning; it may lie ahead.
    pub fn month_of(&self, at: usize) -> usize {
        let day = match self.days.get(at) {
            Some(day) => *day,
            None => {
                let last = self.days.len().saturating_sub(1);
                let mut day = self.days[last];
                for _ in last..at {
                    day = self.every.next(day);
                }
                day
            }
        };
        day.month_number().rem_euclid(12) as usize
    }
}
