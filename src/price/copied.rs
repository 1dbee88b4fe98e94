//! Which quotes are copied rather than calm: a long run of equal ones tells what was written down, and not what was paid.
//!
//! Shape: the days of a series on which so many quotes in a row up to it are equal, each with how many; of a category
//! those on which all that is quoted of it is copied. This file never says what such a day would have been.
//!
//! Rule: `freshness` of the rule file.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::policy::alert::Freshness;

use super::series::{Point, Series};

/// A day on which the newest quotes are copied, and how many are equal in a row.
pub type Copied = (Day, usize);

/// Why a day with so many equal quotes in a row is not judged.
pub fn reason(run: usize) -> String {
    format!("{run} equal quotes in a row: copied rather than calm")
}

/// The equal quotes in a row up to the newest.
pub fn run(points: &[Point]) -> usize {
    let newest = points.last().map(|point| point.price);
    let equal = points.iter().rev().map(|point| Some(point.price));
    equal.take_while(|price| *price == newest).count()
}

/// The days of a series on which its quotes are copied, oldest first.
pub fn days(points: &[Point], rule: &Freshness) -> Vec<Copied> {
    let same = points.chunk_by(|one, next| one.price == next.price);
    let long = same.filter(|equal| equal.len() >= rule.equal_run);
    let copied = long.flat_map(|equal| {
        let numbered = equal.iter().zip(1..);
        let copied = numbered.skip(rule.equal_run - 1);
        copied.map(|(point, run)| (point.date, run))
    });
    copied.collect()
}

/// The days of a category on which every series that is quoted is copied, with the shortest of their runs.
pub fn days_of_all(group: &[&Series], rule: &Freshness) -> Vec<Copied> {
    let mut copied: BTreeMap<Day, (usize, usize)> = BTreeMap::new();
    for (day, run) in group.iter().flat_map(|series| days(&series.points, rule)) {
        let (count, shortest) = copied.entry(day).or_insert((0, run));
        *count += 1;
        *shortest = run.min(*shortest);
    }
    let quoted = |day: &Day| {
        let is_quoted = |series: &&&Series| {
            let points = &series.points;
            points.binary_search_by_key(day, |point| point.date).is_ok()
        };
        group.iter().filter(is_quoted).count()
    };
    let all = copied.into_iter();
    let all = all.filter(|(day, (count, _))| quoted(day) == *count);
    all.map(|(day, (_, run))| (day, run)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote, rules};
    use super::*;
    use crate::ledger::tables::Quote;

    /// Quotes of an item from 1 March on, so many days at one price and then one at another.
    fn level(item: &str, days: i64) -> Vec<Quote> {
        let start = day("2022-03-01");
        let of = |at: i64| {
            let steps = if at < days { 40_000 } else { 50_000 };
            quote(&start.plus_days(at).to_string(), item, steps)
        };
        (0..=days).map(of).collect()
    }

    #[test]
    fn thirty_equal_quotes_are_copied_and_the_next_price_is_news() {
        let of = |count: i64| {
            let quotes = level("rice", count);
            let series = gather(&quotes, day("2022-12-31")).series;
            days(&series[0].points, &rules().freshness)
        };
        assert_eq!(of(29), []);
        assert_eq!(of(30), [(day("2022-03-30"), 30)]);
        assert_eq!(of(31)[1], (day("2022-03-31"), 31));
    }

    #[test]
    fn a_category_is_copied_where_all_that_is_quoted_of_it_is() {
        let of = |other: i64| {
            let quotes = [level("rice", 32), level("flour", other)].concat();
            let series = gather(&quotes, day("2022-12-31")).series;
            let group: Vec<&Series> = series.iter().collect();
            let days = days_of_all(&group, &rules().freshness);
            days.into_iter().map(|(_, run)| run).collect::<Vec<_>>()
        };
        assert_eq!(of(32), [30, 31, 32]);
        assert_eq!(of(31), [30, 31]);
        // A category of which one thing moves is judged.
        assert_eq!(of(29), [31, 32]);
    }
}
