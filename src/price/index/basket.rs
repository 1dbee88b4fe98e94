//! Quotes as classes of items by periods: what an index is worked out from.
//!
//! Shape: a class for each category, kind and unit; in it a price (and a quantity, where one was quoted) for each item
//! and period, or none. An item is one spec at one market: prices of different markets are never one item.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Quote;
use crate::ledger::word::QuoteKind;

use super::super::series::{Gathered, Series, SeriesKey, key_of};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    Day,
    Week,
    Xun,
    Month,
}

impl Every {
    /// The first day of the period that `day` lies in; a week begins on Monday.
    pub fn first_day(self, day: Day) -> Day {
        match self {
            Every::Day => day,
            Every::Week => day.plus_days(-(i64::from(day.number()) - 1).rem_euclid(7)),
            Every::Xun => day.xun().first_day(),
            Every::Month => day.plus_days(1 - i64::from(day.of_month())),
        }
    }

    /// The first day of the period after the one that begins on `first`.
    pub fn next(self, first: Day) -> Day {
        match self {
            Every::Day => first.plus_days(1),
            Every::Week => first.plus_days(7),
            Every::Xun => first.xun().last_day().plus_days(1),
            Every::Month => first.plus_months(1),
        }
    }
}

/// What was quoted of one item in one period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quoted {
    /// The mean of its days, in yuan.
    pub price: f64,
    /// What was sold in it, in base units; `None` where nobody said.
    pub quantity: Option<f64>,
}

/// The items of one category, kind and unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Class<'a> {
    pub category: &'a str,
    pub kind: Option<QuoteKind>,
    pub unit: &'a str,
    /// The first days of its periods, one after the other, those without a quote too.
    pub periods: Vec<Day>,
    /// For each item, what was quoted in each period.
    pub items: Vec<Vec<Option<Quoted>>>,
}

/// The classes of the series that were `gathered`, by category, kind and unit; those without a category are one class,
/// and what a thing should cost is in none.
/// Quantities are those of `sold` up to `as_of`.
pub fn classes<'a>(
    gathered: Gathered<'a>,
    sold: &'a [Quote],
    as_of: Day,
    every: Every,
) -> Vec<Class<'a>> {
    let sold = quantities(sold, as_of, every);
    let mut series: Vec<Series> = gathered.series;
    series.retain(|series| !series.key.is_target());
    let key = |series: &Series| {
        let named = (series.category.to_owned(), series.key.kind);
        (named, series.key.unit.to_owned())
    };
    series.sort_by_key(key);
    let same = series.chunk_by(|one, next| key(one) == key(next));
    same.map(|group| class(group, &sold, every)).collect()
}

/// What is sold of each series in each period.
type Sold<'a> = BTreeMap<(SeriesKey<'a>, Day), f64>;

fn quantities(quotes: &[Quote], as_of: Day, every: Every) -> Sold<'_> {
    let mut sold = Sold::new();
    let dated = quotes.iter().filter(|quote| quote.date <= as_of);
    for quote in dated {
        if let Some(qty) = quote.qty {
            let key = (key_of(quote), every.first_day(quote.date));
            *sold.entry(key).or_default() += qty.as_f64();
        }
    }
    sold
}

fn class<'a>(group: &[Series<'a>], sold: &Sold<'a>, every: Every) -> Class<'a> {
    let points = || group.iter().flat_map(|series| &series.points);
    let first = points().map(|point| point.date).min();
    let last = points().map(|point| point.date).max();
    // The calendar's last day ends the periods too: the one that follows would begin where it does.
    let next = |at: &Day| {
        let next = every.next(*at);
        (Some(next) <= last && every.first_day(next) > *at).then_some(next)
    };
    let first = first.map(|day| every.first_day(day));
    let periods: Vec<Day> = std::iter::successors(first, next).collect();
    let items = group
        .iter()
        .map(|series| item(series, &periods, sold, every))
        .collect();
    Class {
        category: group[0].category,
        kind: group[0].key.kind,
        unit: group[0].key.unit,
        periods,
        items,
    }
}

fn item(series: &Series, periods: &[Day], sold: &Sold, every: Every) -> Vec<Option<Quoted>> {
    let mut quoted = vec![None; periods.len()];
    let same = series
        .points
        .chunk_by(|one, next| every.first_day(one.date) == every.first_day(next.date));
    for days in same {
        let first = every.first_day(days[0].date);
        let sum: f64 = days.iter().map(|point| point.price.as_f64()).sum();
        if let Ok(at) = periods.binary_search(&first) {
            quoted[at] = Some(Quoted {
                price: sum / days.len() as f64,
                quantity: sold.get(&(series.key, first)).copied(),
            });
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::super::series::gather;
    use super::super::super::watch::fixture::{day, quote};
    use super::*;

    #[test]
    fn periods_begin_on_mondays_and_firsts() {
        let first = |every: Every, date: &str| every.first_day(day(date)).to_string();
        assert_eq!(first(Every::Week, "2022-03-13"), "2022-03-07");
        assert_eq!(first(Every::Week, "2022-03-14"), "2022-03-14");
        assert_eq!(first(Every::Xun, "2022-03-31"), "2022-03-21");
        assert_eq!(first(Every::Month, "2022-02-28"), "2022-02-01");
        assert_eq!(Every::Xun.next(day("2022-02-21")), day("2022-03-01"));
    }

    #[test]
    fn the_periods_end_with_the_calendar() {
        let quotes = ["9999-12-30", "9999-12-31"].map(|date| quote(date, "cabbage", 40_000));
        let as_of = day("9999-12-31");
        let count = |every: Every| {
            let classes = classes(gather(&quotes, as_of), &quotes, as_of, every);
            classes[0].periods.len()
        };
        assert_eq!(count(Every::Day), 2);
        for every in [Every::Week, Every::Xun, Every::Month] {
            assert_eq!(count(every), 1, "{every:?}");
        }
    }

    #[test]
    fn a_month_without_a_quote_is_a_period_without_a_price() {
        let quotes = [
            quote("2022-01-03", "cabbage", 20_000),
            quote("2022-01-05", "cabbage", 30_000),
            quote("2022-03-01", "cabbage", 40_000),
        ];
        let as_of = day("2022-03-31");
        let classes = classes(gather(&quotes, as_of), &quotes, as_of, Every::Month);
        let prices: Vec<Option<f64>> = classes[0].items[0]
            .iter()
            .map(|quoted| quoted.map(|quoted| quoted.price))
            .collect();
        assert_eq!(prices, [Some(2.5), None, Some(4.0)]);
    }
}
