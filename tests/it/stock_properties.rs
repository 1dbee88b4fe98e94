//! Does first-expiry use, worked out in one step, agree with using the goods up piece by piece and day by day?
//!
//! The twin here knows nothing of cumulated demand: each day it throws away what has expired and takes one piece
//! after the other from the lot that expires first.

use granary::calendar::Day;
use granary::quantity::{Quantity, Rate};
use granary::stock::fefo::{Demand, FefoAnswer, Lot, run};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Longer than any of these lots can last.
const HORIZON: i64 = 400;
const NAMES: [&str; 5] = ["A", "B", "C", "D", "E"];

/// Pieces, and the last usable day counted from the day of asking.
type SmallLot = (i64, Option<i64>);

#[derive(Debug, PartialEq)]
struct Answer {
    on_hand: i64,
    expired: i64,
    /// Days met and what is missing on the next one.
    short: Option<(i64, i64)>,
    wasted: Vec<i64>,
}

fn as_of() -> Day {
    Day::new(2022, 3, 15).expect("a date")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small quantity")
}

fn lots(small: &[SmallLot]) -> Vec<Lot<'static>> {
    let named = small.iter().zip(NAMES);
    named
        .map(|((qty, expiry), lot)| Lot {
            lot,
            qty: pieces(*qty),
            expiry: expiry.map(|days| as_of().plus_days(days)),
        })
        .collect()
}

/// Uses `lots` up piece by piece from day `first` on; `asked` is the number of pieces of each day of demand.
fn piece_by_piece(lots: &[SmallLot], first: i64, asked: impl Fn(i64) -> i64) -> Answer {
    let is_live = |expiry: Option<i64>, day: i64| expiry.is_none_or(|last| day <= last);
    let mut left: Vec<i64> = lots.iter().map(|(qty, _)| *qty).collect();
    let mut wasted = vec![0; lots.len()];
    let (mut on_hand, mut expired) = (0, 0);
    for (left, (qty, expiry)) in left.iter_mut().zip(lots) {
        if is_live(*expiry, 0) {
            on_hand += qty;
        } else {
            expired += qty;
            *left = 0;
        }
    }
    let mut short = None;
    for day in 0..HORIZON {
        for at in (0..lots.len()).filter(|at| !is_live(lots[*at].1, day)) {
            wasted[at] += std::mem::take(&mut left[at]);
        }
        let wanted = if day < first { 0 } else { asked(day - first) };
        for taken in 0..wanted {
            let there = (0..lots.len()).filter(|at| left[*at] > 0);
            let next = there.min_by_key(|at| (lots[*at].1.unwrap_or(i64::MAX), *at));
            match next {
                Some(at) => left[at] -= 1,
                None => {
                    short.get_or_insert((day - first, wanted - taken));
                    break;
                }
            }
        }
    }
    Answer {
        on_hand,
        expired,
        short,
        wasted,
    }
}

/// Thousandths of a piece in `parts`, of which `scale` make a piece, rounded up.
fn thousandths_up(parts: i64, scale: i64) -> i64 {
    (parts * 1000 + scale - 1) / scale
}

/// Asserts that the answer of the library is the twin's, whose pieces are `scale` times finer.
fn assert_agrees(answer: &FefoAnswer, twin: &Answer, scale: i64, first: Day) {
    let exact = |parts: i64| Quantity::from_thousandths(thousandths_up(parts, scale));
    let wasted: Vec<Quantity> = twin.wasted.iter().map(|parts| exact(*parts)).collect();
    assert_eq!(answer.on_hand, exact(twin.on_hand));
    assert_eq!(answer.expired, exact(twin.expired));
    assert_eq!(answer.wasted, wasted);
    let unused: i64 = twin.wasted.iter().sum();
    assert_eq!(answer.wasted_total(), exact(unused));
    assert_eq!(answer.usable, answer.on_hand - exact(unused));
    assert_eq!(answer.cover_days, twin.short.map(|(days, _)| days));
    assert_eq!(
        answer.short_on,
        twin.short.map(|(days, _)| first.plus_days(days))
    );
    assert_eq!(
        answer.short_qty,
        twin.short.map(|(_, missing)| exact(missing))
    );
    assert!(answer.cover_days <= answer.naive_days || answer.naive_days.is_none());
}

fn small_lots() -> impl Strategy<Value = Vec<SmallLot>> {
    vec((0..12_i64, option::of(-3..15_i64)), 0..=NAMES.len())
}

proptest! {
    #[test]
    fn a_daily_use_is_met_as_piece_by_piece(
        small in small_lots(), used in 0..9_i64, days in 1..5_i64, lag in 0..3_i64,
    ) {
        let rate = Rate::over(pieces(used), days).expect("a day at least");
        let first = as_of().plus_days(lag);
        let answer = run(as_of(), first, &lots(&small), &Demand::Daily(rate));
        let finer: Vec<SmallLot> = small.iter().map(|(qty, expiry)| (qty * days, *expiry)).collect();
        let twin = piece_by_piece(&finer, lag, |_| used);
        assert_agrees(&answer, &twin, days, first);
    }

    #[test]
    fn a_schedule_is_met_as_piece_by_piece(
        small in small_lots(), steps in vec((-4..12_i64, 0..6_i64), 0..4), lag in 0..3_i64,
    ) {
        let first = as_of().plus_days(lag);
        let entries = steps.iter().map(|(from, qty)| (first.plus_days(*from), Rate::daily(pieces(*qty))));
        let answer = run(as_of(), first, &lots(&small), &Demand::Schedule(entries.collect()));
        let asked = |day: i64| {
            let begun = steps.iter().filter(|(from, _)| *from <= day);
            begun.max_by_key(|(from, _)| *from).map_or(0, |(_, qty)| *qty)
        };
        let twin = piece_by_piece(&small, lag, asked);
        assert_agrees(&answer, &twin, 1, first);
    }
}
