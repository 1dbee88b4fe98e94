//! Tests of the screen for mark-ups: each baseline, both denominators, the rule without a baseline.

use super::*;
use crate::ledger::word::QuoteKind;
use crate::policy::AlertRules;
use crate::price::watch::fixture::{day, quote};

/// Sales of cabbage as (date, price, cost) in fen, judged after 10 March by one rule.
fn judged(rule: &str, deals: &[(&str, i64, i64)]) -> Vec<Markup> {
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let rule = rules.markup.iter().find(|one| one.id == rule);
    let rule = rule.expect("granary has the rule");
    let mut quotes = Vec::new();
    for (date, price, cost) in deals {
        for (kind, fen) in [(QuoteKind::Retail, price), (QuoteKind::Purchase, cost)] {
            quotes.push(Quote {
                kind: Some(kind),
                ..quote(date, "cabbage", fen * 100)
            });
        }
    }
    let screened = screen(&Screen {
        quotes: &quotes,
        rules: &[rule],
        known: &rules.markup,
        cutoff: day("2022-03-10"),
        as_of: day("2022-03-31"),
        shows_all: true,
    });
    screened.rows
}

#[test]
fn a_markup_may_not_widen_though_the_cost_rose() {
    let wider = judged(
        "wf-last-deal",
        &[("2022-03-10", 650, 500), ("2022-03-16", 900, 600)],
    );
    assert_eq!(wider[0].candidate, Some(true));
    assert!((wider[0].markup_max.expect("a limit") - 0.3).abs() < 1e-9);
    let same = judged(
        "wf-last-deal",
        &[("2022-03-10", 650, 500), ("2022-03-16", 780, 600)],
    );
    assert_eq!(same[0].candidate, Some(false));
}

#[test]
fn without_a_sale_before_the_cut_off_the_fallback_holds_or_nothing_can_be_said() {
    let of = |rule: &str, price: i64| judged(rule, &[("2022-03-16", price, 100)])[0].candidate;
    assert_eq!(of("wf-last-deal", 135), Some(false));
    assert_eq!(of("wf-last-deal", 136), Some(true));
    assert_eq!(of("hi-last-price", 115), Some(false));
    assert_eq!(of("hi-last-price", 116), Some(true));
    assert_eq!(of("yc-last-deal", 500), None);
    assert_eq!(of("usual-markup", 500), None);
}

#[test]
fn what_is_shown_beside_a_rule_is_what_the_file_calls_so() {
    let sale = ("2022-03-09", 800, 600);
    let rows = judged("ah-highest", &[sale, ("2022-03-20", 1500, 1100)]);
    assert_eq!(rows[0].usual, None, "one sale is too few to be usual");
    let sales = vec![sale; 8];
    let rows = judged(
        "ah-highest",
        &[&*sales, &[("2022-03-20", 1500, 1100)]].concat(),
    );
    assert!((rows[0].usual.expect("eight sales") - 0.25).abs() < 1e-9);
}

#[test]
fn too_few_sales_are_not_called_none() {
    let rows = judged(
        "usual-markup",
        &[("2022-03-10", 650, 500), ("2022-03-16", 700, 500)],
    );
    let text =
        "not assessable: too few sales of cabbage before the cut-off; it takes 8 within 30 days";
    assert_eq!(rows[0].text, text);
    let rows = judged("usual-markup", &[("2022-03-16", 700, 500)]);
    assert!(rows[0].text.contains("no sale on or before the cut-off"));
}

#[test]
fn the_two_denominators_stand_side_by_side() {
    let rows = judged(
        "ah-highest",
        &[("2022-03-09", 800, 600), ("2022-03-20", 1500, 1100)],
    );
    let rates = (rows[0].markup_on_cost, rows[0].markup_on_price);
    assert!((rates.0.expect("a cost") - 4.0 / 11.0).abs() < 1e-9);
    assert!((rates.1.expect("a price") - 4.0 / 15.0).abs() < 1e-9);
    assert!((rows[0].markup_max.expect("a limit") - 0.25).abs() < 1e-9);
}

#[test]
fn a_price_that_may_not_rise_is_held_against_today_s_cost() {
    let rows = judged(
        "hi-last-price",
        &[("2022-03-10", 650, 500), ("2022-03-16", 651, 400)],
    );
    assert_eq!(rows[0].candidate, Some(true));
    let rows = judged(
        "hi-last-price",
        &[("2022-03-10", 650, 500), ("2022-03-16", 650, 400)],
    );
    assert_eq!(rows[0].candidate, Some(false));
}

/// Judges the sales of quotes of cabbage as (date, kind, fen) after 10 March by one rule.
fn judged_quotes(rule: &str, quoted: &[(&str, QuoteKind, i64)]) -> Vec<Markup> {
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let rule = rules.markup.iter().find(|one| one.id == rule);
    let of = |(date, kind, fen): &(&str, QuoteKind, i64)| Quote {
        kind: Some(*kind),
        ..quote(date, "cabbage", fen * 100)
    };
    let quotes: Vec<Quote> = quoted.iter().map(of).collect();
    let screened = screen(&Screen {
        quotes: &quotes,
        rules: &[rule.expect("granary has the rule")],
        known: &rules.markup,
        cutoff: day("2022-03-10"),
        as_of: day("2022-03-31"),
        shows_all: true,
    });
    screened.rows
}

#[test]
fn a_sale_without_a_cost_still_tells_what_it_was_sold_at() {
    use QuoteKind::{Purchase, Retail};
    let of = |rule: &str, after: i64| {
        let quoted = [
            ("2022-03-10", Retail, 488),
            ("2022-03-16", Purchase, 375),
            ("2022-03-16", Retail, after),
        ];
        judged_quotes(rule, &quoted).remove(0)
    };
    assert_eq!(of("hi-last-price", 488).candidate, Some(false));
    let row = of("hi-last-price", 489);
    assert_eq!(row.candidate, Some(true));
    assert!(
        row.text.contains("the price before the cut-off"),
        "{}",
        row.text
    );
    let row = of("wf-last-deal", 488);
    assert!(
        row.text.contains("no sale with a cost before the cut-off"),
        "{}",
        row.text
    );
    let row = of("usual-markup", 488);
    let text = "not assessable: no sale of cabbage on or before the cut-off has a cost";
    assert_eq!(row.text, text);
}

#[test]
fn two_prices_of_a_day_count_as_their_mean() {
    use QuoteKind::{Purchase, Retail};
    let costs = [
        ("2022-03-16", Purchase, 500),
        ("2022-03-16", Purchase, 400),
        ("2022-03-16", Retail, 660),
    ];
    // 6.60 on 4.50 is 46.7 percent, above the 35 of who had no sale before.
    assert_eq!(
        judged_quotes("wf-last-deal", &costs)[0].candidate,
        Some(true)
    );
    let sales = [
        ("2022-03-10", Purchase, 400),
        ("2022-03-10", Retail, 480),
        ("2022-03-10", Retail, 520),
        ("2022-03-16", Retail, 510),
    ];
    let rows = judged_quotes("wf-last-deal", &sales);
    assert!((rows[0].last_deal.expect("a sale") - 0.25).abs() < 1e-9);
    assert_eq!(rows[0].candidate, Some(true));
}

#[test]
fn a_rule_judges_no_sale_from_before_it_was_in_force() {
    let sales = [
        ("2022-03-09", 800, 600),
        ("2022-03-18", 1500, 1100),
        ("2022-03-19", 1500, 1100),
    ];
    let rows = judged("ah-highest", &sales);
    let of = |date: &str| {
        rows.iter()
            .find(|row| row.date == day(date))
            .expect("a row")
    };
    assert_eq!(of("2022-03-19").candidate, Some(true));
    let early = of("2022-03-18");
    assert_eq!((early.candidate, early.markup_max), (None, None));
    let text = "not assessable: the rule is in force from 2022-03-19 on";
    assert_eq!(early.text, text);
}
