//! The rows of table `change`: each price with its changes, their base dates, and why one is missing.
//!
//! Shape: a row for each point of a series that is asked for. This file never compares two prices.

use std::fmt::Write;

use crate::ledger::tables::Change;
use crate::policy::alert::{Freshness, Indicator};

use super::change::{Comparison, Comparisons, comparisons, looked_at, name};
use super::copied;
use super::freshness::Stale;
use super::series::{APART_MAX, Point, Series};

/// Every indicator, in the order of the columns of `change`.
const INDICATORS: [Indicator; 6] = [
    Indicator::Prev,
    Indicator::Day,
    Indicator::Week,
    Indicator::Xun,
    Indicator::Month,
    Indicator::Year,
];

/// The rows of `change` of a series from its point `first` on; the last one says where it is `stale`, and so many equal
/// quotes in a row are named as `rule` says.
pub fn rows(series: &Series, first: usize, stale: Option<Stale>, rule: &Freshness) -> Vec<Change> {
    let points = &series.points;
    if first >= points.len() {
        return Vec::new();
    }
    let compared = comparisons(points, first);
    let mut run = equal_run(points, first);
    let mut rows = Vec::with_capacity(points.len() - first);
    for at in first..points.len() {
        if at > first {
            run = if points[at].price == points[at - 1].price {
                run + 1
            } else {
                1
            };
        }
        let stale = stale.filter(|_| at + 1 == points.len());
        let compared = &compared[at - first];
        let run = (run >= rule.equal_run).then_some(run);
        let reason = reason(&points[at], compared, run, stale);
        rows.push(row(series, &points[at], compared, reason));
    }
    rows
}

fn row(series: &Series, point: &Point, compared: &Comparisons, reason: String) -> Change {
    let change = |of: Option<Comparison>| of.map(|comparison| comparison.change());
    let base = |of: Option<Comparison>| of.map(|comparison| comparison.base_day);
    Change {
        date: point.date,
        market: series.key.market.to_owned(),
        item: series.key.item.to_owned(),
        spec: series.key.spec.to_owned(),
        price: point.price,
        prev: change(compared.prev),
        prev_base: base(compared.prev),
        day: change(compared.day),
        day_base: base(compared.day),
        week: change(compared.week),
        week_base: base(compared.week),
        xun: change(compared.xun),
        xun_base: base(compared.xun),
        month: change(compared.month),
        month_base: base(compared.month),
        year: change(compared.year),
        year_base: base(compared.year),
        reason,
        kind: series.key.kind,
        unit: series.key.unit.to_owned(),
    }
}

/// How many points up to and including `at` have one price.
fn equal_run(points: &[Point], at: usize) -> usize {
    let earlier = points[..=at].iter().rev();
    earlier
        .take_while(|point| point.price == points[at].price)
        .count()
}

/// Why comparisons are missing, how old a `stale` quote is, how many quotes in a `run` are copied rather than calm, and
/// what else is to be said; empty where all could be made.
fn reason(
    point: &Point,
    compared: &Comparisons,
    run: Option<usize>,
    stale: Option<Stale>,
) -> String {
    let mut text = stale.map_or(String::new(), |stale| stale.to_string());
    if let Some(run) = run {
        add(&mut text, format_args!("{}", copied::reason(run)));
    }
    if point.quotes() > 1 {
        let apart = match point.is_apart() {
            true => format!(", more than {:.0}% apart", APART_MAX * 100.0),
            false => String::new(),
        };
        add(
            &mut text,
            format_args!("mean of {} quotes{apart}", point.quotes()),
        );
    }
    if compared.prev.is_none() {
        add(&mut text, format_args!("first quote"));
        return text;
    }
    for indicator in INDICATORS {
        if compared.of(indicator).is_none() {
            let (first, last) = looked_at(indicator, point.date);
            let name = name(indicator);
            match first == last {
                true => add(&mut text, format_args!("{name}: no quote on {first}")),
                false => add(
                    &mut text,
                    format_args!("{name}: no quote from {first} to {last}"),
                ),
            }
        }
    }
    text
}

/// Adds a part to a list of remarks.
fn add(text: &mut String, part: std::fmt::Arguments) {
    if !text.is_empty() {
        text.push_str("; ");
    }
    text.write_fmt(part)
        .expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::policy::AlertRules;

    fn freshness() -> Freshness {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        rules.freshness
    }

    #[test]
    fn a_long_run_of_equal_quotes_is_named_and_a_shorter_one_is_not() {
        let rule = freshness();
        let start = day("2024-03-01");
        let quotes: Vec<_> = (0..rule.equal_run as i64)
            .map(|at| quote(&start.plus_days(at).to_string(), "cabbage", 40_000))
            .collect();
        let gathered = gather(&quotes, day("2024-12-31"));
        let series = &gathered.series[0];
        let named = |at: usize, first: usize| {
            rows(series, first, None, &rule)[at - first]
                .reason
                .contains("30 equal quotes")
        };
        assert!(named(29, 0) && named(29, 29));
        assert!(!named(28, 0) && !named(28, 28));
    }

    #[test]
    fn a_row_says_why_a_comparison_is_missing() {
        let quotes = [
            quote("2024-03-03", "cabbage", 40_000),
            quote("2024-03-09", "cabbage", 50_000),
        ];
        let gathered = gather(&quotes, day("2024-03-09"));
        let series = &gathered.series[0];
        let rows = rows(series, 0, None, &freshness());
        assert_eq!(rows[0].reason, "first quote");
        assert_eq!(
            rows[1].reason,
            "day: no quote on 2024-03-08; week: no quote from 2024-02-29 to 2024-03-02; \
             xun: no quote from 2024-02-21 to 2024-02-29; month: no quote from 2024-02-05 to 2024-02-09; year: no quote from 2023-03-02 to 2023-03-09"
        );
    }
}
