//! What is said of a series whose newest quote cannot be judged, of one whose level is a new one, and what confirms it.

use crate::ledger::tables::Quote;
use crate::ledger::word::{Assessed, Grade, QuoteKind};
use crate::price::watch::Watch;
use crate::price::watch::fixture::{day, quote, seen};

/// Oil at two markets at 10.00 yuan a kg, a week later at what each of `markets` lists by day.
fn oil(markets: [&[(&str, i64)]; 2]) -> Vec<Quote> {
    let rows = markets
        .iter()
        .zip(["M1", "M2"])
        .flat_map(|(later, market)| {
            let first = [("2022-03-01", 100_000)];
            let all = first.into_iter().chain(later.iter().copied());
            all.map(|(date, steps)| Quote {
                market: market.to_owned(),
                ..quote(date, "oil", steps)
            })
        });
    rows.collect()
}

/// The grade of each row of `mofcom-weekly` on a day with its market, and how many markets met the rule.
fn graded(quotes: &[Quote], as_of: &str, since: Option<&str>) -> Vec<(String, Grade, Option<i64>)> {
    let found = seen(quotes, &["mofcom-weekly"], as_of, since);
    let of_row = |row: crate::ledger::tables::Alert| {
        (
            format!("{} {}", row.date, row.scope),
            row.grade,
            row.markets,
        )
    };
    found.alerts.into_iter().map(of_row).collect()
}

#[test]
fn a_grade_is_confirmed_by_what_reaches_that_grade() {
    let of = |first, second| {
        let quotes = oil([&[("2022-03-08", first)], &[("2022-03-08", second)]]);
        graded(&quotes, "2022-03-08", None)
    };
    let rows = |first, second| {
        let named = |market: &str, grade| (format!("2022-03-08 {market}"), grade, Some(2));
        vec![named("M1", first), named("M2", second)]
    };
    assert_eq!(of(210_000, 160_000), rows(Grade::Warning, Grade::Warning));
    assert_eq!(of(210_000, 200_000), rows(Grade::Severe, Grade::Severe));
    assert_eq!(of(210_000, 130_000), rows(Grade::Notice, Grade::Notice));
}

#[test]
fn a_market_that_was_quoted_again_later_still_met_the_rule_that_day() {
    let quotes = oil([
        &[("2022-03-08", 160_000)],
        &[("2022-03-08", 160_000), ("2022-03-09", 120_000)],
    ]);
    let warned = vec![("2022-03-08 M1".to_owned(), Grade::Warning, Some(2))];
    assert_eq!(graded(&quotes, "2022-03-09", None), warned);
    let back = graded(&quotes, "2022-03-09", Some("2022-03-08"));
    assert_eq!(back[0], warned[0]);
}

#[test]
fn a_rule_on_retail_prices_judges_no_others() {
    let of = |kind: Option<QuoteKind>| {
        let rise = [("2022-03-05", 10_000), ("2022-03-15", 12_000)];
        let quotes = rise.map(|(date, steps)| Quote {
            kind,
            ..quote(date, "cabbage", steps)
        });
        let watch = |chosen: &[&str]| seen(&quotes, chosen, "2022-03-15", None);
        let (named, unnamed) = (watch(&["gd-signal-light"]), watch(&[]));
        let silent = unnamed.unquoted_kinds.iter().map(|one| one.rule.clone());
        let status = named.assessments.first().map(|row| row.status);
        (status, silent.collect::<Vec<_>>())
    };
    let met = (Some(Assessed::Met), Vec::new());
    assert_eq!(of(Some(QuoteKind::Retail)), met);
    assert_eq!(of(None), met);
    let rule = vec!["gd-signal-light".to_owned()];
    let other = (Some(Assessed::NotAssessable), rule);
    assert_eq!(of(Some(QuoteKind::Wholesale)), other);
    assert_eq!(of(Some(QuoteKind::Purchase)), other);
}

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

#[test]
fn a_basket_of_twenty_is_twenty_items_and_not_twenty_series() {
    let basket = |items: usize, markets: usize| {
        let of = |at: usize, date: &str, steps| Quote {
            market: format!("M{}", at % markets),
            ..quote(date, &format!("item {}", at / markets), steps)
        };
        let all = 0..items * markets;
        let quotes: Vec<Quote> = all
            .flat_map(|at| [of(at, "2022-03-14", 10_000), of(at, "2022-03-15", 14_000)])
            .collect();
        seen(&quotes, &["qhd-basket"], "2022-03-15", None)
    };
    let status = |watch: Watch| watch.assessments[0].status;
    assert_eq!(status(basket(5, 4)), Assessed::NotAssessable);
    assert_eq!(status(basket(19, 2)), Assessed::NotAssessable);
    assert_eq!(status(basket(20, 1)), Assessed::Met);
}
