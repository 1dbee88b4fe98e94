//! Each price against an earlier one: the quote before, the day before, a week, a 旬, a month and a year before.
//!
//! Shape: a [`Comparisons`] for each point of a series. A comparison never looks forward; where nothing is comparable it
//! is missing, never zero.

use crate::calendar::{Day, Xun};
use crate::ledger::column::Column;
use crate::policy::alert::Indicator;

use super::series::Point;

/// Days that some changes go back, and the days they may lie further back: over a weekend without a market.
const FIVE_DAYS: i64 = 5;
const WEEK: i64 = 7;
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

/// The comparisons of one point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparisons {
    pub prev: Option<Comparison>,
    pub day: Option<Comparison>,
    pub five_days: Option<Comparison>,
    pub week: Option<Comparison>,
    pub ten_days: Option<Comparison>,
    pub xun: Option<Comparison>,
    pub month: Option<Comparison>,
    pub year: Option<Comparison>,
}

impl Comparisons {
    /// The comparison that `indicator` names.
    pub fn of(&self, indicator: Indicator) -> Option<Comparison> {
        match indicator {
            Indicator::Prev => self.prev,
            Indicator::Day => self.day,
            Indicator::FiveDays => self.five_days,
            Indicator::Week => self.week,
            Indicator::TenDays => self.ten_days,
            Indicator::Xun => self.xun,
            Indicator::Month => self.month,
            Indicator::Year => self.year,
            Indicator::Target | Indicator::Ratio | Indicator::Published | Indicator::Stockout => {
                None
            }
        }
    }
}

/// The comparisons of every point of a series, oldest first, as they could be made on its day.
pub fn comparisons(points: &[Point]) -> Vec<Comparisons> {
    let (mut day, mut week) = (Earlier::new(points), Earlier::new(points));
    let (mut five, mut ten) = (Earlier::new(points), Earlier::new(points));
    let (mut month, mut year) = (Earlier::new(points), Earlier::new(points));
    let mut thirds = Thirds::default();
    let numbered = points.iter().enumerate();
    let compared = numbered.map(|(at, point)| Comparisons {
        prev: at
            .checked_sub(1)
            .map(|before| against(point, &points[before])),
        day: day.compare(point, point.date.plus_days(-1), 0),
        five_days: five.compare(point, point.date.plus_days(-FIVE_DAYS), WEEK_LOOK_BACK),
        week: week.compare(point, point.date.plus_days(-WEEK), WEEK_LOOK_BACK),
        ten_days: ten.compare(point, point.date.plus_days(-TEN_DAYS), WEEK_LOOK_BACK),
        xun: thirds.compare(point),
        month: month.compare(point, point.date.plus_months(-1), MONTH_LOOK_BACK),
        year: year.compare(point, point.date.plus_months(-YEAR), YEAR_LOOK_BACK),
    });
    compared.collect()
}

fn against(point: &Point, base: &Point) -> Comparison {
    Comparison {
        now: point.price.steps() as f64,
        base: base.price.steps() as f64,
        base_day: base.date,
        quotes: point.quotes + base.quotes,
    }
}

/// Finds the last point at or before targets that only ever move on.
struct Earlier<'a> {
    points: &'a [Point],
    /// How many points lie at or before the last target.
    passed: usize,
}

impl<'a> Earlier<'a> {
    fn new(points: &'a [Point]) -> Earlier<'a> {
        Earlier { points, passed: 0 }
    }

    /// `point` against the last one at or before `target`, if it is at most `look_back` days older.
    fn compare(&mut self, point: &Point, target: Day, look_back: i64) -> Option<Comparison> {
        while self
            .points
            .get(self.passed)
            .is_some_and(|p| p.date <= target)
        {
            self.passed += 1;
        }
        let base = &self.points[self.passed.checked_sub(1)?];
        (target.days_since(base.date) <= look_back).then(|| against(point, base))
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
    points: u32,
    quotes: u32,
}

impl Third {
    fn mean(&self) -> f64 {
        self.sum as f64 / f64::from(self.points)
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
                points: 0,
                quotes: 0,
            });
        }
        let this = self.this.as_mut()?;
        this.sum += i128::from(point.price.steps());
        this.points += 1;
        this.quotes += point.quotes;
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
        *comparisons(&gathered.series[0].points)
            .last()
            .expect("there are quotes")
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
