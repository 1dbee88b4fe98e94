//! The change of a whole category, which is what most legal thresholds are set on.
//!
//! Shape: observations of one category, kind and unit, by date. Each compares the mean price of its series with their
//! mean price before, over those series that are quoted on both sides: where a dear thing comes into season, the mean
//! of what is quoted rises although no price did. Where every series is quoted every day this is the plain mean.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::ledger::word::{Grade, QuoteKind, Word};
use crate::policy::alert::Indicator;
use crate::quantity::Price;

use super::change::{Compared, Comparison};
use super::cut::{Cut, Cuts};
use super::observe::{Observation, Width, Widths};
use super::series::{Series, mean};

/// The series of one category, kind and unit.
pub struct Category<'s, 'a> {
    /// By market and item; at least one.
    pub series: &'s [&'s Series<'a>],
    /// The days on which any of them is quoted, oldest first.
    pub dates: Vec<Day>,
    /// For each series, the numbers of its market and of its item.
    numbers: Vec<(u32, u32)>,
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

impl<'s, 'a> Category<'s, 'a> {
    /// The category of `series`, which come by market.
    pub fn of(series: &'s [&'s Series<'a>]) -> Category<'s, 'a> {
        let mut goods: HashMap<&str, u32> = HashMap::new();
        let (mut markets, mut before) = (0, None);
        let number = |one: &&Series<'a>| {
            let key = &one.key;
            let count = goods.len() as u32;
            let item = *goods.entry(key.item).or_insert(count);
            if before.replace(key.market) != Some(key.market) {
                markets += 1;
            }
            (markets, item)
        };
        Category {
            series,
            dates: dates(series),
            numbers: series.iter().map(number).collect(),
        }
    }

    /// What a rule on `indicator` sees of the category; its breadth counts the series that reach the lightest of `cuts`
    /// alone, its widths those that reach each of them.
    ///
    /// A day on which nothing is comparable has no observation.
    pub fn observations(&self, indicator: Indicator, cuts: &Cuts) -> Vec<Observation> {
        let judged = &self.dates;
        let mut sums = vec![Sum::default(); judged.len()];
        let of_day: Vec<&[Cut]> = judged.iter().map(|day| cuts.on(*day)).collect();
        let mut reached: Vec<Reached> = vec![Reached::new(judged.len()); cuts.list.len()];
        for (series, numbers) in self.series.iter().zip(&self.numbers) {
            let mut take = |at: usize, seen: Option<Comparison>, price: i64| {
                let Some(comparison) = seen else { return };
                sums[at].add(&comparison, price);
                let change = comparison.change();
                for (reached, cut) in reached.iter_mut().zip(of_day[at]) {
                    if cuts.reaches(cut, change) {
                        reached.add(at, *numbers);
                    }
                }
            };
            each_day(series, indicator, judged, &mut take);
        }
        let reached: Vec<Vec<(u32, Width)>> = reached.into_iter().map(Reached::widths).collect();
        let days = judged.iter().zip(&sums).enumerate();
        let seen = days.filter(|(_, (_, sum))| sum.series > 0);
        seen.map(|(at, (day, sum))| Observation {
            date: *day,
            value: sum.now / sum.base - 1.0,
            price: Some(mean(sum.prices, sum.series as usize)),
            means: (indicator == Indicator::Xun).then(|| sum.means()),
            quotes: sum.quotes,
            series: sum.series,
            breadth: reached.first().map_or(0, |lightest| lightest[at].0),
            widths: widths(cuts, |cut| reached[cut][at].1),
        })
        .collect()
    }

    /// Of how many items a rule on `indicator` can compare anything, by day: one at four markets is one.
    pub fn items_compared(&self, indicator: Indicator) -> BTreeMap<Day, usize> {
        let judged = &self.dates;
        let mut goods: BTreeMap<Day, BTreeSet<u32>> = BTreeMap::new();
        for (series, (_, item)) in self.series.iter().zip(&self.numbers) {
            let mut take = |at: usize, seen: Option<Comparison>, _: i64| {
                if seen.is_some() {
                    goods.entry(judged[at]).or_default().insert(*item);
                }
            };
            each_day(series, indicator, judged, &mut take);
        }
        let count = |(day, items): (Day, BTreeSet<u32>)| (day, items.len());
        goods.into_iter().map(count).collect()
    }
}

/// The days on which any of `group` is quoted, oldest first.
fn dates(group: &[&Series]) -> Vec<Day> {
    let mut dates: Vec<Day> = Vec::new();
    for series in group {
        let mut known = dates.iter();
        let points = series.points.iter();
        // Most are quoted on the same days, so that there is mostly nothing new.
        if !points
            .clone()
            .all(|point| known.any(|day| *day == point.date))
        {
            dates.extend(points.map(|point| point.date));
            dates.sort();
            dates.dedup();
        }
    }
    dates
}

/// Hands what a series shows on each of `judged` to `take`: the place of the day, what its price is compared with, and
/// the price in ten-thousandths of a yuan. What it shows of a 旬 stands on the days of it that have no quote of its own.
fn each_day(
    series: &Series,
    indicator: Indicator,
    judged: &[Day],
    take: &mut impl FnMut(usize, Option<Comparison>, i64),
) {
    let compared = Compared::new(&series.points, indicator, 0);
    let mut at = 0;
    for (place, (point, comparison)) in series.points.iter().zip(compared).enumerate() {
        let next = series.points.get(place + 1).map(|next| next.date);
        let stands = |day: Day| match indicator {
            Indicator::Xun => day.xun() == point.date.xun() && next.is_none_or(|next| day < next),
            _ => day == point.date,
        };
        while judged[at] < point.date {
            at += 1;
        }
        while judged.get(at).is_some_and(|day| stands(*day)) {
            take(at, comparison, point.price.steps());
            at += 1;
        }
    }
}

/// The sums of one day over the series that can be compared.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    now: f64,
    base: f64,
    prices: i128,
    quotes: u32,
    series: u32,
}

impl Sum {
    fn add(&mut self, comparison: &Comparison, price: i64) {
        self.now += comparison.now;
        self.base += comparison.base;
        self.prices += i128::from(price);
        self.quotes += comparison.quotes;
        self.series += 1;
    }

    /// The means of what was compared, half-up to a ten-thousandth of a yuan: now, and before.
    fn means(&self) -> (Price, Price) {
        let mean = |sum: f64| Price::from_steps((sum / f64::from(self.series)).round() as i64);
        (mean(self.now), mean(self.base))
    }
}

/// The width of each grade of `cuts`, by that of each cut.
fn widths(cuts: &Cuts, of_cut: impl Fn(usize) -> Width) -> Widths {
    let of_grade = |grade: &Grade| cuts.from_grade(*grade).map(&of_cut);
    std::array::from_fn(|at| of_grade(&Grade::ALL[at]).unwrap_or_default())
}

/// The series that reach a cut on their own, by day.
#[derive(Debug, Clone)]
struct Reached {
    /// For each day their number, that of their markets, and the last of these.
    days: Vec<(u32, u32, u32)>,
    /// Day and number of what is sold.
    goods: Vec<(usize, u32)>,
}

impl Reached {
    fn new(days: usize) -> Reached {
        Reached {
            days: vec![(0, 0, 0); days],
            goods: Vec::new(),
        }
    }

    /// Adds a series, which come by market; markets are numbered from 1.
    fn add(&mut self, at: usize, (market, goods): (u32, u32)) {
        let (count, markets, last) = &mut self.days[at];
        *count += 1;
        *markets += u32::from(*last != market);
        *last = market;
        self.goods.push((at, goods));
    }

    /// For each day how many series there are, and of how many items and markets.
    fn widths(mut self) -> Vec<(u32, Width)> {
        self.goods.sort_unstable();
        self.goods.dedup();
        let width = |(count, markets, _): &(u32, u32, u32)| {
            let (items, markets) = (0, *markets);
            (*count, Width { items, markets })
        };
        let mut widths: Vec<(u32, Width)> = self.days.iter().map(width).collect();
        for (at, _) in self.goods {
            widths[at].1.items += 1;
        }
        widths
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
        Category::of(&groups[0]).observations(indicator, &cuts)
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
        let one = Width {
            items: 1,
            markets: 1,
        };
        assert_eq!(week[0].widths, [one, Width::default(), Width::default()]);
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
    fn each_day_of_a_xun_is_judged_by_all_that_is_quoted_in_it_so_far() {
        let quotes = [
            quote("2022-03-01", "cabbage", 10_000),
            quote("2022-03-02", "potato", 10_000),
            quote("2022-03-11", "cabbage", 12_000),
            quote("2022-03-13", "potato", 10_000),
            quote("2022-03-15", "potato", 12_000),
            quote("2022-03-21", "potato", 11_000),
        ];
        let xun = seen(&quotes, Indicator::Xun);
        let shown = xun.iter().map(|seen| {
            let percent = (seen.value * 100.0).round() as i64;
            (seen.date.to_string(), percent, seen.series)
        });
        let of = |date: &str, percent, series| (date.to_owned(), percent, series);
        let expected = [
            of("2022-03-11", 20, 1),
            // The cabbage of the 11th stands on the days of its 旬 that have none, and no longer.
            of("2022-03-13", 10, 2),
            of("2022-03-15", 15, 2),
            of("2022-03-21", 0, 1),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        // 1.20 and the mean of 1.00 and 1.20, and not the newest quotes.
        let means = [11_500, 10_000].map(Price::from_steps);
        assert_eq!(xun[2].means, Some((means[0], means[1])));
        assert_eq!(xun[2].price, Some(Price::from_steps(12_000)));
    }
}
