//! Does an interval hold the part of prices that it is meant for? A trial is a series and the price that came.
//!
//! Trials are independent, so that those that hold are binomial: of n with the probability p the share lies within
//! 4·sqrt(p(1 − p)/n) of p in all but 6 of 100,000 repetitions. One step ahead an interval must hit p from both sides;
//! further ahead it may be wider, because overlapping courses count for less, and never narrower.

use crate::calendar::Day;
use crate::ledger::tables::Quote;
use crate::policy::{AlertRules, Holidays};
use crate::price::watch::fixture::{day, quote};

use super::super::series::gather;
use super::*;

/// Series of each kind.
const TRIALS: u64 = 500;
/// Steps ahead that are asked for, and of these the ones that are held against what came.
const STEPS: usize = 7;
const HELD: [usize; 3] = [1, 3, 7];

/// Numbers that are always the same.
struct Random(u64);

impl Random {
    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal, with the deviation 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// The next log price after one.
type Next = fn(f64, &mut Random) -> f64;

/// A walk in even steps.
fn walk(log: f64, random: &mut Random) -> f64 {
    log + (random.share() - 0.5) / 10.0
}

/// A price that stays on seven days of ten, as those of a wholesale market do.
fn sticky(log: f64, random: &mut Random) -> f64 {
    let step = random.normal() / 20.0;
    if random.share() < 0.7 {
        log
    } else {
        log + step
    }
}

/// A walk whose steps are small but for one in twenty.
fn jumpy(log: f64, random: &mut Random) -> f64 {
    let size = if random.share() < 0.05 { 0.10 } else { 0.01 };
    log + size * random.normal()
}

/// A price that comes back to its level.
fn returning(log: f64, random: &mut Random) -> f64 {
    0.8 * log + random.normal() / 20.0
}

/// A price that is drawn anew each day.
fn noisy(_: f64, random: &mut Random) -> f64 {
    random.normal() / 20.0
}

/// For each of [`HELD`], the part of trials in which the price that came lay within the interval; and the mean of the
/// measured coverage one step ahead.
fn shares(next: Next, count: usize, nominal: f64) -> ([f64; 3], f64) {
    let holidays = Holidays::built_in().unwrap_or_else(|error| panic!("{error}"));
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let (mut held, mut measured) = ([0.0; 3], 0.0);
    for seed in 0..TRIALS {
        let quotes = quotes(next, count + STEPS, seed);
        let asked = Asked {
            as_of: quotes[count - 1].date,
            steps: STEPS,
            nominal,
            rise: 0.3,
            holidays: &holidays,
            rules: &rules,
        };
        let rows = forecasts(&gather(&quotes, asked.as_of), &asked);
        for (held, step) in held.iter_mut().zip(HELD) {
            let (row, came) = (&rows[step - 1], &quotes[count - 1 + step]);
            assert_eq!(row.date, came.date);
            let is_within = row.low <= came.price && came.price <= row.high;
            *held += f64::from(u8::from(is_within));
        }
        measured += rows[0].coverage.expect("some courses are held out");
    }
    let trials = TRIALS as f64;
    (held.map(|held| held / trials), measured / trials)
}

fn quotes(next: Next, count: usize, seed: u64) -> Vec<Quote> {
    let mut random = Random(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let start: Day = day("2020-01-01");
    let mut log = 0.0;
    let mut quoted = |at: usize| {
        log = next(log, &mut random);
        let steps = (40_000.0 * log.exp()).round() as i64;
        quote(&start.plus_days(at as i64).to_string(), "cabbage", steps)
    };
    (0..count).map(&mut quoted).collect()
}

/// How far from `nominal` the share of the trials may lie.
fn slack(nominal: f64) -> f64 {
    4.0 * (nominal * (1.0 - nominal) / TRIALS as f64).sqrt()
}

/// Holds the intervals of one kind of series to `nominal`.
fn assert_held(next: Next, nominal: f64) {
    let (held, measured) = shares(next, 160, nominal);
    let slack = slack(nominal);
    let is_near = |share: f64| (share - nominal).abs() <= slack;
    assert!(is_near(held[0]) && is_near(measured), "{held:?} {measured}");
    let is_sound = |share: &f64| (nominal - slack..=0.95).contains(share);
    assert!(held.iter().all(is_sound), "{held:?}");
}

#[test]
fn the_interval_of_a_walk_holds_what_it_is_meant_for() {
    assert_held(walk, 0.8);
    assert_held(walk, 0.5);
}

#[test]
fn the_interval_of_a_sticky_price_holds_what_it_is_meant_for() {
    // More than half of its errors one step ahead are nothing, so that no interval of it holds less than seven tenths.
    assert_held(sticky, 0.8);
}

#[test]
fn the_interval_of_a_jumpy_price_holds_what_it_is_meant_for() {
    assert_held(jumpy, 0.8);
}

#[test]
fn the_interval_of_a_returning_price_holds_what_it_is_meant_for() {
    assert_held(returning, 0.8);
}

#[test]
fn the_interval_of_a_noisy_price_holds_what_it_is_meant_for() {
    assert_held(noisy, 0.8);
}

#[test]
fn few_courses_hold_what_they_are_meant_for_one_step_ahead_and_say_where_they_cannot() {
    // 23 past courses: among 23 the tenth part of 24 has a place, and among the 3 of 7 steps that stand alone it has none.
    let (held, _) = shares(walk, 40, 0.8);
    assert!((held[0] - 0.8).abs() <= slack(0.8), "{held:?}");
    assert!(held[2] > 0.65, "{held:?}");
    let quotes = quotes(walk, 40, 1);
    let holidays = Holidays::built_in().unwrap_or_else(|error| panic!("{error}"));
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let asked = Asked {
        as_of: quotes[39].date,
        steps: STEPS,
        nominal: 0.8,
        rise: 0.3,
        holidays: &holidays,
        rules: &rules,
    };
    let rows = forecasts(&gather(&quotes, asked.as_of), &asked);
    assert_eq!(rows[0].reason, "");
    let last = &rows[6].reason;
    assert!(
        last.contains("of 23 past courses of 7 steps 3 stand alone"),
        "{last}"
    );
}
