//! Lots worked by hand, and the edges of the calendar.

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn lot(lot: &'static str, qty: i64, expiry: &str) -> Lot<'static> {
    Lot {
        lot,
        qty: pieces(qty),
        expiry: Some(day(expiry)),
    }
}

fn daily(n: i64) -> Demand {
    Demand::Daily(Rate::daily(pieces(n)))
}

/// The figures of an answer: on hand, expired, naive days, cover days, short on, short by, wasted, usable.
type Figures = (i64, i64, i64, i64, &'static str, i64, Vec<i64>, i64);

fn assert_case(id: &str, as_of: &str, lots: &[Lot<'_>], demand: &Demand, expected: Figures) {
    let answer = run(day(as_of), day(as_of), lots, demand);
    let (on_hand, expired, naive, cover, short_on, short, wasted, usable) = expected;
    let expected = FefoAnswer {
        on_hand: pieces(on_hand),
        expired: pieces(expired),
        cover_days: Some(cover),
        naive_days: Some(naive),
        short_on: Some(day(short_on)),
        short_qty: Some(pieces(short)),
        wasted: wasted.into_iter().map(pieces).collect(),
        wasted_parts: answer.wasted_parts.clone(),
        scale: answer.scale,
        usable: pieces(usable),
    };
    assert_eq!(answer, expected, "{id}");
}

#[test]
fn half_the_stock_may_expire_before_its_turn() {
    let lots = [
        lot("A", 1000, "2022-01-05"),
        lot("B", 600, "2022-01-31"),
        lot("C", 2000, "2022-12-31"),
    ];
    let expected = (3600, 0, 36, 31, "2022-02-01", 100, vec![500, 0, 0], 3100);
    assert_case("FEFO-1", "2022-01-01", &lots, &daily(100), expected);
    let lots = [
        lot("A", 500, "2022-06-10"),
        lot("B", 400, "2022-06-20"),
        lot("C", 100, "2022-07-31"),
    ];
    let expected = (1000, 0, 50, 25, "2022-06-26", 20, vec![300, 200, 0], 500);
    assert_case("FEFO-5", "2022-06-01", &lots, &daily(20), expected);
}

#[test]
fn the_expiry_day_counts_and_so_does_a_leap_day() {
    let lots = [lot("A", 120, "2022-03-01"), lot("B", 100, "2022-03-10")];
    let expected = (220, 0, 4, 3, "2022-03-04", 50, vec![70, 0], 150);
    assert_case("FEFO-2", "2022-03-01", &lots, &daily(50), expected);
    let lots = [
        lot("X", 40, "2024-02-26"),
        lot("A", 100, "2024-02-29"),
        lot("B", 50, "2024-03-31"),
    ];
    let expected = (150, 40, 5, 4, "2024-03-02", 10, vec![0, 10, 0], 140);
    assert_case("FEFO-3", "2024-02-27", &lots, &daily(30), expected);
    let oracle = [lot("A", 48, "2022-01-04")];
    let answer = run(day("2022-01-01"), day("2022-01-01"), &oracle, &daily(10));
    assert_eq!(answer.wasted_total(), pieces(8));
}

#[test]
fn demand_that_steps_up_is_met_day_by_day() {
    let lots = [lot("A", 100, "2022-10-08"), lot("B", 300, "2023-10-01")];
    let steps = vec![
        (day("2022-10-01"), Rate::daily(pieces(10))),
        (day("2022-10-06"), Rate::daily(pieces(40))),
    ];
    let expected = (400, 0, 13, 13, "2022-10-14", 10, vec![0, 0], 400);
    assert_case(
        "FEFO-4",
        "2022-10-01",
        &lots,
        &Demand::Schedule(steps),
        expected,
    );
}

#[test]
fn a_rate_that_is_no_whole_number_stays_exact() {
    let rate = Rate::over(pieces(10), 3).expect("three days");
    let undated = [Lot {
        lot: "A",
        qty: pieces(10),
        expiry: None,
    }];
    let at = |qty: i64| {
        let lots = [Lot {
            qty: Quantity::from_thousandths(qty),
            ..undated[0]
        }];
        run(
            day("2022-01-01"),
            day("2022-01-01"),
            &lots,
            &Demand::Daily(rate),
        )
        .cover_days
    };
    assert_eq!(at(10_000), Some(3));
    assert_eq!(at(9_999), Some(2));
}

#[test]
fn losses_are_rounded_once_so_that_what_is_just_met_is_met() {
    let rate = Rate::over(pieces(10), 28).expect("four weeks");
    let lots = [lot("A", 100, "2022-03-03"), lot("B", 100, "2022-03-14")];
    let from = day("2022-03-01");
    let answer = run(from, from, &lots, &Demand::Daily(rate));
    assert_eq!((answer.cover_days, answer.usable), (Some(14), pieces(5)));
    assert_eq!(answer.wasted_total(), pieces(195));
    let rounded: Vec<i64> = answer.wasted.iter().map(|qty| qty.thousandths()).collect();
    assert_eq!(rounded, [98_929, 96_072]);
}

#[test]
fn of_equal_expiry_lots_go_by_name() {
    let lots = [lot("B", 3, "2022-01-01"), lot("A", 5, "2022-01-01")];
    let from = day("2022-01-01");
    let wasted = run(from, from, &lots, &daily(4)).wasted;
    assert_eq!(wasted, [pieces(3), pieces(1)]);
}

#[test]
fn a_schedule_of_fractions_is_carried_exactly() {
    let third = |n: i64| Rate::over(pieces(n), 3).expect("three days");
    let half = Rate::over(pieces(1), 2).expect("two days");
    let steps = vec![
        (day("2022-01-01"), third(1)),
        (day("2022-01-04"), half),
        (day("2022-01-06"), third(10)),
    ];
    let demand = Demand::Schedule(steps);
    let from = day("2022-01-01");
    assert_eq!(asked(&demand, from, 3), Some(pieces(1)));
    assert_eq!(asked(&demand, from, 8), Some(pieces(12)));
    let cover = |qty| {
        let lots = [lot("A", qty, "2030-01-01")];
        run(from, from, &lots, &demand).cover_days
    };
    assert_eq!((cover(12), cover(11)), (Some(8), Some(7)));
}

#[test]
fn a_schedule_that_outgrows_its_fraction_is_rounded_up() {
    let over = |days| Rate::over(Quantity::from_thousandths(1), days).expect("days");
    let steps = [1_000_003, 1_000_033].map(over);
    let steps = vec![(day("2022-01-01"), steps[0]), (day("2022-01-02"), steps[1])];
    let demand = Demand::Schedule(steps);
    let two_days = asked(&demand, day("2022-01-01"), 2);
    assert_eq!(two_days, Some(Quantity::from_thousandths(2)));
}

#[test]
fn demand_that_starts_tomorrow_cannot_use_what_expires_today() {
    let lots = [lot("A", 5, "2022-03-01"), lot("B", 5, "2022-03-02")];
    let answer = run(day("2022-03-01"), day("2022-03-02"), &lots, &daily(5));
    assert_eq!(answer.wasted, [pieces(5), pieces(0)]);
    assert_eq!(answer.short_on, Some(day("2022-03-03")));
    assert_eq!(answer.expired, Quantity::ZERO);
}

#[test]
fn the_calendar_ends_before_some_stock_does() {
    let lots = [lot("A", 1, "9999-12-31")];
    let slow = Rate::over(Quantity::from_thousandths(1), 3660).expect("ten years");
    let from = day("2022-01-01");
    let answer = run(from, from, &lots, &Demand::Daily(slow));
    assert!(answer.cover_days.is_some_and(|days| days > 2_900_000));
    assert_eq!(answer.short_on, None);
}

#[test]
fn nothing_runs_out_where_nothing_is_asked_for() {
    let undated = [Lot {
        lot: "A",
        qty: pieces(1),
        expiry: None,
    }];
    let answer = run(day("2022-03-01"), day("2022-03-01"), &undated, &daily(0));
    assert_eq!((answer.cover_days, answer.short_on), (None, None));
    let empty = run(day("2022-03-01"), day("2022-03-01"), &[], &daily(1));
    assert_eq!(
        (empty.cover_days, empty.short_qty),
        (Some(0), Some(pieces(1)))
    );
}
