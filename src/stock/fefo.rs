//! First expiry first: how many days do these lots last, when is the first shortage, what expires unused?
//!
//! One exact computation for a constant daily use and for a schedule. With every lot in hand, first-expiry use is
//! short only when nothing is left at all, so what each lot gives by its last day says everything: the smaller of its
//! quantity and what was asked for up to that day less what earlier lots gave. Quantities are scaled by the
//! denominator of the rate and stay integers. This file knows no standard and no receipts still to come.

use crate::calendar::{Day, is_expired};
use crate::quantity::{Quantity, Rate, div_ceil};

/// Schedules are carried exactly up to this common denominator; sums over a century then stay far below overflow.
const SCALE_MAX: i128 = 1_000_000_000;

/// A lot as first-expiry use sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot<'a> {
    pub lot: &'a str,
    pub qty: Quantity,
    /// The last usable day; without one a lot never expires and is used last.
    pub expiry: Option<Day>,
}

/// What is asked for each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// The same every day.
    Daily(Rate),
    /// A daily use from each day on until the next entry; nothing before the first.
    Schedule(Vec<(Day, Rate)>),
}

/// What first-expiry use makes of the lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FefoAnswer {
    /// What has not expired on the day of asking.
    pub on_hand: Quantity,
    /// What has.
    pub expired: Quantity,
    /// Whole days fully met before the first shortage; `None` where nothing runs out.
    pub cover_days: Option<i64>,
    /// The same if nothing expired.
    pub naive_days: Option<i64>,
    /// The first day that is not fully met.
    pub short_on: Option<Day>,
    /// What is missing on that day, up to a thousandth.
    pub short_qty: Option<Quantity>,
    /// What expires unused, for each lot in the order they were given; nothing for lots expired before.
    pub wasted: Vec<Quantity>,
    /// `on_hand` less all that is wasted.
    pub usable: Quantity,
}

impl FefoAnswer {
    /// What expires unused, all lots together.
    pub fn wasted_total(&self) -> Quantity {
        self.wasted.iter().copied().sum()
    }
}

/// Uses `lots` up, first expiry first, from `demand_from` on.
///
/// Lots that expired before `as_of` count as expired only, and a lot below nothing is empty; of equal expiry the smaller lot goes first, then by lot.
/// Part of a day is no day; what is wasted is rounded up to a thousandth, so that usable stock is never overstated.
///
/// Rule: `D-01`, `D-02`.
pub fn run(as_of: Day, demand_from: Day, lots: &[Lot<'_>], demand: &Demand) -> FefoAnswer {
    let timetable = Timetable::of(demand, demand_from);
    let (mut on_hand, mut expired) = (Quantity::ZERO, Quantity::ZERO);
    let mut wasted = vec![Quantity::ZERO; lots.len()];
    let mut used_before: i128 = 0;
    for at in in_order_of_use(lots) {
        let lot = Lot {
            qty: lots[at].qty.or_zero(),
            ..lots[at]
        };
        if is_expired(lot.expiry, as_of) {
            expired += lot.qty;
            continue;
        }
        on_hand += lot.qty;
        let stock = timetable.scaled(lot.qty);
        let used = match lot.expiry {
            None => stock,
            Some(expiry) => {
                let asked = timetable.asked_in(expiry.days_since(demand_from) + 1);
                stock.min(asked - used_before).max(0)
            }
        };
        used_before += used;
        wasted[at] = timetable.unscaled_up(stock - used);
    }
    let short = timetable.first_short(used_before);
    let wasted_total: Quantity = wasted.iter().copied().sum();
    FefoAnswer {
        on_hand,
        expired,
        cover_days: short.map(|(days, _)| days),
        naive_days: timetable
            .first_short(timetable.scaled(on_hand))
            .map(|(days, _)| days),
        short_on: short.map(|(days, _)| demand_from.plus_days(days)),
        short_qty: short.map(|(_, missing)| timetable.unscaled_up(missing)),
        wasted,
        usable: on_hand - wasted_total,
    }
}

/// What is asked for in the first `days` days of demand, up to a thousandth; `None` when it does not fit.
pub fn asked(demand: &Demand, demand_from: Day, days: i64) -> Option<Quantity> {
    let timetable = Timetable::of(demand, demand_from);
    Quantity::from_sum(div_ceil(timetable.asked_in(days), timetable.scale))
}

/// The least scale in which every rate of a schedule is a whole number of thousandths; 1 where it would outgrow
/// exact sums, and rates are then rounded up to a thousandth: a use is never understated.
fn common_scale(denominators: impl Iterator<Item = i64>) -> i128 {
    let common = |scale: i128, denominator: i64| {
        let (mut divisor, mut rest) = (scale, i128::from(denominator));
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        scale / divisor * i128::from(denominator)
    };
    let mut scale = 1;
    for denominator in denominators {
        scale = common(scale, denominator);
        if scale > SCALE_MAX {
            return 1;
        }
    }
    scale
}

/// The positions of `lots` in the order of use: by expiry with blanks last, the smaller first, then by lot.
fn in_order_of_use(lots: &[Lot<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lots.len()).collect();
    order.sort_by_key(|&at| {
        let lot = &lots[at];
        (lot.expiry.is_none(), lot.expiry, lot.qty, lot.lot)
    });
    order
}

/// Demand as steps: from a day's number on, so much a day, in thousandths times `scale`.
struct Timetable {
    scale: i128,
    /// First day (0 is the first day of demand) and quantity a day, by day.
    steps: Vec<(i64, i128)>,
}

impl Timetable {
    fn of(demand: &Demand, demand_from: Day) -> Timetable {
        match demand {
            Demand::Daily(rate) => Timetable {
                scale: i128::from(rate.denominator()),
                steps: vec![(0, i128::from(rate.numerator().thousandths()))],
            },
            Demand::Schedule(entries) => {
                let scale = common_scale(entries.iter().map(|(_, rate)| rate.denominator()));
                let step = |(from, rate): &(Day, Rate)| {
                    let first = from.days_since(demand_from).max(0);
                    let used = i128::from(rate.numerator().thousandths()) * scale;
                    (first, div_ceil(used, rate.denominator().into()))
                };
                let mut ordered = entries.clone();
                ordered.sort_by_key(|(from, _)| *from);
                Timetable {
                    scale,
                    steps: ordered.iter().map(step).collect(),
                }
            }
        }
    }

    fn scaled(&self, qty: Quantity) -> i128 {
        i128::from(qty.thousandths()) * self.scale
    }

    fn unscaled_up(&self, scaled: i128) -> Quantity {
        Quantity::from_sum(div_ceil(scaled, self.scale))
            .expect("a part of a lot or of a day's demand is no larger than it")
    }

    /// Each step with the day before which it ends.
    fn spans(&self) -> impl Iterator<Item = (i64, i64, i128)> {
        let ends = self.steps.iter().skip(1).map(|(first, _)| *first);
        let ends = ends.chain(std::iter::once(i64::MAX));
        let spans = self.steps.iter().zip(ends);
        spans.map(|((first, daily), end)| (*first, end, *daily))
    }

    /// What is asked for in the first `days` days.
    fn asked_in(&self, days: i64) -> i128 {
        let asked = |(first, end, daily): (i64, i64, i128)| {
            daily * i128::from((days.min(end) - first).max(0))
        };
        self.spans().map(asked).sum()
    }

    /// The number of the first day on which `stock` no longer suffices, and what is missing on it.
    fn first_short(&self, stock: i128) -> Option<(i64, i128)> {
        let mut left = stock;
        for (first, end, daily) in self
            .spans()
            .filter(|(first, end, daily)| first < end && *daily > 0)
        {
            let met = left / daily;
            let span = i128::from(end) - i128::from(first);
            if met < span {
                let days = i64::try_from(i128::from(first) + met).unwrap_or(i64::MAX);
                return Some((days, daily - left % daily));
            }
            left -= daily * span;
        }
        None
    }
}

#[cfg(test)]
mod tests {
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
}
