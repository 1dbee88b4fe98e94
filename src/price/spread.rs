//! Who quoted what: median and range of each item, at each market and over all of them, and who is missing.
//!
//! Shape: rows of `spread` by item, market, spec, kind and unit; the rows without a market hold all markets together.
//! Absent is absent: a market that has not quoted has no price, a row without a price is no quote, and a price in a unit
//! that nobody knows is none either. This file never compares two days.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Quote, Spread};
use crate::ledger::word::{QuoteKind, Reported};
use crate::policy::AlertRules;
use crate::policy::alert::Freshness;
use crate::quantity::{Price, Unit};

use super::copied;
use super::freshness;
use super::series::{Point, Series, is_measured, price_of};
use super::sorted::median_price;

/// The rows of `spread` for `series` as they stand on `as_of`; `quotes` tells what became part of none.
///
/// Rule: `spread` and `freshness` of the rule file.
pub fn spread(series: &[Series], quotes: &[Quote], as_of: Day, rules: &AlertRules) -> Vec<Spread> {
    let mut rows: Vec<Spread> = series
        .iter()
        .map(|one| of_market(one, as_of, rules))
        .collect();
    let together = together(&rows, as_of);
    rows.extend(together);
    rows.extend(without_price(series, quotes, as_of));
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    rows
}

fn key(row: &Spread) -> (&str, &str, &str, Option<QuoteKind>, &str) {
    (&row.item, &row.market, &row.spec, row.kind, &row.unit)
}

/// An item at one market: its newest price, and median and range of its last days.
fn of_market(series: &Series, as_of: Day, rules: &AlertRules) -> Spread {
    let points = &series.points;
    let newest = points[points.len() - 1];
    let from = as_of.plus_days(1 - rules.spread.days);
    let recent = &points[points.partition_point(|point| point.date < from)..];
    let prices = sorted(recent.iter().map(|point| point.price));
    let run = copied::run(points);
    let (status, reason) = status(points, run, as_of, &rules.freshness);
    Spread {
        as_of,
        item: series.key.item.to_owned(),
        market: series.key.market.to_owned(),
        spec: series.key.spec.to_owned(),
        kind: series.key.kind,
        unit: series.key.unit.to_owned(),
        price: Some(newest.price),
        median: median_price(&prices),
        low: prices.first().copied().map(Price::from_steps),
        high: prices.last().copied().map(Price::from_steps),
        quotes: count(recent.iter().map(|point| point.quotes() as usize).sum()),
        markets: Some(1),
        absent: None,
        from: Some(points[0].date),
        to: Some(newest.date),
        freshness: Some(as_of.days_since(newest.date)),
        run: count(run),
        status,
        reason,
    }
}

fn status(points: &[Point], run: usize, as_of: Day, rule: &Freshness) -> (Reported, String) {
    let dates = || points.iter().rev().map(|point| point.date);
    if let Some(stale) = freshness::stale(rule, dates(), as_of) {
        return (Reported::Stale, stale.to_string());
    }
    let newest = points[points.len() - 1].date;
    let (age, usual) = (
        as_of.days_since(newest),
        freshness::usual_gap(dates()).max(1),
    );
    if age >= usual {
        let reason = match age {
            1 => format!("no quote for {age} day; usually there is one every {usual}"),
            _ => format!("no quote for {age} days; usually there is one every {usual}"),
        };
        return (Reported::Missing, reason);
    }
    match run >= rule.equal_run {
        true => (Reported::Copied, copied::reason(run)),
        false => (Reported::Reported, String::new()),
    }
}

/// Each item over all markets: median and range of the newest prices that are still news.
fn together(rows: &[Spread], as_of: Day) -> Vec<Spread> {
    let mut items: BTreeMap<_, Vec<&Spread>> = BTreeMap::new();
    for row in rows {
        let key = (&row.item, &row.spec, row.kind, &row.unit);
        items.entry(key).or_default().push(row);
    }
    let all = items.into_iter().filter(|(_, rows)| rows.len() > 1);
    all.map(|((item, spec, kind, unit), rows)| {
        let is_news = |row: &&&Spread| matches!(row.status, Reported::Reported | Reported::Copied);
        let fresh: Vec<&&Spread> = rows.iter().filter(is_news).collect();
        let prices = sorted(fresh.iter().filter_map(|row| row.price));
        let absent: Vec<&str> = rows
            .iter()
            .filter(|row| !is_news(row))
            .map(|row| row.market.as_str())
            .collect();
        Spread {
            as_of,
            item: item.clone(),
            market: String::new(),
            spec: spec.clone(),
            kind,
            unit: unit.clone(),
            price: None,
            median: median_price(&prices),
            low: prices.first().copied().map(Price::from_steps),
            high: prices.last().copied().map(Price::from_steps),
            quotes: count(fresh.len()),
            markets: count(rows.len()),
            absent: count(absent.len()),
            from: rows.iter().filter_map(|row| row.from).min(),
            to: rows.iter().filter_map(|row| row.to).max(),
            freshness: rows.iter().filter_map(|row| row.freshness).min(),
            run: None,
            status: match fresh.is_empty() {
                true => Reported::Missing,
                false => Reported::Reported,
            },
            reason: match absent.is_empty() {
                true => String::new(),
                false => format!("not quoted: {}", absent.join(", ")),
            },
        }
    })
    .collect()
}

/// What was written down without a price or in a unit that nobody knows, where nothing else is known of it.
fn without_price(series: &[Series], quotes: &[Quote], as_of: Day) -> Vec<Spread> {
    let mut rows: BTreeMap<_, Spread> = BTreeMap::new();
    for quote in quotes.iter().filter(|quote| quote.date <= as_of) {
        let is_unknown = !is_measured(&quote.unit);
        if price_of(quote).is_some() && !is_unknown {
            continue;
        }
        let unit = Unit::new(&quote.unit).base().0.id().to_owned();
        let has_series = series.binary_search_by(|one| {
            let key = (one.key.market, one.key.item, one.key.spec, one.key.kind);
            let key = (key, one.key.unit);
            let own = (&*quote.market, &*quote.item, &*quote.spec, quote.kind);
            key.cmp(&(own, &*unit))
        });
        if has_series.is_ok() {
            continue;
        }
        let key = (&quote.market, &quote.item, &quote.spec, quote.kind, unit);
        let row = rows
            .entry(key)
            .or_insert_with(|| unpriced(quote, is_unknown, as_of));
        row.quotes = row.quotes.map(|quotes| quotes + 1);
        row.to = row.to.max(Some(quote.date));
    }
    rows.into_values().collect()
}

fn unpriced(quote: &Quote, is_unknown: bool, as_of: Day) -> Spread {
    Spread {
        as_of,
        item: quote.item.clone(),
        market: quote.market.clone(),
        spec: quote.spec.clone(),
        kind: quote.kind,
        unit: quote.unit.clone(),
        price: None,
        median: None,
        low: None,
        high: None,
        quotes: Some(0),
        markets: Some(1),
        absent: None,
        from: None,
        to: None,
        freshness: None,
        run: None,
        status: match is_unknown {
            true => Reported::UnknownUnit,
            false => Reported::NoQuote,
        },
        reason: match is_unknown {
            true => format!(
                "\"{}\" is no unit that is known, so that its price is not comparable; write kg, 斤, 500克, L or piece",
                quote.unit
            ),
            false => "rows without a price: absent, not 0".to_owned(),
        },
    }
}

/// Prices in ten-thousandths of a yuan, in order of size.
fn sorted(prices: impl Iterator<Item = Price>) -> Vec<i64> {
    let mut prices: Vec<i64> = prices.map(Price::steps).collect();
    prices.sort_unstable();
    prices
}

fn count(n: usize) -> Option<i64> {
    i64::try_from(n).ok()
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;

    fn rows(quotes: &[Quote], as_of: &str) -> Vec<Spread> {
        let gathered = gather(quotes, day(as_of));
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        spread(&gathered.series, quotes, day(as_of), &rules)
    }

    fn at(market: &str, date: &str, steps: i64) -> Quote {
        Quote {
            market: market.to_owned(),
            ..quote(date, "cabbage", steps)
        }
    }

    #[test]
    fn a_market_that_did_not_quote_is_absent_and_not_zero() {
        let quotes = [
            at("M01", "2022-03-01", 10_000),
            at("M01", "2022-03-02", 12_000),
            at("M02", "2022-03-01", 20_000),
            at("M02", "2022-03-02", 20_000),
            at("M03", "2022-02-28", 50_000),
            at("M03", "2022-03-01", 50_000),
        ];
        let rows = rows(&quotes, "2022-03-02");
        let all = &rows[0];
        assert_eq!(
            (all.market.as_str(), all.markets, all.absent),
            ("", Some(3), Some(1))
        );
        assert_eq!(all.median, Some(Price::from_steps(16_000)));
        assert_eq!(all.reason, "not quoted: M03");
        assert_eq!(rows[3].status, Reported::Missing);
    }

    #[test]
    fn a_unit_that_nobody_knows_has_no_price_and_says_why() {
        let mut bunch = quote("2022-03-01", "cabbage", 10_000);
        bunch.unit = "Bunch".to_owned();
        let rows = rows(&[bunch], "2022-03-02");
        assert_eq!(
            (rows[0].status, rows[0].median),
            (Reported::UnknownUnit, None)
        );
        assert!(rows[0].reason.contains("Bunch"));
    }

    #[test]
    fn a_long_run_of_equal_quotes_is_named_copied() {
        let start = day("2022-03-01");
        let quotes: Vec<Quote> = (0..30)
            .map(|at| quote(&start.plus_days(at).to_string(), "cabbage", 40_000))
            .collect();
        assert_eq!(rows(&quotes, "2022-03-30")[0].status, Reported::Copied);
        assert_eq!(
            rows(&quotes[1..], "2022-03-30")[0].status,
            Reported::Reported
        );
        assert_eq!(rows(&[], "2022-03-30"), []);
    }
}
