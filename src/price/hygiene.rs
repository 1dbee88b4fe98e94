//! What looks wrong in a price sheet: a range that is turned round, two prices for one thing on one day.
//!
//! Shape: findings, by place and kind. They refuse nothing; the price itself is used as it stands.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Finding, Quote};
use crate::ledger::word::Severity;
use crate::quantity::Price;

use super::series::{APART_MAX, SeriesKey, is_apart, key_of, price_of};

/// The findings on `quotes` dated up to `as_of`.
pub fn findings(quotes: &[Quote], as_of: Day) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut days: BTreeMap<(SeriesKey, Day), (Price, Price, usize)> = BTreeMap::new();
    for quote in quotes.iter().filter(|quote| quote.date <= as_of) {
        found.extend(turned(quote));
        if let Some(price) = price_of(quote) {
            let day = days
                .entry((key_of(quote), quote.date))
                .or_insert((price, price, 0));
            *day = (day.0.min(price), day.1.max(price), day.2 + 1);
        }
    }
    let apart =
        days.into_iter()
            .filter_map(|((key, date), (low, high, count))| {
                let difference = high.as_f64() / low.as_f64() - 1.0;
                is_apart(high.as_f64(), low.as_f64()).then(|| Finding {
            value: format!("{low} to {high}"),
            expected: format!("at most {:.0}% apart", APART_MAX * 100.0),
            ..finding(
                "quotes-apart",
                &key,
                format!(
                    "{count} quotes of {} on {date} at {} are {:.0}% apart; their mean is used",
                    key.item, key.market, difference * 100.0
                ),
                "check which one is right, or give each its own spec",
            )
        })
            });
    found.extend(apart);
    found.sort_by(|a, b| (&a.code, &a.site, &a.message).cmp(&(&b.code, &b.site, &b.message)));
    found
}

/// A row whose lowest price lies above its highest, or whose price lies outside of them.
fn turned(quote: &Quote) -> Option<Finding> {
    let key = key_of(quote);
    let what = match (quote.low, price_of(quote), quote.high) {
        (Some(low), _, Some(high)) if low > high => "the lowest price lies above the highest",
        (Some(low), Some(price), _) if price < low => "the price lies below the lowest",
        (_, Some(price), Some(high)) if price > high => "the price lies above the highest",
        _ => return None,
    };
    let shown = |price: Option<Price>| price.map_or("-".to_owned(), |price| price.to_string());
    Some(Finding {
        value: format!(
            "{} / {} / {}",
            shown(quote.low),
            shown(quote.price),
            shown(quote.high)
        ),
        expected: "low ≤ price ≤ high".to_owned(),
        ..finding(
            "quote-range",
            &key,
            format!("{} on {} at {}: {what}", key.item, quote.date, key.market),
            "two columns may have been swapped: compare the sheet's heading",
        )
    })
}

fn finding(code: &str, key: &SeriesKey, message: String, hint: &str) -> Finding {
    Finding {
        site: key.market.to_owned(),
        item: key.item.to_owned(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Warning, message)
    }
}

#[cfg(test)]
mod tests {
    use super::super::watch::fixture::{day, quote};
    use super::*;

    fn codes(quotes: &[Quote]) -> Vec<String> {
        let found = findings(quotes, day("2022-03-31"));
        found.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_range_that_is_turned_round_is_named_and_one_that_fits_is_not() {
        let with = |low: i64, price: i64, high: i64| {
            let mut quote = quote("2022-03-01", "cabbage", price);
            quote.low = Some(Price::from_steps(low));
            quote.high = Some(Price::from_steps(high));
            codes(&[quote])
        };
        assert_eq!(with(10_000, 11_000, 12_000), [""; 0]);
        assert_eq!(with(10_000, 10_000, 10_000), [""; 0]);
        for (low, price, high) in [
            (12_000, 11_000, 10_000),
            (10_000, 9_999, 12_000),
            (10_000, 12_001, 12_000),
        ] {
            assert_eq!(with(low, price, high), ["quote-range"]);
        }
    }

    #[test]
    fn two_prices_of_one_day_are_named_from_a_tenth_apart() {
        let pair = |second: i64| {
            codes(&[
                quote("2022-03-01", "cabbage", 10_000),
                quote("2022-03-01", "cabbage", second),
            ])
        };
        assert_eq!(pair(11_000), [""; 0]);
        assert_eq!(pair(11_001), ["quotes-apart"]);
    }
}
