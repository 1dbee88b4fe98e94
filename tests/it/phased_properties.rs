//! Does use of goods that come, go and are out of reach, agree with taking them piece by piece and day by day?
//!
//! With everything in hand and in reach it must also be plain first-expiry use, to the last figure.

use granary::calendar::Day;
use granary::quantity::{Quantity, Rate};
use granary::stock::fefo::{self, Demand, Lot};
use granary::stock::phased::{Batch, first_expiry, met};
use granary::stock::steps::Span;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Longer than any of these goods can last.
const HORIZON: i64 = 400;

/// Pieces, the day they come, the last usable day, and when they are out of reach: from a day on, for so long.
type Goods = (i64, i64, Option<i64>, Option<(i64, Option<i64>)>);

fn first() -> Day {
    Day::new(2022, 3, 15).expect("a date")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small quantity")
}

fn spans(goods: &[Goods]) -> Vec<Vec<Span>> {
    let span = |(from, days): (i64, Option<i64>)| Span {
        from: first().plus_days(from),
        until: days.map(|days| first().plus_days(from + days)),
    };
    let away = goods.iter().map(|(.., away)| *away);
    away.map(|away| away.map(span).into_iter().collect())
        .collect()
}

/// The first day that is not fully met, and the pieces missing through day `last`.
fn piece_by_piece(goods: &[Goods], asked: impl Fn(i64) -> i64, last: i64) -> (Option<i64>, i64) {
    let mut left: Vec<i64> = goods.iter().map(|(qty, ..)| *qty).collect();
    let is_away = |away: Option<(i64, Option<i64>)>, day: i64| {
        away.is_some_and(|(from, days)| day >= from && days.is_none_or(|days| day <= from + days))
    };
    let (mut short, mut missing) = (None, 0);
    for day in 0..HORIZON {
        for _ in 0..asked(day) {
            let there = (0..goods.len()).filter(|at| {
                let (_, from, expiry, away) = goods[*at];
                let is_live = expiry.is_none_or(|expiry| day <= expiry);
                left[*at] > 0 && from <= day && is_live && !is_away(away, day)
            });
            match there.min_by_key(|at| (goods[*at].2.unwrap_or(i64::MAX), goods[*at].1, *at)) {
                Some(at) => left[at] -= 1,
                None => {
                    short.get_or_insert(day);
                    missing += i64::from(day <= last);
                }
            }
        }
    }
    (short, missing)
}

fn goods() -> impl Strategy<Value = Vec<Goods>> {
    let away = option::of((0..20i64, option::of(0..10i64)));
    vec((0..40i64, 0..15i64, option::of(0..30i64), away), 0..5)
}

proptest! {
    #[test]
    fn goods_that_come_and_go_are_used_as_if_taken_piece_by_piece(
        goods in goods(),
        rates in vec(0..6i64, 1..4),
        lengths in vec(1..12i64, 3),
        last in 0..60i64,
    ) {
        let mut starts = vec![0];
        for length in lengths {
            starts.push(starts.last().expect("it has one") + length);
        }
        let entries: Vec<(Day, Rate)> = rates
            .iter()
            .zip(&starts)
            .map(|(rate, start)| (first().plus_days(*start), Rate::daily(pieces(*rate))))
            .collect();
        let asked = |day: i64| {
            let steps = rates.iter().zip(&starts).filter(|(_, start)| **start <= day);
            *steps.max_by_key(|(_, start)| **start).expect("the first begins on day 0").0
        };
        let spans = spans(&goods);
        let batches: Vec<Batch<'_>> = goods
            .iter()
            .zip(&spans)
            .map(|((qty, from, expiry, _), away)| Batch {
                from: first().plus_days(*from),
                qty: pieces(*qty),
                expiry: expiry.map(|days| first().plus_days(days)),
                away,
            })
            .collect();
        let answer = met(first(), &batches, &Demand::Schedule(entries), first().plus_days(last));
        let (short, missing) = piece_by_piece(&goods, asked, last);
        prop_assert_eq!(answer.days, short);
        prop_assert_eq!(answer.missing, Some(pieces(missing)));
    }

    #[test]
    fn with_everything_in_reach_it_is_plain_first_expiry_use(
        goods in goods(),
        used in 0..30i64,
        days in 1..8i64,
        wait in 0..5i64,
    ) {
        let names = ["A", "B", "C", "D", "E"];
        let lots: Vec<Lot<'_>> = goods
            .iter()
            .zip(names)
            .map(|((qty, _, expiry, _), lot)| Lot {
                lot,
                qty: pieces(*qty),
                expiry: expiry.map(|days| first().plus_days(days - 5)),
            })
            .collect();
        let demand = Demand::Daily(Rate::over(pieces(used), days).expect("a day at least"));
        let never: &[Span] = &[];
        let from = first().plus_days(wait);
        let phased = first_expiry(first(), from, &lots, &vec![never; lots.len()], &demand);
        prop_assert_eq!(phased, fefo::run(first(), from, &lots, &demand));
    }
}
