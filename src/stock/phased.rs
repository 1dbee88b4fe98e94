//! How many days do these lots last if more arrive later?
//!
//! Each day takes what it needs from what is there, first expiry first; the first day that is not fully met ends it,
//! even if enough arrives the day after. From the last arrival on nothing new comes, and the rest is worked out in one
//! step. Quantities are scaled by the denominator of the rate and stay integers. Which arrivals count is for the caller
//! to say; this file knows no form and no agreement.

use crate::calendar::{Day, is_expired};
use crate::quantity::{Quantity, Rate};

/// Goods that can be had from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    pub from: Day,
    pub qty: Quantity,
    /// The last usable day; without one it never expires and is used last.
    pub expiry: Option<Day>,
}

/// What is left of a batch, in thousandths times the denominator of the rate.
struct Left {
    from: Day,
    expiry: Option<Day>,
    qty: i128,
}

/// Whole days from `demand_from` on that are fully met before the first that is not; `None` where nothing is used.
///
/// Rule: `S9`, `D-01`, `D-02`.
pub fn days_met(demand_from: Day, batches: &[Batch], rate: Rate) -> Option<i64> {
    let daily = i128::from(rate.numerator().thousandths());
    if daily <= 0 {
        return None;
    }
    let mut left: Vec<Left> = batches
        .iter()
        .map(|batch| Left {
            from: batch.from,
            expiry: batch.expiry,
            qty: i128::from(batch.qty.or_zero().thousandths()) * i128::from(rate.denominator()),
        })
        .collect();
    left.sort_by_key(|batch| (batch.expiry.is_none(), batch.expiry, batch.from));
    let last = batches.iter().map(|batch| batch.from).max();
    let last = last.unwrap_or(demand_from);
    let mut met = 0;
    while demand_from.plus_days(met) < last {
        if !take(&mut left, demand_from.plus_days(met), daily) {
            return Some(met);
        }
        met += 1;
    }
    Some(met.saturating_add(days_of_rest(&left, demand_from.plus_days(met), daily)))
}

/// Takes a day's need; whether all of it was there.
fn take(left: &mut [Left], day: Day, daily: i128) -> bool {
    let mut wanted = daily;
    let there = left
        .iter_mut()
        .filter(|batch| batch.from <= day && !is_expired(batch.expiry, day));
    for batch in there {
        let taken = wanted.min(batch.qty);
        batch.qty -= taken;
        wanted -= taken;
    }
    wanted == 0
}

/// The days that the rest lasts from `from` on, all of it being there: what each batch gives by its last day.
fn days_of_rest(left: &[Left], from: Day, daily: i128) -> i64 {
    let mut used: i128 = 0;
    for batch in left {
        let given = match batch.expiry {
            None => batch.qty,
            Some(expiry) => {
                let days = i128::from((expiry.days_since(from) + 1).max(0));
                batch.qty.min(days * daily - used).max(0)
            }
        };
        used += given;
    }
    i64::try_from(used / daily).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::fefo::{self, Demand, Lot};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn batch(from: &str, qty: i64, expiry: &str) -> Batch {
        Batch {
            from: day(from),
            qty: pieces(qty),
            expiry: Day::parse(expiry),
        }
    }

    fn met(batches: &[Batch], daily: i64) -> Option<i64> {
        days_met(day("2022-03-01"), batches, Rate::daily(pieces(daily)))
    }

    #[test]
    fn what_arrives_in_time_goes_on_and_what_arrives_late_does_not() {
        let there = batch("2022-03-01", 30, "");
        assert_eq!(met(&[there], 10), Some(3));
        assert_eq!(met(&[there, batch("2022-03-04", 20, "")], 10), Some(5));
        assert_eq!(met(&[there, batch("2022-03-05", 20, "")], 10), Some(3));
        assert_eq!(met(&[there, batch("2022-03-05", 20, "")], 0), None);
        assert_eq!(met(&[], 10), Some(0));
    }

    #[test]
    fn a_batch_that_expires_before_its_turn_is_lost() {
        let batches = [
            batch("2022-03-01", 100, "2022-03-02"),
            batch("2022-03-02", 10, ""),
        ];
        // 20 of the first on two days, then the second.
        assert_eq!(met(&batches, 10), Some(3));
    }

    #[test]
    fn with_everything_in_hand_it_is_plain_first_expiry_use() {
        let rate = Rate::over(pieces(10), 3).expect("three days");
        let lots = [(17, "2022-03-03"), (5, "2022-03-09"), (40, "")];
        let batches = lots.map(|(qty, expiry)| batch("2022-03-01", qty, expiry));
        let of_fefo: Vec<Lot<'_>> = lots
            .iter()
            .map(|(qty, expiry)| Lot {
                lot: "",
                qty: pieces(*qty),
                expiry: Day::parse(expiry),
            })
            .collect();
        let from = day("2022-03-01");
        let plain = fefo::run(from, from, &of_fefo, &Demand::Daily(rate));
        assert_eq!(days_met(from, &batches, rate), plain.cover_days);
    }
}
