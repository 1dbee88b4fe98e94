//! Worked examples of the storage subsidy, with the edges of terms and years.

use super::*;
use crate::engine::cost::{EXACT_PER_FEN, LotCosts};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::{Price, Quantity};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn terms(yuan: i64, from: &str, to: &str) -> Terms {
    Terms {
        value: Money::from_fen(yuan * 100),
        rate: Terms::percent(7),
        from: day(from),
        to: day(to),
    }
}

/// So many fen, exact.
fn exact(fen: i64) -> i128 {
    i128::from(fen) * EXACT_PER_FEN
}

fn earned(terms: &Terms, shortfalls: &[Shortfall]) -> (i64, String, String) {
    let earned = subsidy(terms, shortfalls).expect("it fits");
    (
        earned.days,
        earned.entitled.to_string(),
        earned.clawback.to_string(),
    )
}

#[test]
fn a_million_for_a_year_earns_seventy_thousand() {
    for year in ["2022", "2024"] {
        let terms = terms(
            1_000_000,
            &format!("{year}-01-01"),
            &format!("{year}-12-31"),
        );
        assert_eq!(earned(&terms, &[]).1, "70000.00", "{year}");
    }
}

#[test]
fn half_held_for_half_the_year_gives_a_quarter_back() {
    let terms = terms(1_000_000, "2022-01-01", "2022-12-31");
    let half = Shortfall {
        from: day("2022-01-01"),
        to: day("2022-07-01"),
        short: exact(50_000_000),
    };
    // 35,000 × 182 / 365 = 17,452.05.
    assert_eq!(
        earned(&terms, &[half]),
        (365, "70000.00".into(), "17452.05".into())
    );
}

#[test]
fn a_term_over_the_end_of_a_leap_year_is_split_there_and_rounded_once() {
    // 184 days of 2023 at 1/365 and 182 of 2024 at 1/366: 70,000 × (184/365 + 182/366) = 70,096.41.
    let terms = terms(1_000_000, "2023-07-01", "2024-06-30");
    assert_eq!(earned(&terms, &[]), (366, "70096.41".into(), "0.00".into()));
}

#[test]
fn a_term_may_run_to_the_calendar_s_last_day() {
    // 7,976 years of 25,550.00 each, and the days of 9999 like those of any year.
    let open = terms(365_000, "2024-01-01", "9999-12-31");
    assert_eq!(
        earned(&open, &[]),
        (2_913_174, "203786800.00".into(), "0.00".into())
    );
    let last = terms(365_000, "9999-12-31", "9999-12-31");
    assert_eq!(earned(&last, &[]), (1, "70.00".into(), "0.00".into()));
}

#[test]
fn a_shortfall_counts_within_the_term_alone() {
    let terms = terms(365_000, "2022-03-01", "2022-03-01");
    let short = |from: &str, to: &str| Shortfall {
        from: day(from),
        to: day(to),
        short: exact(terms.value.fen()),
    };
    assert_eq!(earned(&terms, &[]), (1, "70.00".into(), "0.00".into()));
    assert_eq!(
        earned(&terms, &[short("2022-02-01", "2022-02-28")]).2,
        "0.00"
    );
    assert_eq!(
        earned(&terms, &[short("2022-02-01", "2022-04-30")]).2,
        "70.00"
    );
}

#[test]
fn a_lot_bought_in_parts_is_held_at_what_was_paid_for_all_of_them() {
    let bought = |on, pieces, fen: i64| Movement {
        lot: "A".to_owned(),
        qty: Quantity::whole(pieces),
        unit_cost: Some(Price::from_steps(fen * 100)),
        ..Movement::new(day(on), MovementKind::Receipt, "D", "mask")
    };
    let movements = [
        bought("2022-01-01", 100, 100),
        bought("2022-01-03", 50, 300),
    ];
    let costs = LotCosts::of(&movements.iter().collect::<Vec<_>>());
    let term = Span {
        from: day("2022-01-01"),
        to: day("2022-01-04"),
    };
    let short = |from, to, yuan: i64| Shortfall {
        from: day(from),
        to: day(to),
        short: exact(yuan * 100),
    };
    // 100 × 1.00 are 100 of 300; with 50 × 3.00 they are 250, and not 150 × 3.00.
    assert_eq!(
        held::shortfalls(&movements, &costs, Money::from_fen(30_000), term),
        Ok(vec![
            short("2022-01-01", "2022-01-02", 200),
            short("2022-01-03", "2022-01-04", 50)
        ])
    );
}

#[test]
fn each_shortfall_is_rounded_by_itself() {
    let terms = terms(365_000, "2024-01-01", "2024-12-31");
    let short = |from: &str, to: &str, fen: i64| Shortfall {
        from: day(from),
        to: day(to),
        short: exact(fen),
    };
    // 872.6140 and 10,959.9727.
    let spans = [
        short("2024-01-01", "2024-01-25", 18_250_100),
        short("2024-01-26", "2024-06-30", 36_500_000),
    ];
    assert_eq!(earned(&terms, &spans).2, "11832.58");
}

#[test]
fn what_was_held_is_not_rounded_before_it_is_clawed_back() {
    let terms = terms(1_000_000, "2022-01-01", "2022-12-31");
    let short = |short: i128| Shortfall {
        from: terms.from,
        to: terms.to,
        short,
    };
    // 7 percent of 7.1428 fen are 0.499996 of a fen, and of 7.1429 fen 0.500003; to the fen both would be 7.
    let step = EXACT_PER_FEN / 10_000;
    assert_eq!(earned(&terms, &[short(71_428 * step)]).2, "0.00");
    assert_eq!(earned(&terms, &[short(71_429 * step)]).2, "0.01");
}
