//! Series whose future is known.

use crate::calendar::Day;
use crate::ledger::tables::{Forecast, Quote};
use crate::policy::{AlertRules, Holidays};
use crate::price::series::gather;
use crate::price::watch::fixture::{day, quote};

use super::*;

/// Daily quotes of cabbage from 1 January 2020 on, in yuan.
fn daily(yuan: impl Iterator<Item = f64>) -> Vec<Quote> {
    let start = day("2020-01-01");
    let numbered = yuan.zip(0..);
    numbered
        .map(|(yuan, at)| {
            let steps = (yuan * 10_000.0).round() as i64;
            quote(&start.plus_days(at).to_string(), "cabbage", steps)
        })
        .collect()
}

fn ahead(quotes: &[Quote], as_of: Day, steps: usize) -> Vec<Forecast> {
    reaching(quotes, as_of, steps, 0.3)
}

/// The same, with how likely a rise of `rise` is.
fn reaching(quotes: &[Quote], as_of: Day, steps: usize, rise: f64) -> Vec<Forecast> {
    let holidays = Holidays::built_in().unwrap_or_else(|error| panic!("{error}"));
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    forecasts(
        &gather(quotes, as_of),
        &Asked {
            as_of,
            steps,
            nominal: 0.8,
            rise,
            holidays: &holidays,
            rules: &rules,
        },
    )
}

/// A walk that nobody can foresee, always the same.
fn walk(count: usize) -> impl Iterator<Item = f64> {
    let mut seed = 7_u64;
    let mut log: f64 = 0.0;
    (0..count).map(move |_| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        log += ((seed >> 40) as f64 / f64::from(1 << 24) - 0.5) / 10.0;
        4.0 * log.exp()
    })
}

#[test]
fn what_nobody_can_foresee_is_forecast_to_stay() {
    let quotes = daily(walk(300));
    let rows = ahead(&quotes, quotes[299].date, 7);
    assert_eq!(rows.len(), 7);
    assert!(rows.iter().all(|row| row.method == "naive"));
    assert_eq!(rows[6].price, quotes[299].price);
    assert!(rows[0].low < rows[0].price && rows[0].price < rows[0].high);
    let width = |row: &Forecast| {
        let steps = |price: Option<Price>| price.map_or(0, Price::steps);
        steps(row.high) - steps(row.low)
    };
    assert!(width(&rows[6]) > width(&rows[0]));
    let coverage = rows[0].coverage.expect("measured");
    assert!((0.6..=0.95).contains(&coverage), "{coverage}");
}

#[test]
fn a_step_that_returns_is_smoothed_and_beats_the_default() {
    let noisy = (0..200).map(|at| if at * 7919 % 5 < 2 { 4.4 } else { 4.0 });
    let quotes = daily(noisy);
    let rows = ahead(&quotes, quotes[199].date, 3);
    assert_ne!(rows[0].method, "naive");
    assert!(rows[0].error < rows[0].naive_error);
}

#[test]
fn few_quotes_have_no_interval_and_say_so() {
    let quotes = daily(walk(15));
    let rows = ahead(&quotes, quotes[14].date, 2);
    assert_eq!((rows[0].low, rows[0].probability), (None, None));
    assert!(rows[0].reason.starts_with("no interval: 3 past courses"));
    let one = ahead(&quotes[..1], quotes[0].date, 1);
    assert_eq!(one[0].price, quotes[0].price);
    assert_eq!(ahead(&[], quotes[0].date, 1), []);
}

#[test]
fn a_series_that_nobody_quotes_any_more_has_no_forecast() {
    let quotes = daily(walk(100));
    let rows = ahead(&quotes, quotes[99].date.plus_days(30), 7);
    assert_eq!(rows.len(), 1);
    assert!(
        rows[0]
            .reason
            .starts_with("no forecast: the newest quote is of")
    );
}

#[test]
fn the_probability_to_reach_the_trigger_grows_with_the_days() {
    let rows = {
        let quotes = daily(walk(300));
        ahead(&quotes, quotes[299].date, 20)
    };
    let chances: Vec<f64> = rows.iter().filter_map(|row| row.probability).collect();
    assert_eq!(chances.len(), 20);
    assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]));
    assert!(chances[0] == 0.0, "no day rises by three tenths at once");
}

#[test]
fn the_part_that_is_measured_shares_no_day_with_the_part_that_chooses() {
    // Of 87 origins 52 choose. The step of day 64 is seen by origins 51, 52 and 53; the last two look at days that 51 saw.
    let quotes = daily((0..100).map(|at| if at < 64 { 4.0 } else { 5.0 }));
    let rows = ahead(&quotes, quotes[99].date, 3);
    assert_eq!(rows[0].origins, Some(87));
    assert_eq!(rows[0].naive_error, Some(0.0));
}

/// Daily quotes up to 2022-01-17, a fifth dearer in the fortnight before each Spring Festival.
fn festive() -> Vec<Quote> {
    let festivals = ["2020-01-25", "2021-02-12", "2022-02-01"].map(day);
    let start = day("2020-01-01");
    let price = |at: i64| {
        let date = start.plus_days(at);
        let left = festivals.iter().map(|day| day.days_since(date));
        let near = left.filter(|left| (0..14).contains(left)).min();
        near.map_or(4.0, |left| 4.0 * (1.0 + 0.2 * (14 - left) as f64 / 14.0))
    };
    daily((0..748).map(price))
}

#[test]
fn what_two_earlier_years_added_before_spring_festival_is_added_again() {
    let quotes = festive();
    let newest = quotes[747].date;
    assert_eq!(newest, day("2022-01-17"));
    let rows = ahead(&quotes, newest, 14);
    let last = &rows[13];
    assert_eq!(last.date, day("2022-01-31"));
    assert_eq!(last.holiday, "春节");
    let uplift = last.uplift.expect("two years were seen");
    // The eve of a festival is 13 of 14 parts of a fifth dearer than the day before the fortnight.
    assert!((0.185..0.187).contains(&uplift), "{uplift}");
}

#[test]
fn each_day_on_the_way_to_a_trigger_has_the_lift_of_its_own_day() {
    let quotes = festive();
    let rows = reaching(&quotes, quotes[747].date, 14, 0.19);
    assert_eq!(rows[13].method, "naive");
    // Worked by hand: of 387 courses the 20 that begin from 14 days before the rise of 2021 to its sixth day reach it.
    let probability = rows[13].probability.expect("enough courses");
    assert!((probability - 20.0 / 387.0).abs() < 1e-9, "{probability}");
}

#[test]
fn the_scaled_error_is_the_one_worked_by_hand() {
    let train = [3.0, 5.0, 4.0, 6.0, 5.0, 7.0];
    assert_eq!(mase(&train, &[6.0, 8.0], &[7.0, 7.0], 1), Some(0.625));
    assert_eq!(mase(&[3.0, 3.0], &[6.0], &[7.0], 1), None);
}

#[test]
fn a_day_after_which_nothing_ever_came_has_no_interval_and_says_so() {
    let every_other = daily(walk(241)).into_iter().step_by(2);
    let quotes: Vec<Quote> = every_other.collect();
    let rows = ahead(&quotes, quotes[120].date, 3);
    let seen: Vec<(bool, bool, bool)> = rows
        .iter()
        .map(|row| {
            let is_said = row.reason
                == format!(
                    "no interval: 0 past courses of {} steps, it takes 20",
                    row.ahead.unwrap_or_default()
                );
            (row.low.is_some(), row.probability.is_some(), is_said)
        })
        .collect();
    let none = (false, false, true);
    assert_eq!(seen, [none, (true, true, false), none]);
}
