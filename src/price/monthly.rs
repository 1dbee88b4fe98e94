//! A series by months: the mean price of each month that has a quote.
//!
//! Shape: months by number, gaps left out. What a seasonal indicator can be worked out from.

use crate::calendar::Day;

use super::series::Point;

/// The mean price of one month, in yuan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Months since the year 0: 12 times the year, and the month from 0.
    pub number: i32,
    pub price: f64,
    /// Its last quote.
    pub last: Day,
    /// Its days with a quote.
    pub quotes: u32,
}

/// Months in a year.
pub const YEAR: i32 = 12;

/// The months of `points`, oldest first; a day counts once, however often it is quoted.
pub fn months(points: &[Point]) -> Vec<Month> {
    let same = points.chunk_by(|one, next| number(one.date) == number(next.date));
    same.map(month).collect()
}

fn month(points: &[Point]) -> Month {
    let sum: f64 = points.iter().map(|point| point.price.as_f64()).sum();
    let last = points[points.len() - 1].date;
    Month {
        number: number(last),
        price: sum / points.len() as f64,
        last,
        quotes: u32::try_from(points.len()).unwrap_or(u32::MAX),
    }
}

/// The number of the month that `day` lies in.
pub fn number(day: Day) -> i32 {
    day.month_number()
}

/// Months that are looked back on.
#[derive(Debug, Clone, Copy)]
pub struct History<'m> {
    /// Those with a quote, oldest first.
    pub months: &'m [Month],
    /// The number of the month after the last of them, quoted or not.
    end: i32,
}

impl<'m> History<'m> {
    /// From the first of `months` to the last.
    pub fn whole(months: &'m [Month]) -> History<'m> {
        History {
            months,
            end: months.last().map_or(0, |last| last.number + 1),
        }
    }

    /// From the first of `months` to the month before the one at `at`.
    pub fn before(months: &'m [Month], at: usize) -> History<'m> {
        History {
            months: &months[..at],
            end: months[at].number,
        }
    }

    /// Its months, those without a quote counted too.
    pub fn span(&self) -> i32 {
        self.months
            .first()
            .map_or(0, |first| self.end - first.number)
    }

    /// The part of them that has a quote.
    pub fn share(&self) -> f64 {
        match self.span() {
            0 => 0.0,
            span => self.months.len() as f64 / f64::from(span),
        }
    }
}

/// Months of a test, one after the other from January of the year 2000 on.
#[cfg(test)]
pub fn consecutive(prices: &[f64]) -> Vec<Month> {
    let start = Day::new(2000, 1, 1).expect("a date of the test");
    let numbered = prices.iter().zip(0..);
    numbered
        .map(|(price, at)| Month {
            number: number(start) + at,
            price: *price,
            last: start.plus_months(at),
            quotes: 1,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;

    #[test]
    fn a_month_is_the_mean_of_its_days_and_a_gap_counts_in_the_span() {
        let quotes = [
            quote("2021-12-31", "rice", 40_000),
            quote("2022-02-01", "rice", 50_000),
            quote("2022-02-28", "rice", 60_000),
        ];
        let gathered = gather(&quotes, day("2022-03-01"));
        let months = months(&gathered.series[0].points);
        let prices: Vec<f64> = months.iter().map(|month| month.price).collect();
        let whole = History::whole(&months);
        assert_eq!((prices, whole.span()), (vec![4.0, 5.5], 3));
        assert!((whole.share() - 2.0 / 3.0).abs() < 1e-12);
        // January is not quoted, and lies before February all the same.
        let before = History::before(&months, 1);
        assert_eq!((before.span(), before.share()), (2, 0.5));
        assert_eq!(months[1].last, day("2022-02-28"));
    }
}
