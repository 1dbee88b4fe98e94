//! Each price against an earlier one: the quote before, the day before, a week, a 旬, a month and a year before.
//!
//! Shape: [`Compared`], what one indicator says of each point of a series; [`Comparisons`], what all columns of table
//! `change` say of it. A comparison never looks forward; where nothing is comparable it is missing, never zero.

use crate::calendar::{Day, Xun};
use crate::ledger::column::Column;
use crate::policy::alert::Indicator;

use super::series::Point;

/// Days that some changes go back, and the days they may lie further back: over a weekend without a market.
const FIVE_DAYS: i64 = 5;
pub(super) const WEEK: i64 = 7;
const TEN_DAYS: i64 = 10;
pub(super) const WEEK_LOOK_BACK: i64 = 2;
/// Days the same day of the month before may lie further back: over a long weekend.
const MONTH_LOOK_BACK: i64 = 4;
/// Months a year is back, and the days its date may lie further back: over a holiday week.
const YEAR: i32 = 12;
const YEAR_LOOK_BACK: i64 = 7;

/// A price, or a mean of prices, against an earlier one, in ten-thousandths of a yuan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    pub now: f64,
    pub base: f64,
    /// The date of the earlier price; for a mean the first day of its 旬.
    pub base_day: Day,
    /// The quotes behind both.
    pub quotes: u32,
}

impl Comparison {
    /// The change as a fraction: 0.1 is a rise of a tenth.
    pub fn change(&self) -> f64 {
        self.now / self.base - 1.0
    }
}

/// The comparisons of one point that table `change` shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparisons {
    pub prev: Option<Comparison>,
    pub day: Option<Comparison>,
    pub week: Option<Comparison>,
    pub xun: Option<Comparison>,
    pub month: Option<Comparison>,
    pub year: Option<Comparison>,
}

impl Comparisons {
    /// The comparison that `indicator` names; `None` where no column shows it.
    pub fn of(&self, indicator: Indicator) -> Option<Comparison> {
        match indicator {
            Indicator::Prev => self.prev,
            Indicator::Day => self.day,
            Indicator::Week => self.week,
            Indicator::Xun => self.xun,
            Indicator::Month => self.month,
            Indicator::Year => self.year,
            _ => None,
        }
    }
}

/// The comparisons of the points of a series from the one at `first` on, as they could be made on their days.
pub fn comparisons(points: &[Point], first: usize) -> Vec<Comparisons> {
    let by = |indicator| Compared::new(points, indicator, first);
    let (mut prev, mut day) = (by(Indicator::Prev), by(Indicator::Day));
    let (mut week, mut xun) = (by(Indicator::Week), by(Indicator::Xun));
    let (mut month, mut year) = (by(Indicator::Month), by(Indicator::Year));
    let next = |_| Comparisons {
        prev: prev.next().flatten(),
        day: day.next().flatten(),
        week: week.next().flatten(),
        xun: xun.next().flatten(),
        month: month.next().flatten(),
        year: year.next().flatten(),
    };
    (first..points.len()).map(next).collect()
}

/// What one indicator compares each point of a series with, oldest first, as it could be done on the point's day.
pub struct Compared<'a> {
    points: &'a [Point],
    indicator: Indicator,
    /// The point that comes next.
    at: usize,
    /// How many points lie at or before the last day that was looked at; those days only ever move on.
    passed: usize,
    thirds: Thirds,
}

impl<'a> Compared<'a> {
    /// What `indicator` says of `points` from the one at `first` on.
    pub fn new(points: &'a [Point], indicator: Indicator, first: usize) -> Compared<'a> {
        let before = |day: Day| points.partition_point(|point| point.date < day);
        let start = points.get(first).filter(|_| first > 0);
        let start = start.map_or(0, |point| before(looked_at(indicator, point.date).0));
        let mut thirds = Thirds::default();
        if indicator == Indicator::Xun {
            for point in &points[start.min(first)..first.min(points.len())] {
                thirds.compare(point);
            }
        }
        Compared {
            points,
            indicator,
            at: first,
            passed: start,
            thirds,
        }
    }

    /// `point` against the last one up to `last`, unless that is older than `first`.
    fn back(&mut self, point: &Point, (first, last): (Day, Day)) -> Option<Comparison> {
        let is_passed = |point: &Point| point.date <= last;
        while self.points.get(self.passed).is_some_and(is_passed) {
            self.passed += 1;
        }
        let base = &self.points[self.passed.checked_sub(1)?];
        (base.date >= first).then(|| against(point, base))
    }
}

impl Iterator for Compared<'_> {
    type Item = Option<Comparison>;

    fn next(&mut self) -> Option<Option<Comparison>> {
        let (at, points) = (self.at, self.points);
        let point = points.get(at)?;
        self.at += 1;
        Some(match self.indicator {
            Indicator::Prev => at.checked_sub(1).map(|at| against(point, &points[at])),
            Indicator::Xun => self.thirds.compare(point),
            Indicator::Target | Indicator::Ratio | Indicator::Published | Indicator::Stockout => {
                None
            }
            indicator => self.back(point, looked_at(indicator, point.date)),
        })
    }
}

fn against(point: &Point, base: &Point) -> Comparison {
    Comparison {
        now: point.steps(),
        base: base.steps(),
        base_day: base.date,
        quotes: point.quotes() + base.quotes(),
    }
}

/// The running mean of this 旬, and the mean of the last one quoted.
#[derive(Default)]
struct Thirds {
    this: Option<Third>,
    last: Option<Third>,
}

#[derive(Clone, Copy)]
struct Third {
    xun: Xun,
    sum: i128,
    /// What the means of days lie above their prices, together.
    beyond: f64,
    points: u32,
    quotes: u32,
}

impl Third {
    fn mean(&self) -> f64 {
        // A narrow number becomes a fraction much faster, and the same one.
        let sum = i64::try_from(self.sum).map_or(self.sum as f64, |sum| sum as f64);
        (sum + self.beyond) / f64::from(self.points)
    }
}

impl Thirds {
    /// Adds `point`, and compares its 旬 so far with the whole one before; a day counts once, however often quoted.
    fn compare(&mut self, point: &Point) -> Option<Comparison> {
        let xun = point.date.xun();
        if self.this.is_none_or(|third| third.xun != xun) {
            self.last = self.this.replace(Third {
                xun,
                sum: 0,
                beyond: 0.0,
                points: 0,
                quotes: 0,
            });
        }
        let this = self.this.as_mut()?;
        this.sum += i128::from(point.price.steps());
        this.beyond += point.beyond();
        this.points += 1;
        this.quotes += point.quotes();
        let last = self.last.filter(|last| last.xun == xun.previous())?;
        Some(Comparison {
            now: this.mean(),
            base: last.mean(),
            base_day: last.xun.first_day(),
            quotes: this.quotes + last.quotes,
        })
    }
}

/// The word for an indicator: that of its column, where it has one.
pub fn name(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Prev => Column::Prev.id(),
        Indicator::Day => Column::Day.id(),
        Indicator::FiveDays => "five days",
        Indicator::Week => Column::Week.id(),
        Indicator::TenDays => "ten days",
        Indicator::Xun => Column::Xun.id(),
        Indicator::Month => Column::Month.id(),
        Indicator::Year => Column::Year.id(),
        Indicator::Target => "target",
        Indicator::Ratio => Column::Ratio.id(),
        Indicator::Published => "published index",
        Indicator::Stockout => Column::Stockout.id(),
    }
}

/// The first and the last date at which a quote would have been comparable on `date`.
pub fn looked_at(indicator: Indicator, date: Day) -> (Day, Day) {
    let back = |target: Day, days: i64| (target.plus_days(-days), target);
    match indicator {
        Indicator::Prev | Indicator::Day => back(date.plus_days(-1), 0),
        Indicator::Target | Indicator::Ratio | Indicator::Published | Indicator::Stockout => {
            back(date, 0)
        }
        Indicator::FiveDays => back(date.plus_days(-FIVE_DAYS), WEEK_LOOK_BACK),
        Indicator::TenDays => back(date.plus_days(-TEN_DAYS), WEEK_LOOK_BACK),
        Indicator::Week => back(date.plus_days(-WEEK), WEEK_LOOK_BACK),
        Indicator::Month => back(date.plus_months(-1), MONTH_LOOK_BACK),
        Indicator::Year => back(date.plus_months(-YEAR), YEAR_LOOK_BACK),
        Indicator::Xun => {
            let before = date.xun().previous();
            (before.first_day(), before.last_day())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;

    /// The comparisons of the last of `quotes`: date and yuan.
    fn last(quotes: &[(&str, f64)]) -> Comparisons {
        let steps = |yuan: f64| (yuan * 10_000.0).round() as i64;
        let rows: Vec<_> = quotes
            .iter()
            .map(|(date, yuan)| quote(date, "cabbage", steps(*yuan)))
            .collect();
        let gathered = gather(&rows, day("2030-01-01"));
        let points = &gathered.series[0].points;
        let all = comparisons(points, 0);
        for first in 0..points.len() {
            assert_eq!(comparisons(points, first), all[first..], "from {first} on");
        }
        *all.last().expect("there are quotes")
    }

    fn near(comparison: Option<Comparison>, expected: f64, base: &str) {
        let comparison = comparison.expect("comparable");
        assert!(
            (comparison.change() - expected).abs() < 1e-9,
            "{comparison:?}"
        );
        assert_eq!(comparison.base_day, day(base));
    }

    #[test]
    fn daily_quotes_with_gaps_are_compared_only_backwards() {
        let compared = last(&[
            ("2024-03-01", 4.0),
            ("2024-03-02", 4.2),
            ("2024-03-03", 4.2),
            ("2024-03-08", 4.4),
            ("2024-03-09", 5.5),
            ("2024-03-11", 5.0),
            ("2024-04-09", 6.6),
        ]);
        near(compared.prev, 0.32, "2024-03-11");
        near(compared.month, 0.2, "2024-03-09");
        let missing = (compared.day, compared.week, compared.xun, compared.year);
        assert_eq!(missing, (None, None, None, None));
    }

    #[test]
    fn a_week_may_be_nine_days_but_neither_ten_nor_six() {
        near(
            last(&[("2024-03-01", 4.0), ("2024-03-08", 5.0)]).week,
            0.25,
            "2024-03-01",
        );
        near(
            last(&[("2024-03-01", 4.0), ("2024-03-10", 5.0)]).week,
            0.25,
            "2024-03-01",
        );
        assert_eq!(last(&[("2024-03-01", 4.0), ("2024-03-11", 5.0)]).week, None);
        assert_eq!(last(&[("2024-03-01", 4.0), ("2024-03-07", 5.0)]).week, None);
    }

    #[test]
    fn the_month_before_ends_when_it_ends() {
        near(
            last(&[("2024-02-29", 4.0), ("2024-03-31", 5.0)]).month,
            0.25,
            "2024-02-29",
        );
        near(
            last(&[("2024-02-25", 4.0), ("2024-03-31", 5.0)]).month,
            0.25,
            "2024-02-25",
        );
        assert_eq!(
            last(&[("2024-02-24", 4.0), ("2024-03-31", 5.0)]).month,
            None
        );
        assert_eq!(
            last(&[("2024-03-01", 4.0), ("2024-03-31", 5.0)]).month,
            None
        );
    }

    #[test]
    fn the_leap_day_is_compared_with_the_end_of_february() {
        near(
            last(&[("2023-02-28", 4.0), ("2024-02-29", 5.0)]).year,
            0.25,
            "2023-02-28",
        );
        near(
            last(&[("2023-02-21", 4.0), ("2024-02-29", 5.0)]).year,
            0.25,
            "2023-02-21",
        );
        assert_eq!(last(&[("2023-02-20", 4.0), ("2024-02-29", 5.0)]).year, None);
    }

    #[test]
    fn a_xun_is_compared_with_the_whole_one_before_and_with_no_other() {
        let compared = last(&[
            ("2024-02-21", 4.0),
            ("2024-02-29", 6.0),
            ("2024-03-01", 5.0),
            ("2024-03-10", 7.0),
        ]);
        near(compared.xun, 0.2, "2024-02-21");
        assert_eq!(last(&[("2024-02-20", 4.0), ("2024-03-01", 5.0)]).xun, None);
    }
}
