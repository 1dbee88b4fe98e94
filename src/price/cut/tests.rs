//! Cuts are reached from their bound on, and what lies apart is no row.

use super::*;
use crate::policy::AlertRules;

fn rule(id: &str) -> AlertRule {
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    let found = rules.alert.into_iter().find(|rule| rule.id == id);
    found.unwrap_or_else(|| panic!("granary has {id}"))
}

fn cuts(rule: &AlertRule, name: &str) -> Cuts {
    let bounds = rule
        .cuts_for(name)
        .unwrap_or_else(|| panic!("cuts for {name}"));
    Cuts::of(rule, bounds).unwrap_or_else(|word| panic!("{word}"))
}

/// What meets `cuts` of observations on each of whose days something was quoted, and on no other.
fn met_of(seen: &[Observation], cuts: &Cuts, first: usize) -> Vec<Met> {
    let days: Vec<Day> = seen.iter().map(|seen| seen.date).collect();
    met_among(seen, cuts, first, Quoted::each_day(&days, None))
}

/// The same of observations that not every quote is one of.
fn met_among(seen: &[Observation], cuts: &Cuts, first: usize, quoted: Quoted) -> Vec<Met> {
    let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
    met(seen, cuts, first, (quoted, &rules.freshness))
}

/// How long each of some observations lasts that meet.
fn lasts(found: Vec<Met>) -> Vec<i64> {
    found.into_iter().map(|met| met.persistence).collect()
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

/// Observations of one value on some dates.
fn on(dates: &[&str], value: f64) -> Vec<Observation> {
    let single = |date: &&str| Observation::single(day(date), value, None, 1);
    dates.iter().map(single).collect()
}

/// The grades of `values`, each by itself; a dash where no cut is reached.
fn grades(id: &str, name: &str, values: &[f64]) -> Vec<&'static str> {
    let rule = rule(id);
    let cuts = cuts(&rule, name);
    let grade = |value: &f64| {
        cuts.meets(&[*value])
            .map_or("-", |at| cuts.list[at].grade.id())
    };
    values.iter().map(grade).collect()
}

#[test]
fn signal_lights_turn_at_their_cut_and_not_before() {
    let of = |name, values: &[f64]| grades("gd-signal-light", name, values);
    assert_eq!(
        of("vegetable", &[0.0999, 0.1, 0.15]),
        ["-", "notice", "warning"]
    );
    assert_eq!(of("pork", &[0.05, 0.1]), ["notice", "warning"]);
    assert_eq!(of("grain", &[0.02, 0.05]), ["notice", "warning"]);
    assert_eq!(of("oil", &[0.019]), ["-"]);
}

#[test]
fn a_weekly_rise_is_graded_at_three_cuts() {
    let values = [0.29, 0.3, 0.499, 0.5, 0.99, 1.0];
    let expected = ["-", "notice", "notice", "warning", "warning", "severe"];
    assert_eq!(grades("mofcom-weekly", "anything", &values), expected);
}

#[test]
fn a_one_off_rise_must_pass_its_cut() {
    let of = |name| grades("ndrc-onceoff", name, &[0.0499, 0.05, 0.0501, 0.1, 0.1001]);
    assert_eq!(of("grain"), ["-", "-", "notice", "notice", "notice"]);
    assert_eq!(of("medicine"), ["-", "-", "-", "-", "notice"]);
}

#[test]
fn exactly_forty_percent_is_the_lighter_of_two_grades() {
    let values = [0.2999, 0.3, 0.4, 0.4001];
    assert_eq!(
        grades("pork-rise-2021", "pork", &values),
        ["-", "warning", "warning", "severe"]
    );
}

#[test]
fn a_ratio_between_five_and_six_is_grave_in_its_third_week() {
    let rule = rule("hog-fall-2021");
    let cuts = cuts(&rule, "hog");
    let grade = |ratios: &[f64]| cuts.meets(ratios).map(|at| cuts.list[at].label.clone());
    assert_eq!(grade(&[6.0]), None);
    assert_eq!(grade(&[5.9, 5.9]).as_deref(), Some("III"));
    assert_eq!(grade(&[5.9, 6.1, 5.9, 5.9]).as_deref(), Some("III"));
    assert_eq!(grade(&[5.9, 5.9, 5.9]).as_deref(), Some("II"));
    assert_eq!(grade(&[5.0]).as_deref(), Some("III"));
    assert_eq!(grade(&[4.99]).as_deref(), Some("I"));
}

#[test]
fn a_rise_of_exactly_the_cut_survives_binary_fractions() {
    assert_eq!(graded(6.6 / 6.0 - 1.0, &[0.1]), Some(0));
    assert_eq!(graded(0.1 - 1e-8, &[0.1]), None);
}

#[test]
fn a_fall_meets_no_rise_and_its_mirror_meets_no_rise() {
    assert_eq!(graded(-0.9, &[0.1, 0.15]), None);
    assert_eq!(
        grades(
            "gd-mirrored-fall",
            "vegetable",
            &[0.2, -0.0999, -0.1, -0.15]
        ),
        ["-", "-", "notice", "warning"]
    );
}

#[test]
fn observations_too_far_apart_are_not_in_a_row() {
    let cuts = Cuts::attention(1.0);
    let seen = |dates: &[&str]| lasts(met_of(&on(dates, 2.0), &cuts, 0));
    let start = ["2022-03-01", "2022-03-02", "2022-03-03"];
    let then = |last: &'static str| [&start[..], &[last]].concat();
    assert_eq!(seen(&then("2022-03-10")), [1, 2, 3, 4]);
    assert_eq!(seen(&then("2022-03-11")), [1, 2, 3, 1]);
}

#[test]
fn a_week_without_a_ratio_ends_the_weeks_in_a_row() {
    let rule = rule("hog-fall-2021");
    let cuts = cuts(&rule, "hog");
    let weeks = |dates: &[&str]| lasts(met_of(&on(dates, 5.5), &cuts, 0));
    assert_eq!(
        weeks(&["2024-02-02", "2024-02-09", "2024-02-16"]),
        [1, 2, 3]
    );
    assert_eq!(
        weeks(&["2024-02-02", "2024-02-09", "2024-02-23"]),
        [1, 2, 1]
    );
    // Published on another day of its week it is still of that week.
    assert_eq!(
        weeks(&["2024-01-29", "2024-02-11", "2024-02-16"]),
        [1, 2, 3]
    );
}

#[test]
fn how_long_a_day_lasts_does_not_hang_on_later_quotes() {
    let start = day("2024-01-01");
    let cuts = Cuts::attention(1.0);
    let mut date = start;
    let gaps = [5, 5, 17, 5, 12, 1, 40, 1, 1, 1, 9, 30, 30, 2, 8, 8, 8, 61];
    let seen: Vec<Observation> = gaps
        .iter()
        .cycle()
        .take(90)
        .enumerate()
        .map(|(at, gap)| {
            date = date.plus_days(*gap);
            let value = if at % 23 == 22 { 0.0 } else { 2.0 };
            Observation::single(date, value, None, 1)
        })
        .collect();
    let all = met_of(&seen, &cuts, 0);
    for (at, today) in seen.iter().enumerate() {
        let known = met_of(&seen[..=at], &cuts, at);
        let later = all.iter().filter(|met| met.observation == *today);
        assert!(known.iter().eq(later), "{at}");
    }
    assert_eq!(lasts(all)[..7], [1, 2, 3, 2, 5, 2, 1]);
}

#[test]
fn quotes_that_nothing_is_comparable_with_tell_what_is_usual() {
    let cuts = Cuts::attention(0.5);
    let rises = on(&["2022-01-08", "2022-03-08"], 0.6);
    let among = |quoted: &[&str]| {
        let days: Vec<Day> = quoted.iter().map(|date| day(date)).collect();
        lasts(met_among(&rises, &cuts, 0, Quoted::each_day(&days, None)))
    };
    assert_eq!(among(&["2022-01-08", "2022-03-08"]), [1, 2]);
    // Three quotes between them, none with one of a week before.
    let between = ["2022-01-20", "2022-02-03", "2022-03-01"];
    let all = [&["2022-01-01", "2022-01-08"][..], &between, &["2022-03-08"]].concat();
    assert_eq!(among(&all), [1, 1]);
}

#[test]
fn xun_after_xun_of_daily_quotes_is_a_row() {
    let start = day("2022-03-01");
    let days: Vec<Day> = (0..31).map(|at| start.plus_days(at)).collect();
    let of_xun = [9, 19, 30].map(|at| Observation::single(days[at], 0.6, None, 2));
    let by = |every| {
        let quoted = Quoted::each_day(&days, None).by(every);
        lasts(met_among(&of_xun, &Cuts::attention(0.5), 0, quoted))
    };
    assert_eq!(by(Every::Xun), [1, 2, 3]);
    assert_eq!(by(Every::Day), [1, 1, 1]);
}

#[test]
fn the_days_of_a_xun_are_one_observation_in_a_row() {
    let start = day("2022-03-01");
    let days: Vec<Day> = (0..31).map(|at| start.plus_days(at)).collect();
    // The 14th and the 15th, of the second 旬, are calm.
    let calm = [day("2022-03-14"), day("2022-03-15")];
    let seen = days.iter().map(|day| match calm.contains(day) {
        true => Observation::single(*day, 0.1, None, 2),
        false => Observation::single(*day, 0.6, None, 2),
    });
    let seen: Vec<Observation> = seen.collect();
    let quoted = Quoted::each_day(&days, None).by(Every::Xun);
    let found = met_among(&seen, &Cuts::attention(0.5), 0, quoted);
    let of = |date: &str| {
        let met = found.iter().find(|met| met.observation.date == day(date));
        met.map(|met| (met.persistence, met.since.to_string()))
    };
    let lasts = |count: i64, since: &str| Some((count, since.to_owned()));
    assert_eq!(of("2022-03-01"), lasts(1, "2022-03-01"));
    assert_eq!(of("2022-03-10"), lasts(1, "2022-03-01"));
    assert_eq!(of("2022-03-11"), lasts(2, "2022-03-01"));
    assert_eq!(of("2022-03-14"), None);
    assert_eq!(of("2022-03-16"), lasts(2, "2022-03-01"));
    assert_eq!(of("2022-03-21"), lasts(3, "2022-03-01"));
    // What is said of a day does not hang on the days after it.
    for (at, today) in seen.iter().enumerate() {
        let known = met_among(&seen[..=at], &Cuts::attention(0.5), at, quoted);
        let later = found.iter().filter(|met| met.observation == *today);
        assert!(known.iter().eq(later), "{at}");
    }
}
