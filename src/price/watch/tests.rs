//! Cabbage at one or two markets in March 2022.

use super::fixture::{day, quote, seen};
use super::*;
use crate::ledger::word::{Assessed, Grade, QuoteKind};

/// Daily quotes of cabbage from 1 March on, in fen.
fn daily(fen: &[i64]) -> Vec<Quote> {
    let start = day("2022-03-01");
    let numbered = fen.iter().zip(0..);
    numbered
        .map(|(fen, at)| quote(&start.plus_days(at).to_string(), "cabbage", fen * 100))
        .collect()
}

#[test]
fn the_latest_row_has_its_changes_and_their_base_dates() {
    let quotes = [
        quote("2024-03-01", "cabbage", 40_000),
        quote("2024-03-02", "cabbage", 42_000),
        quote("2024-03-03", "cabbage", 42_000),
        quote("2024-03-08", "cabbage", 44_000),
        quote("2024-03-09", "cabbage", 55_000),
        quote("2024-03-11", "cabbage", 50_000),
        quote("2024-04-09", "cabbage", 66_000),
    ];
    let rows = seen(&quotes, &[], "2024-04-09", None).changes;
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.price.to_string(), "6.60");
    assert!((row.prev.expect("comparable") - 0.32).abs() < 1e-9);
    assert!((row.month.expect("comparable") - 0.2).abs() < 1e-9);
    assert_eq!(row.month_base, Some(day("2024-03-09")));
    assert_eq!(
        (row.day, row.week, row.xun, row.year),
        (None, None, None, None)
    );
    assert!(
        row.reason
            .contains("week: no quote from 2024-03-31 to 2024-04-02"),
        "{row:?}"
    );
}

#[test]
fn a_look_back_has_every_day_and_its_last_row_is_the_latest() {
    let quotes = daily(&[100, 110, 120]);
    let all = seen(&quotes, &[], "2022-03-03", Some("2022-03-02"));
    assert_eq!(all.changes.len(), 2);
    let latest = seen(&quotes, &[], "2022-03-03", None);
    assert_eq!(all.changes.last(), latest.changes.last());
}

#[test]
fn quotes_after_the_day_change_nothing_but_their_count() {
    let quotes = daily(&[100, 110, 900]);
    let on_the_second = seen(&quotes, &[], "2022-03-02", None);
    assert_eq!(on_the_second.later, 1);
    assert_eq!(
        on_the_second.changes,
        seen(&quotes[..2], &[], "2022-03-02", None).changes
    );
}

#[test]
fn a_category_rule_is_met_from_its_cut_on() {
    let mut quotes: Vec<Quote> = daily(&[100; 11]);
    quotes[10].price = Some(crate::quantity::Price::from_steps(10_999));
    let chosen = ["wholesale-signal-light"];
    assert_eq!(seen(&quotes, &chosen, "2022-03-11", None).alerts, []);
    quotes[10].price = Some(crate::quantity::Price::from_steps(11_000));
    let alerts = seen(&quotes, &chosen, "2022-03-12", None).alerts;
    assert_eq!(alerts.len(), 1);
    let alert = &alerts[0];
    assert_eq!(
        (alert.scope.as_str(), alert.item.as_str()),
        ("vegetable", "")
    );
    assert_eq!((alert.grade, alert.threshold), (Grade::Notice, Some(0.1)));
    assert_eq!(
        (alert.quotes, alert.breadth, alert.freshness),
        (Some(11), Some(1), Some(1))
    );
    assert_eq!(
        alert.text,
        "vegetable: mean wholesale price of 1 series in the xun at 1.10 yuan a kg after 1.00, up 10.0% on the xun before (notice from 10%)"
    );
}

#[test]
fn persistence_counts_observations_in_a_row_and_a_calm_one_ends_it() {
    let quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 130, 130, 100, 150, 200]);
    let alerts = seen(
        &quotes,
        &["mofcom-weekly"],
        "2022-03-12",
        Some("2022-03-09"),
    )
    .alerts;
    let found: Vec<(String, Grade, Option<i64>)> = alerts
        .iter()
        .map(|alert| (alert.date.to_string(), alert.grade, alert.persistence))
        .collect();
    assert_eq!(
        found,
        [
            ("2022-03-09".to_owned(), Grade::Notice, Some(2)),
            ("2022-03-11".to_owned(), Grade::Notice, Some(1)),
            ("2022-03-12".to_owned(), Grade::Warning, Some(2)),
        ]
    );
}

#[test]
fn breadth_counts_the_series_of_the_item_that_meet_the_rule_that_day() {
    let mut quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 140]);
    for market in ["M02", "M03"] {
        let more = quotes[..8].to_vec();
        quotes.extend(more.into_iter().map(|quote| Quote {
            market: market.to_owned(),
            ..quote
        }));
    }
    quotes[23].price = quotes[0].price;
    let alerts = seen(&quotes, &["mofcom-weekly"], "2022-03-08", None).alerts;
    let found: Vec<_> = alerts
        .iter()
        .map(|alert| (alert.scope.as_str(), alert.breadth))
        .collect();
    assert_eq!(found, [("M01", Some(2)), ("M02", Some(2))]);
}

#[test]
fn two_specs_of_an_item_at_one_market_are_one_row_the_gravest() {
    let mut quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 140]);
    let second = daily(&[100, 100, 100, 100, 100, 100, 100, 160]);
    quotes.extend(second.into_iter().map(|quote| Quote {
        spec: "baby".to_owned(),
        ..quote
    }));
    let alerts = seen(&quotes, &["mofcom-weekly"], "2022-03-08", None).alerts;
    assert_eq!(alerts.len(), 1);
    assert_eq!(
        (alerts[0].grade, alerts[0].breadth),
        (Grade::Notice, Some(2))
    );
    assert!((alerts[0].value.unwrap_or_default() - 0.6).abs() < 1e-9);
    assert!(
        alerts[0]
            .text
            .contains("warning from 50% not confirmed yet")
    );
    assert!(
        alerts[0].text.ends_with("(and 1 more series here)"),
        "{}",
        alerts[0].text
    );
}

#[test]
fn three_packings_of_one_item_are_not_three_items_that_confirm_a_grade() {
    let rise = [100, 100, 100, 100, 100, 100, 100, 160];
    let of = |item: &str, packing: &str| {
        let named = |quote| Quote {
            item: item.to_owned(),
            spec: packing.to_owned(),
            ..quote
        };
        daily(&rise).into_iter().map(named).collect::<Vec<_>>()
    };
    for rule in ["mofcom-weekly", "mofcom-weekly-basket"] {
        let first = |quotes: &[Vec<Quote>]| {
            let alerts = seen(&quotes.concat(), &[rule], "2022-03-08", None).alerts;
            (alerts[0].grade, alerts[0].items)
        };
        let packings = ["loose", "5 kg", "boxed"].map(|packing| of("cabbage", packing));
        assert_eq!(first(&packings), (Grade::Notice, Some(1)), "{rule}");
        let items = ["cabbage", "leek", "spinach"].map(|item| of(item, ""));
        assert_eq!(first(&items), (Grade::Warning, Some(3)), "{rule}");
    }
}

#[test]
fn wholesale_and_retail_of_a_category_are_never_averaged() {
    let mut quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 130]);
    let retail = daily(&[100; 11]);
    quotes.extend(retail.into_iter().map(|quote| Quote {
        kind: Some(QuoteKind::Retail),
        ..quote
    }));
    let alerts = seen(&quotes, &["wholesale-signal-light"], "2022-03-11", None).alerts;
    assert_eq!(alerts.len(), 1);
    assert!((alerts[0].value.unwrap_or_default() - 0.3).abs() < 1e-9);
}

#[test]
fn the_robust_score_draws_attention_and_never_more() {
    let mut fen = vec![100; 20];
    fen.push(500);
    let watch = seen(&daily(&fen), &["robust-z"], "2022-03-21", None);
    assert_eq!(watch.alerts.len(), 1);
    assert_eq!(watch.alerts[0].grade, Grade::Notice);
    assert!(watch.alerts[0].text.starts_with("attention"));
}

#[test]
fn what_cannot_be_judged_is_named_and_not_taken_as_calm() {
    let watch = seen(
        &daily(&[100, 200]),
        &["mofcom-weekly", "robust-z"],
        "2022-03-02",
        None,
    );
    assert_eq!(watch.alerts, []);
    let reasons: Vec<&str> = watch
        .not_assessable()
        .map(|row| row.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "week: no quote from 2022-02-21 to 2022-02-23 to compare 2022-03-02 with",
            "fewer than 8 quotes before 2022-03-02"
        ]
    );
}

#[test]
fn a_stale_series_raises_no_alert_today_and_says_so() {
    let quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 140]);
    assert_eq!(
        seen(&quotes, &["mofcom-weekly"], "2022-03-15", None)
            .alerts
            .len(),
        1
    );
    let watch = seen(&quotes, &["mofcom-weekly"], "2022-03-16", None);
    assert_eq!(watch.alerts, []);
    assert_eq!(
        watch.not_assessable().next().expect("one").reason,
        "the newest quote is of 2022-03-08, 8 days old"
    );
    assert!(
        watch.changes[0]
            .reason
            .starts_with("the newest quote is of 2022-03-08")
    );
}

#[test]
fn a_category_without_a_threshold_and_a_series_without_a_category_are_counted() {
    let mut quotes = daily(&[100, 100]);
    quotes[0].category = "fuel".to_owned();
    quotes[1].category = "fuel".to_owned();
    let mut nameless = quote("2022-03-01", "rice", 40_000);
    nameless.category = String::new();
    quotes.push(nameless);
    let watch = seen(&quotes, &["gd-signal-light"], "2022-03-02", None);
    assert_eq!(
        (watch.uncovered, watch.without_category),
        (vec!["fuel".to_owned()], vec!["rice".to_owned()])
    );
}

#[test]
fn a_rule_that_is_not_there_is_named_with_those_that_are() {
    let watch = seen(&daily(&[100]), &["gd-signal"], "2022-03-01", None);
    assert_eq!(watch.not_assessable().count(), 1);
    assert!(
        watch
            .not_assessable()
            .next()
            .expect("one")
            .reason
            .contains("gd-signal-light")
    );
}

#[test]
fn nothing_quoted_is_nothing_found_and_no_calm() {
    let watch = seen(&[], &[], "2022-03-01", None);
    assert_eq!((watch.alerts.len(), watch.assessments.len()), (0, 1));
}

#[test]
fn a_look_back_that_starts_after_the_last_quote_is_empty() {
    let watch = seen(&daily(&[100, 110]), &[], "2022-03-05", Some("2022-03-03"));
    assert_eq!((watch.changes, watch.alerts), (vec![], vec![]));
}

#[test]
fn a_price_back_below_its_cut_is_held_for_half_a_month_and_then_clear() {
    let quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 140, 120, 110, 100]);
    let status = |as_of: &str, since: Option<&str>| {
        let watch = seen(&quotes, &["mofcom-weekly"], as_of, since);
        let last = watch.assessments.last().cloned().expect("it is assessed");
        (last.status, last.clear_on)
    };
    let ends = Some(day("2022-03-23"));
    assert_eq!(status("2022-03-08", None), (Assessed::Met, ends));
    assert_eq!(status("2022-03-11", None), (Assessed::Holding, ends));
    let mut longer = quotes.clone();
    let start = day("2022-03-12");
    longer.extend((0..20).map(|at| quote(&start.plus_days(at).to_string(), "cabbage", 10_000)));
    let watch = |as_of: &str| seen(&longer, &["mofcom-weekly"], as_of, None).assessments;
    assert_eq!(watch("2022-03-22")[0].status, Assessed::Holding);
    assert_eq!(watch("2022-03-23")[0].status, Assessed::Clear);
}

#[test]
fn a_grave_grade_is_confirmed_by_a_second_market_on_the_same_day() {
    let mut quotes = daily(&[100, 100, 100, 100, 100, 100, 100, 160]);
    let alone = seen(&quotes, &["mofcom-weekly"], "2022-03-08", None).alerts;
    assert_eq!(
        (alone[0].grade, alone[0].threshold),
        (Grade::Notice, Some(0.3))
    );
    let second = quotes.clone();
    quotes.extend(second.into_iter().map(|quote| Quote {
        market: "M02".to_owned(),
        ..quote
    }));
    let both = seen(&quotes, &["mofcom-weekly"], "2022-03-08", None).alerts;
    assert_eq!((both[0].grade, both[0].markets), (Grade::Warning, Some(2)));
}

#[test]
fn a_long_series_is_judged_by_its_season_and_a_short_one_by_the_quotes_before() {
    let start = day("2015-01-15");
    let wobble = |at: i32| 40_000 + i64::from(at * 7919 % 13) * 100;
    let mut quotes: Vec<Quote> = (0..60)
        .map(|at| quote(&start.plus_months(at).to_string(), "rice", wobble(at)))
        .collect();
    quotes.push(quote(&start.plus_months(60).to_string(), "rice", 60_000));
    let watch = seen(&quotes, &[], "2020-01-20", None);
    let attention: Vec<&str> = watch
        .alerts
        .iter()
        .map(|alert| alert.rule.as_str())
        .collect();
    assert_eq!(attention, ["alps-rt"]);
    assert_eq!(watch.alerts[0].grade, Grade::Notice);
    let short = seen(&quotes[50..], &[], "2020-01-20", None);
    let attention: Vec<&str> = short
        .alerts
        .iter()
        .map(|alert| alert.rule.as_str())
        .collect();
    assert_eq!(attention, ["robust-z"]);
    let status = |watch: &Watch, rule: &str| {
        let row = watch.assessments.iter().find(|row| row.rule == rule);
        row.map(|row| row.status)
    };
    assert_eq!(status(&short, "alps-rt"), Some(Assessed::NotEligible));
    assert_eq!(status(&short, "robust-z"), Some(Assessed::Met));
    let few = seen(&quotes[58..], &[], "2020-01-20", None);
    assert_eq!(status(&few, "robust-z"), Some(Assessed::NotAssessable));
}

#[test]
fn four_of_a_basket_far_above_target_are_noticed_on_the_fourth_day() {
    let start = day("2022-03-01");
    let mut quotes = Vec::new();
    for item in ["cabbage", "potato", "radish", "tomato", "cucumber"] {
        let mut target = quote("2022-02-01", item, 10_000);
        target.kind = Some(QuoteKind::Target);
        quotes.push(target);
        let price = if item == "cucumber" { 10_000 } else { 13_100 };
        quotes.extend((0..4).map(|at| quote(&start.plus_days(at).to_string(), item, price)));
    }
    let alerts = |as_of: &str| seen(&quotes, &["hainan-target"], as_of, None).alerts;
    assert_eq!(alerts("2022-03-03"), []);
    let fourth = alerts("2022-03-04");
    assert_eq!(
        (fourth[0].grade, fourth[0].persistence),
        (Grade::Notice, Some(4))
    );
    assert_eq!(
        fourth[0].text,
        "vegetable: 4 of 5 items at least 31.0% above target (notice above 30%)"
    );
}

#[test]
fn three_weeks_of_a_low_hog_price_are_graver_than_one() {
    let mut quotes = Vec::new();
    for week in 0..3 {
        let date = day("2022-01-14").plus_days(7 * week).to_string();
        let mut hog = quote(&date, "hog", 156_000);
        hog.category = "livestock".to_owned();
        let mut corn = quote(&date, "corn", 28_000);
        corn.category = "feed".to_owned();
        quotes.extend([hog, corn]);
    }
    let alerts = |as_of: &str| seen(&quotes, &["hog-fall-2021"], as_of, None).alerts;
    assert_eq!(alerts("2022-01-14")[0].label, "III");
    let third = &alerts("2022-01-28")[0];
    assert_eq!((third.label.as_str(), third.grade), ("II", Grade::Warning));
    assert_eq!(third.text, "hog by corn/玉米: 5.57:1 (warning below 6)");
}
