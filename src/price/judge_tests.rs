//! What is said of a series whose newest quote cannot be judged, and of one whose level is a new one.

use crate::ledger::tables::Quote;
use crate::ledger::word::Assessed;
use crate::price::watch::Watch;
use crate::price::watch::fixture::{day, quote, seen};

/// What the real-time deviation from trend and season says of `quotes`.
fn by_alps(quotes: &[Quote], as_of: &str, since: Option<&str>) -> Watch {
    seen(quotes, &["alps-rt"], as_of, since)
}

#[test]
fn a_price_that_stepped_and_stays_is_a_new_level_from_the_sixth_month_on() {
    // Five years around 4 yuan, then 6.
    let start = day("2017-01-15");
    let quotes: Vec<_> = (0..69)
        .map(|at: i32| {
            let level = if at < 60 { 40_000 } else { 60_000 };
            let steps = level + 100 * i64::from(at * 7919 % 13);
            quote(&start.plus_months(at).to_string(), "cabbage", steps)
        })
        .collect();
    let found = by_alps(&quotes, "2022-09-15", Some("2022-01-01"));
    let is_new = |text: &str| text.contains("in a row since 2022-01-15: a new level");
    for alert in &found.alerts {
        assert_eq!(
            is_new(&alert.text),
            alert.persistence >= Some(6),
            "{}",
            alert.text
        );
    }
    assert!(found.alerts.iter().any(|alert| is_new(&alert.text)));
}

#[test]
fn a_month_without_a_value_is_named_itself_and_not_an_older_one() {
    // Nobody ever quoted in a January, so that the first has no season to be held against.
    let months = (2017..=2021).flat_map(|year| (2..=12).map(move |month| (year, month)));
    let months = months.chain([(2022, 1)]);
    let quotes: Vec<_> = months
        .map(|(year, month)| {
            let steps = 40_000 + 1_000 * i64::from(month * 7 % 10);
            quote(&format!("{year}-{month:02}-15"), "cabbage", steps)
        })
        .collect();
    let found = by_alps(&quotes, "2022-01-15", None);
    let row = &found.assessments[0];
    assert_eq!(
        (row.status, row.date),
        (Assessed::NotAssessable, day("2022-01-15"))
    );
}
