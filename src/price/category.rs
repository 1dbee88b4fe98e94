//! The change of a whole category, which is what most legal thresholds are set on.
//!
//! Shape: observations of one category, kind and unit, by date. Each compares the mean price of its series with their
//! mean price before, over those series that are quoted on both sides: where a dear thing comes into season, the mean
//! of what is quoted rises although no price did. Where every series is quoted every day this is the plain mean.

use crate::calendar::Day;
use crate::ledger::word::QuoteKind;
use crate::policy::alert::Indicator;

use super::change::{Comparison, comparisons};
use super::cut::{Cut, Cuts};
use super::observe::{Observation, Width, is_same};
use super::series::{Series, mean};

/// A series of the category with what can be compared on each of its days.
struct Member<'a> {
    series: &'a Series<'a>,
    compared: Vec<Option<Comparison>>,
    /// How many of its points lie at or before the day looked at.
    passed: usize,
}

/// The series of each category, kind and unit; series without a category are left out.
pub fn groups<'s, 'a>(series: &'s [Series<'a>]) -> Vec<Vec<&'s Series<'a>>> {
    let mut named: Vec<&Series> = series.iter().filter(|s| !s.category.is_empty()).collect();
    named.sort_by_key(|series| group_key(series));
    let same = named.chunk_by(|one, next| group_key(one) == group_key(next));
    same.map(<[_]>::to_vec).collect()
}

fn group_key<'a>(series: &Series<'a>) -> (&'a str, Option<QuoteKind>, &'a str) {
    (series.category, series.key.kind, series.key.unit)
}

/// The days on which any of `group` is quoted, oldest first.
pub fn dates(group: &[&Series]) -> Vec<Day> {
    let points = group.iter().flat_map(|series| &series.points);
    let mut dates: Vec<Day> = points.map(|point| point.date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// What a rule on `indicator` sees of the category on `dates`; its breadth counts the series that reach the lightest of
/// `cuts` alone, its grave width those that reach `grave`.
///
/// A day on which nothing is comparable has no observation.
pub fn observations(
    group: &[&Series],
    dates: &[Day],
    indicator: Indicator,
    cuts: &Cuts,
    grave: Option<&Cut>,
) -> Vec<Observation> {
    let mut members: Vec<Member> = group
        .iter()
        .map(|series| member(series, indicator))
        .collect();
    let same = dates.chunk_by(|one, next| is_same(indicator, *one, *next));
    let judged = same.filter_map(|days| days.last());
    let observe = |day: &Day| {
        let seen = seen(&mut members, *day, indicator);
        observation(*day, &seen, cuts, grave)
    };
    judged.filter_map(observe).collect()
}

fn member<'a>(series: &'a Series<'a>, indicator: Indicator) -> Member<'a> {
    let compared = comparisons(&series.points);
    Member {
        series,
        compared: compared.iter().map(|all| all.of(indicator)).collect(),
        passed: 0,
    }
}

/// What one series of the category shows on one day.
struct Seen<'a> {
    series: &'a Series<'a>,
    comparison: Comparison,
    /// Its price, in ten-thousandths of a yuan.
    price: i128,
}

/// The members that are quoted on `date` (for a 旬: in it, so far) and can be compared.
fn seen<'a>(members: &mut [Member<'a>], date: Day, indicator: Indicator) -> Vec<Seen<'a>> {
    let seen = members.iter_mut().filter_map(|member| {
        let (comparison, price) = member.on(date, indicator)?;
        Some(Seen {
            series: member.series,
            comparison,
            price,
        })
    });
    seen.collect()
}

/// The means of what is seen.
fn observation(date: Day, seen: &[Seen], cuts: &Cuts, grave: Option<&Cut>) -> Option<Observation> {
    let sum =
        |of: fn(&Comparison) -> f64| -> f64 { seen.iter().map(|seen| of(&seen.comparison)).sum() };
    let reach = |cut: Option<&Cut>| -> Vec<&Seen> {
        let reaches =
            |seen: &&Seen| cut.is_some_and(|cut| cuts.reaches(cut, seen.comparison.change()));
        seen.iter().filter(reaches).collect()
    };
    let light = reach(cuts.list.first());
    let prices = seen.iter().map(|seen| seen.price).sum();
    (!seen.is_empty()).then(|| Observation {
        date,
        value: sum(|of| of.now) / sum(|of| of.base) - 1.0,
        price: Some(mean(prices, seen.len())),
        quotes: seen.iter().map(|seen| seen.comparison.quotes).sum(),
        series: seen.len() as u32,
        breadth: light.len() as u32,
        light: width(&light),
        grave: width(&reach(grave)),
    })
}

fn width(seen: &[&Seen]) -> Width {
    let distinct = |of: fn(&Series) -> String| {
        let mut names: Vec<String> = seen.iter().map(|seen| of(seen.series)).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    Width {
        items: distinct(|series| format!("{}\u{1f}{}", series.key.item, series.key.spec)),
        markets: distinct(|series| series.key.market.to_owned()),
    }
}

impl Member<'_> {
    /// Its comparison and its price on `date`, which only ever moves on.
    fn on(&mut self, date: Day, indicator: Indicator) -> Option<(Comparison, i128)> {
        let points = &self.series.points;
        while points
            .get(self.passed)
            .is_some_and(|point| point.date <= date)
        {
            self.passed += 1;
        }
        let at = self.passed.checked_sub(1)?;
        let comparison = self.compared[at]?;
        is_same(indicator, points[at].date, date)
            .then(|| (comparison, i128::from(points[at].price.steps())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;

    fn seen(quotes: &[crate::ledger::tables::Quote], indicator: Indicator) -> Vec<Observation> {
        let gathered = gather(quotes, day("2030-01-01"));
        let groups = groups(&gathered.series);
        assert_eq!(groups.len(), 1);
        let cuts = Cuts::attention(0.1);
        observations(
            &groups[0],
            &dates(&groups[0]),
            indicator,
            &cuts,
            cuts.list.first(),
        )
    }

    #[test]
    fn the_mean_of_a_category_moves_by_the_mean_of_its_series() {
        let quotes = [
            quote("2022-03-01", "cabbage", 10_000),
            quote("2022-03-01", "potato", 30_000),
            quote("2022-03-08", "cabbage", 20_000),
            quote("2022-03-08", "potato", 30_000),
        ];
        let week = seen(&quotes, Indicator::Week);
        assert_eq!(week.len(), 1);
        assert!((week[0].value - 0.25).abs() < 1e-9);
        assert_eq!((week[0].series, week[0].breadth, week[0].quotes), (2, 1, 4));
        assert_eq!((week[0].grave.items, week[0].grave.markets), (1, 1));
        assert_eq!(
            week[0].price.map(|price| price.to_string()).as_deref(),
            Some("2.50")
        );
    }

    #[test]
    fn a_dear_thing_that_comes_into_season_is_not_a_rise() {
        let quotes = [
            quote("2022-03-01", "cabbage", 10_000),
            quote("2022-03-08", "cabbage", 10_000),
            quote("2022-03-08", "asparagus", 200_000),
        ];
        let week = seen(&quotes, Indicator::Week);
        assert_eq!((week[0].value, week[0].series), (0.0, 1));
    }

    #[test]
    fn a_xun_is_one_observation_over_all_that_is_quoted_in_it() {
        let quotes = [
            quote("2022-03-01", "cabbage", 10_000),
            quote("2022-03-02", "potato", 10_000),
            quote("2022-03-11", "cabbage", 12_000),
            quote("2022-03-13", "potato", 10_000),
            quote("2022-03-15", "potato", 12_000),
        ];
        let xun = seen(&quotes, Indicator::Xun);
        assert_eq!(xun.len(), 1);
        assert_eq!((xun[0].date, xun[0].series), (day("2022-03-15"), 2));
        assert!((xun[0].value - 0.15).abs() < 1e-9, "{xun:?}");
    }
}
