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
    /// The first day that is not fully met; `None` also where the calendar ends before it.
    pub short_on: Option<Day>,
    /// What is missing on that day, up to a thousandth.
    pub short_qty: Option<Quantity>,
    /// What expires unused, for each lot in the order they were given, rounded up; nothing for lots expired before.
    pub wasted: Vec<Quantity>,
    /// The same before it is rounded: parts of which `scale` make a thousandth.
    pub wasted_parts: Vec<i128>,
    pub scale: i128,
    /// `on_hand` less all that is wasted, rounded down once, so that a need that is just met is met.
    pub usable: Quantity,
}

impl Demand {
    /// Whether nothing is ever asked for.
    pub fn is_zero(&self) -> bool {
        match self {
            Demand::Daily(rate) => rate.is_zero(),
            Demand::Schedule(entries) => entries.iter().all(|(_, rate)| rate.is_zero()),
        }
    }
}

impl FefoAnswer {
    /// What expires unused, all lots together, rounded up once: no more than the sum of the lots' own roundings.
    pub fn wasted_total(&self) -> Quantity {
        self.on_hand - self.usable
    }
}

/// Uses `lots` up, first expiry first, from `demand_from` on.
///
/// Lots that expired before `as_of` count as expired only, and a lot below nothing is empty; of equal expiry lots go
/// by their names. Part of a day is no day; what is wasted is rounded up to a thousandth, so that usable stock is never
/// overstated.
///
/// Rule: `D-01`, `D-02`.
pub fn run(as_of: Day, demand_from: Day, lots: &[Lot<'_>], demand: &Demand) -> FefoAnswer {
    let timetable = Timetable::of(demand, demand_from);
    let (mut on_hand, mut expired) = (Quantity::ZERO, Quantity::ZERO);
    let mut wasted_parts = vec![0; lots.len()];
    let (mut used_before, mut unused): (i128, i128) = (0, 0);
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
        unused += stock - used;
        wasted_parts[at] = stock - used;
    }
    let short = timetable.first_short(used_before);
    FefoAnswer {
        on_hand,
        expired,
        cover_days: short.map(|(days, _)| days),
        naive_days: timetable
            .first_short(timetable.scaled(on_hand))
            .map(|(days, _)| days),
        short_on: short.and_then(|(days, _)| day_after(demand_from, days)),
        short_qty: short.map(|(_, missing)| timetable.unscaled_up(missing)),
        wasted: wasted_parts
            .iter()
            .map(|parts| timetable.unscaled_up(*parts))
            .collect(),
        wasted_parts,
        scale: timetable.scale,
        usable: on_hand - timetable.unscaled_up(unused),
    }
}

/// What is asked for in the first `days` days of demand, up to a thousandth; `None` when it does not fit.
pub fn asked(demand: &Demand, demand_from: Day, days: i64) -> Option<Quantity> {
    let timetable = Timetable::of(demand, demand_from);
    Quantity::from_sum(div_ceil(timetable.asked_in(days), timetable.scale))
}

/// The day `days` after `from`, if the calendar has it.
pub(super) fn day_after(from: Day, days: i64) -> Option<Day> {
    let day = from.plus_days(days);
    (day.days_since(from) == days).then_some(day)
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

/// The positions of `lots` in the order of use: by expiry with blanks last, then by lot.
fn in_order_of_use(lots: &[Lot<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lots.len()).collect();
    order.sort_by_key(|&at| {
        let lot = &lots[at];
        (lot.expiry.is_none(), lot.expiry, lot.lot)
    });
    order
}

/// Demand as steps: from a day's number on, so much a day, in thousandths times `scale`.
pub(super) struct Timetable {
    scale: i128,
    /// First day (0 is the first day of demand) and quantity a day, by day.
    steps: Vec<(i64, i128)>,
}

impl Timetable {
    /// The steps of a demand, counted from its first day.
    pub fn of(demand: &Demand, demand_from: Day) -> Timetable {
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

    /// How many parts make a thousandth.
    pub fn scale(&self) -> i128 {
        self.scale
    }

    /// A quantity in the scale of the steps.
    pub fn scaled(&self, qty: Quantity) -> i128 {
        i128::from(qty.thousandths()) * self.scale
    }

    /// A part of a lot or of a day's demand, up to a thousandth.
    pub fn unscaled_up(&self, scaled: i128) -> Quantity {
        self.sum_up(scaled)
            .expect("a part of a lot or of a day's demand is no larger than it")
    }

    /// A sum over days, up to a thousandth; `None` when it does not fit.
    pub fn sum_up(&self, scaled: i128) -> Option<Quantity> {
        Quantity::from_sum(div_ceil(scaled, self.scale))
    }

    /// What is asked for on one day, by its number.
    pub fn asked_on(&self, number: i64) -> i128 {
        let holds = |(first, end, _): &(i64, i64, i128)| (*first..*end).contains(&number);
        self.spans().find(holds).map_or(0, |(_, _, daily)| daily)
    }

    /// The number of the day from which on nothing changes any more.
    pub fn settled_on(&self) -> i64 {
        self.steps.last().map_or(0, |(first, _)| *first)
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
    pub fn first_short(&self, stock: i128) -> Option<(i64, i128)> {
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
mod tests;
