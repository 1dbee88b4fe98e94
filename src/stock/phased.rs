//! How many days do these lots last if more arrive later, if some are out of reach for a time, and if use changes?
//!
//! Each day takes what it needs from what is there, first expiry first; the first day that is not fully met ends the
//! days of cover, even if enough arrives the day after. What a day lacks is missing and is not asked for again. From the
//! last change on nothing new comes, and the rest is worked out in one step. Quantities are scaled by the denominators
//! of the rates and stay integers. Which arrivals count is for the caller to say; this file knows no form and no
//! agreement. With everything in hand and in reach it says what [`super::fefo`] says.

use crate::calendar::{Day, is_expired};
use crate::quantity::Quantity;

use super::fefo::{Demand, FefoAnswer, Lot, Timetable, day_after};
use super::outlook::{is_gone, is_in_reach};
use super::steps::Span;

/// Goods that can be had from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch<'a> {
    pub from: Day,
    pub qty: Quantity,
    /// The last usable day; without one it never expires and is used last.
    pub expiry: Option<Day>,
    /// When it is out of reach.
    pub away: &'a [Span],
}

/// What becomes of the batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhasedAnswer {
    /// Whole days fully met before the first that is not; `None` where nothing runs out.
    pub days: Option<i64>,
    /// What is asked for and not met by the end of the last day looked at, up to a thousandth; `None` when it does not
    /// fit.
    pub missing: Option<Quantity>,
}

/// Meets `demand` from `demand_from` on out of `batches`; what is missing is added up through `last`.
///
/// Rule: `S9`, `S20`, `D-01`, `D-02`.
pub fn met(demand_from: Day, batches: &[Batch<'_>], demand: &Demand, last: Day) -> PhasedAnswer {
    let timetable = Timetable::of(demand, demand_from);
    let run = run(demand_from, batches, &timetable, last);
    PhasedAnswer {
        days: run.short.map(|(days, _)| days),
        missing: timetable.sum_up(run.missing),
    }
}

/// [`super::fefo::run`] of lots that are out of reach for a time: `away` has the spans of each lot.
///
/// What is gone for good by `as_of` is not there at all; what goes later is lost, and neither usable nor wasted.
pub fn first_expiry(
    as_of: Day,
    demand_from: Day,
    lots: &[Lot<'_>],
    away: &[&[Span]],
    demand: &Demand,
) -> FefoAnswer {
    let timetable = Timetable::of(demand, demand_from);
    let counts = |(lot, away): &(&Lot<'_>, &&[Span])| {
        !is_expired(lot.expiry, as_of) && !is_gone(away, as_of)
    };
    // Of equal expiry they go by their names, wherever they lie.
    let mut named: Vec<(usize, (&Lot<'_>, &&[Span]))> = lots.iter().zip(away).enumerate().collect();
    named.sort_by_key(|(_, (lot, _))| lot.lot);
    let batches: Vec<Batch<'_>> = named
        .iter()
        .map(|(_, goods)| Batch {
            from: as_of,
            qty: match counts(goods) {
                true => goods.0.qty.or_zero(),
                false => Quantity::ZERO,
            },
            expiry: goods.0.expiry,
            away: goods.1,
        })
        .collect();
    let on_hand: Quantity = batches.iter().map(|batch| batch.qty).sum();
    let gone_off = lots.iter().filter(|lot| is_expired(lot.expiry, as_of));
    let run = run(demand_from, &batches, &timetable, demand_from);
    let naive = timetable.first_short(timetable.scaled(on_hand));
    let is_lost = |away: &[Span]| away.iter().any(|span| span.until.is_none());
    let mut wasted_parts = vec![0; lots.len()];
    for ((at, (_, away)), left) in named.iter().zip(&run.unused) {
        wasted_parts[*at] = if is_lost(away) { 0 } else { *left };
    }
    FefoAnswer {
        on_hand,
        expired: gone_off.map(|lot| lot.qty.or_zero()).sum(),
        cover_days: run.short.map(|(days, _)| days),
        naive_days: naive.map(|(days, _)| days),
        short_on: run.short.and_then(|(days, _)| day_after(demand_from, days)),
        short_qty: run.short.map(|(_, missing)| timetable.unscaled_up(missing)),
        usable: on_hand - timetable.unscaled_up(run.unused.iter().sum()),
        wasted: wasted_parts
            .iter()
            .map(|parts| timetable.unscaled_up(*parts))
            .collect(),
        wasted_parts,
        scale: timetable.scale(),
    }
}

/// What a run comes to, in thousandths times the scale of its timetable.
struct Run {
    /// The number of the first day that is not fully met, and what is missing on it.
    short: Option<(i64, i128)>,
    missing: i128,
    /// What is never used, for each batch as given.
    unused: Vec<i128>,
}

/// What is left of a batch.
struct Left<'a> {
    batch: &'a Batch<'a>,
    at: usize,
    qty: i128,
}

fn run(demand_from: Day, batches: &[Batch<'_>], timetable: &Timetable, last: Day) -> Run {
    let mut left: Vec<Left<'_>> = batches
        .iter()
        .enumerate()
        .map(|(at, batch)| Left {
            batch,
            at,
            qty: timetable.scaled(batch.qty.or_zero()),
        })
        .collect();
    left.sort_by_key(|left| {
        (
            left.batch.expiry.is_none(),
            left.batch.expiry,
            left.batch.from,
        )
    });
    let changes = batches.iter().flat_map(|batch| {
        let spans = batch.away.iter();
        let ends = spans.map(|span| span.after().unwrap_or(span.from));
        ends.chain([batch.from])
    });
    let settled = changes.map(|day| day.days_since(demand_from));
    let settled = settled.chain([timetable.settled_on()]).max().unwrap_or(0);
    let looked_at = last.days_since(demand_from) + 1;
    let (mut short, mut missing) = (None, 0);
    let mut number = 0;
    while number < settled.max(looked_at) {
        let wanted = timetable.asked_on(number);
        let lacks = take(&mut left, demand_from.plus_days(number), wanted);
        if lacks > 0 && short.is_none() {
            short = Some((number, lacks));
        }
        if number < looked_at {
            missing += lacks;
        }
        number += 1;
    }
    let daily = timetable.asked_on(number);
    let used = rest(&mut left, demand_from.plus_days(number), daily);
    if daily > 0 && short.is_none() {
        let days = i64::try_from(used / daily).unwrap_or(i64::MAX);
        short = Some((number.saturating_add(days), daily - used % daily));
    }
    left.sort_by_key(|left| left.at);
    Run {
        short,
        missing,
        unused: left.into_iter().map(|left| left.qty).collect(),
    }
}

/// Takes a day's need; what of it was not there.
fn take(left: &mut [Left<'_>], day: Day, daily: i128) -> i128 {
    let mut wanted = daily;
    let there = left.iter_mut().filter(|left| {
        let batch = left.batch;
        batch.from <= day && !is_expired(batch.expiry, day) && is_in_reach(batch.away, day)
    });
    for left in there {
        let taken = wanted.min(left.qty);
        left.qty -= taken;
        wanted -= taken;
    }
    wanted
}

/// Uses the rest from `from` on, when nothing changes any more: what each batch gives by its last day, all together.
///
/// Without a use of its own a batch that never expires is not lost: it stays.
fn rest(left: &mut [Left<'_>], from: Day, daily: i128) -> i128 {
    let mut used: i128 = 0;
    let there = left
        .iter_mut()
        .filter(|left| is_in_reach(left.batch.away, from));
    for left in there {
        let given = match left.batch.expiry {
            None => left.qty,
            Some(expiry) => {
                let days = i128::from((expiry.days_since(from) + 1).max(0));
                left.qty.min(days * daily - used).max(0)
            }
        };
        used += given;
        left.qty -= given;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Rate;
    use crate::stock::fefo;

    const NEVER: &[Span] = &[];

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn batch(from: &str, qty: i64, expiry: &str) -> Batch<'static> {
        Batch {
            from: day(from),
            qty: pieces(qty),
            expiry: Day::parse(expiry),
            away: &[],
        }
    }

    fn daily(n: i64) -> Demand {
        Demand::Daily(Rate::daily(pieces(n)))
    }

    fn days(batches: &[Batch<'_>], a_day: i64) -> Option<i64> {
        met(day("2022-03-01"), batches, &daily(a_day), day("2022-03-01")).days
    }

    #[test]
    fn what_arrives_in_time_goes_on_and_what_arrives_late_does_not() {
        let there = batch("2022-03-01", 30, "");
        assert_eq!(days(&[there], 10), Some(3));
        assert_eq!(days(&[there, batch("2022-03-04", 20, "")], 10), Some(5));
        assert_eq!(days(&[there, batch("2022-03-05", 20, "")], 10), Some(3));
        assert_eq!(days(&[there, batch("2022-03-05", 20, "")], 0), None);
        assert_eq!(days(&[], 10), Some(0));
    }

    #[test]
    fn a_batch_that_expires_before_its_turn_is_lost() {
        let batches = [
            batch("2022-03-01", 100, "2022-03-02"),
            batch("2022-03-02", 10, ""),
        ];
        // 20 of the first on two days, then the second.
        assert_eq!(days(&batches, 10), Some(3));
    }

    #[test]
    fn what_a_day_lacks_is_missing_and_is_not_asked_for_again() {
        let batches = [batch("2022-03-01", 25, ""), batch("2022-03-05", 100, "")];
        let missing = |last| met(day("2022-03-01"), &batches, &daily(10), day(last)).missing;
        // 10, 10, 5 of 10, nothing of 10, and then enough.
        assert_eq!(missing("2022-03-02"), Some(pieces(0)));
        assert_eq!(missing("2022-03-03"), Some(pieces(5)));
        assert_eq!(missing("2022-03-04"), Some(pieces(15)));
        assert_eq!(missing("2022-03-31"), Some(pieces(15 + 170)));
    }

    #[test]
    fn stock_is_out_of_reach_on_the_first_and_the_last_day_of_a_span() {
        let away = [Span {
            from: day("2022-03-03"),
            until: Some(day("2022-03-04")),
        }];
        let batches = [Batch {
            away: &away,
            ..batch("2022-03-01", 100, "")
        }];
        let answer = met(day("2022-03-01"), &batches, &daily(10), day("2022-03-31"));
        assert_eq!(answer.days, Some(2));
        // Two days without, then eight more days, then nothing for the last 19 of the month.
        assert_eq!(answer.missing, Some(pieces(20 + 190)));
    }

    #[test]
    fn what_is_gone_for_good_is_used_until_then_and_never_after() {
        let gone = [Span {
            from: day("2022-03-04"),
            until: None,
        }];
        let lots = [("A", 100), ("B", 15)].map(|(lot, qty)| Lot {
            lot,
            qty: pieces(qty),
            expiry: None,
        });
        let first = day("2022-03-01");
        let answer = first_expiry(first, first, &lots, &[&gone, NEVER], &daily(10));
        // Three days out of A, then one and a half out of B.
        assert_eq!(answer.cover_days, Some(4));
        assert_eq!(answer.wasted, [pieces(0), pieces(0)]);
        assert_eq!(answer.usable, pieces(45));
        let later = day("2022-03-04");
        let answer = first_expiry(later, later, &lots, &[&gone, NEVER], &daily(10));
        assert_eq!((answer.on_hand, answer.cover_days), (pieces(15), Some(1)));
    }

    #[test]
    fn lots_of_one_expiry_go_by_their_names_wherever_they_lie() {
        let gone = [Span {
            from: day("2022-03-04"),
            until: None,
        }];
        let lots = [("B", 30), ("A", 30)].map(|(lot, qty)| Lot {
            lot,
            qty: pieces(qty),
            expiry: Day::parse("2022-12-31"),
        });
        let first = day("2022-03-01");
        let usable = |away: [&[Span]; 2]| {
            let answer = first_expiry(first, first, &lots, &away, &daily(10));
            (answer.usable, answer.wasted)
        };
        // Three days out of A: of it nothing is left to be lost, and of B all is.
        let none = vec![pieces(0), pieces(0)];
        assert_eq!(usable([NEVER, &gone]), (pieces(60), none.clone()));
        assert_eq!(usable([&gone, NEVER]), (pieces(30), none));
    }

    #[test]
    fn with_everything_in_hand_it_is_plain_first_expiry_use() {
        let lots = [
            (17, "2022-03-03"),
            (5, "2022-03-09"),
            (40, "2022-02-01"),
            (40, ""),
        ];
        let lots = lots.map(|(qty, expiry)| Lot {
            lot: "",
            qty: pieces(qty),
            expiry: Day::parse(expiry),
        });
        let from = day("2022-03-01");
        let third = Rate::over(pieces(10), 3).expect("three days");
        let changing = vec![(from, third), (day("2022-03-05"), Rate::daily(pieces(7)))];
        for demand in [Demand::Daily(third), Demand::Schedule(changing), daily(0)] {
            let plain = fefo::run(from, from, &lots, &demand);
            assert_eq!(first_expiry(from, from, &lots, &[NEVER; 4], &demand), plain);
        }
    }
}
