//! Parts that sum to their change, whatever was quoted.

use proptest::prelude::*;

use super::*;
use crate::ledger::tables::Quote;
use crate::price::series::gather;
use crate::price::watch::fixture::{day, quote};

fn rows(quotes: &[Quote]) -> Vec<Driver> {
    let gathered = gather(quotes, day("2022-03-08"));
    drivers(&gathered.series, day("2022-03-01"), day("2022-03-08"))
}

fn sum(rows: &[Driver], parts: &[&str]) -> i64 {
    let of = rows.iter().filter(|row| parts.contains(&row.part.as_str()));
    of.map(|row| millionths(row.contribution.unwrap_or_default()))
        .sum()
}

#[test]
fn a_retail_rise_is_that_of_wholesale_and_what_the_margin_adds() {
    let mut quotes = vec![
        quote("2022-03-01", "cabbage", 10_000),
        quote("2022-03-08", "cabbage", 12_000),
    ];
    for (date, steps) in [("2022-03-01", 20_000), ("2022-03-08", 25_000)] {
        let mut retail = quote(date, "cabbage", steps);
        retail.kind = Some(QuoteKind::Retail);
        quotes.push(retail);
    }
    let rows = rows(&quotes);
    assert_eq!(sum(&rows, &["wholesale"]), 100_000);
    assert_eq!(sum(&rows, &["margin"]), 150_000);
    let margin = rows.iter().find(|row| row.part == "margin").expect("a row");
    assert_eq!(
        margin.text,
        "+15.0 points coincides with a change of the margin"
    );
}

#[test]
fn a_dear_thing_that_is_newly_quoted_is_mix_and_no_price() {
    let rows = rows(&[
        quote("2022-03-01", "cabbage", 10_000),
        quote("2022-03-08", "cabbage", 10_000),
        quote("2022-03-08", "asparagus", 30_000),
    ]);
    assert_eq!(sum(&rows, &["total"]), 1_000_000);
    assert_eq!(
        (sum(&rows, &["price"]), sum(&rows, &["mix"])),
        (0, 1_000_000)
    );
}

#[test]
fn an_item_is_named_by_its_code_and_its_spec_beside_it() {
    let quotes = [("2022-03-01", 10_000), ("2022-03-08", 12_000)].map(|(date, steps)| Quote {
        spec: "organic".to_owned(),
        ..quote(date, "cabbage", steps)
    });
    let rows = rows(&quotes);
    let row = rows.iter().find(|row| row.part == "item").expect("a row");
    assert_eq!((&*row.item, &*row.spec), ("cabbage", "organic"));
    assert!(row.text.contains("cabbage organic at M01"), "{}", row.text);
}

#[test]
fn what_one_market_does_alone_is_local() {
    let mut quotes = Vec::new();
    for (market, now) in [("M01", 11_000), ("M02", 11_000), ("M03", 15_000)] {
        for (date, steps) in [("2022-03-01", 10_000), ("2022-03-08", now)] {
            quotes.push(Quote {
                market: market.to_owned(),
                ..quote(date, "cabbage", steps)
            });
        }
    }
    let rows = rows(&quotes);
    assert_eq!(sum(&rows, &["common"]), 100_000);
    let local: Vec<(&str, Option<f64>)> = rows
        .iter()
        .filter(|row| row.part == "local")
        .map(|row| (row.market.as_str(), row.contribution))
        .collect();
    assert_eq!(local[0].0, "M03");
    assert_eq!(sum(&rows, &["common", "local"]), sum(&rows, &["price"]));
}

#[test]
fn nothing_quoted_on_both_days_has_no_drivers() {
    assert_eq!(rows(&[quote("2022-03-08", "cabbage", 10_000)]), []);
}

proptest! {
    #[test]
    fn parts_of_each_kind_sum_to_the_change(
        prices in prop::collection::vec((1_i64..90_000, 1_i64..90_000, 0_usize..4, 0_usize..4), 1..12)
    ) {
        let mut quotes = Vec::new();
        for (base, now, item, market) in prices {
            for (date, steps) in [("2022-03-01", base), ("2022-03-08", now)] {
                quotes.push(Quote {
                    market: format!("M{market}"),
                    ..quote(date, &format!("item {item}"), steps)
                });
            }
        }
        let rows = rows(&quotes);
        let matched = sum(&rows, &["price"]);
        prop_assert_eq!(sum(&rows, &["price", "mix"]), sum(&rows, &["total"]));
        prop_assert_eq!(sum(&rows, &["item"]), matched);
        prop_assert_eq!(sum(&rows, &["common", "local"]), matched);
    }
}
