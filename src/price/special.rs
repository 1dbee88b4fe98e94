//! What rules see that is no change of one series: a price against its target, one price by another, a published index.
//!
//! Shape: observations, oldest first, as for changes. A target is a quote of kind `target`; it holds until the next.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Usage;
use crate::ledger::word::QuoteKind;
use crate::policy::AlertRule;

use super::observe::{Observation, Width, lightest};
use super::series::{Point, Series};

/// The values seen of each item, each with its unit or market.
type Seen<'a> = BTreeMap<&'a str, Vec<(f64, &'a str)>>;

/// What a published index says that has 100 for the year before.
const YEAR_BEFORE: f64 = 100.0;

/// A price against the target of its item: 0.3 is three tenths above it. Days before the first target have none.
pub fn of_targets(series: &Series, targets: &[Series]) -> Vec<Observation> {
    let is_for = |target: &&Series| {
        let (target, key) = (&target.key, &series.key);
        target.item == key.item
            && target.unit == key.unit
            && (target.spec.is_empty() || target.spec == key.spec)
    };
    // One for the very spec comes before one for any, and then a market's own before one for all.
    let distance = |target: &&Series| {
        let (target, key) = (&target.key, &series.key);
        (target.spec != key.spec, target.market != key.market)
    };
    let Some(target) = targets.iter().filter(is_for).min_by_key(distance) else {
        return Vec::new();
    };
    let seen = series.points.iter().filter_map(|point| {
        let passed = target
            .points
            .partition_point(|target| target.date <= point.date);
        let base = target.points[passed.checked_sub(1)?].price;
        let value = point.price.as_f64() / base.as_f64() - 1.0;
        let quotes = point.quotes();
        Some(Observation::single(
            point.date,
            value,
            Some(point.price),
            quotes,
        ))
    });
    seen.collect()
}

/// A published index as a change on the year before.
pub fn of_published(series: &Series) -> Vec<Observation> {
    let seen = series.points.iter().map(|point| {
        let value = point.price.as_f64() / YEAR_BEFORE - 1.0;
        Observation::single(point.date, value, Some(point.price), point.quotes())
    });
    seen.collect()
}

/// What is divided, at least one series, and what it is divided by.
pub type Sides<'s, 'a> = (Vec<&'s Series<'a>>, Vec<&'s Series<'a>>);

/// What `rule` divides by what: a pair for each kind and unit of price, since a mean over kinds is a price of neither.
///
/// A kind that has nothing to be divided by is left out where another has; where none has, one pair says so.
pub fn sides<'s, 'a>(series: &'s [Series<'a>], rule: &AlertRule) -> Vec<Sides<'s, 'a>> {
    let named = |names: &[String]| {
        let mut by_kind: BTreeMap<(Option<QuoteKind>, &str), Vec<&Series>> = BTreeMap::new();
        let is_named = |one: &&'s Series<'a>| names.iter().any(|name| name == one.key.item);
        for one in series.iter().filter(is_named) {
            let key = (one.key.kind, one.key.unit);
            by_kind.entry(key).or_default().push(one);
        }
        by_kind
    };
    let below = named(&rule.denominator);
    let pair = |((kind, unit), above)| {
        let mut kinds = rule.divisors(kind).into_iter();
        let below = kinds.find_map(|kind| below.get(&(kind, unit)));
        (above, below.cloned().unwrap_or_default())
    };
    let mut sides: Vec<Sides> = named(&rule.numerator).into_iter().map(pair).collect();
    let has_both = |(_, below): &Sides| !below.is_empty();
    match sides.iter().any(has_both) {
        true => sides.retain(has_both),
        false => sides.truncate(1),
    }
    sides
}

/// The weekly mean of the prices on the one side by that of those on the other; weeks in which one is not quoted have
/// none.
pub fn of_ratio((above, below): &Sides) -> Vec<Observation> {
    let below = weeks(below);
    let seen = weeks(above).into_iter().filter_map(|(week, above)| {
        let below = below.get(&week)?;
        let quotes = u32::try_from(above.prices.len() + below.prices.len()).ok()?;
        Some(Observation::single(
            above.last,
            above.mean() / below.mean(),
            None,
            quotes,
        ))
    });
    seen.collect()
}

/// The prices of one week, in yuan, and their last day.
struct Week {
    prices: Vec<f64>,
    last: Day,
}

impl Week {
    fn mean(&self) -> f64 {
        self.prices.iter().sum::<f64>() / self.prices.len() as f64
    }
}

/// The weeks of series, by their number; a week begins on Monday.
fn weeks(series: &[&Series]) -> BTreeMap<i32, Week> {
    let mut weeks: BTreeMap<i32, Week> = BTreeMap::new();
    let points = series.iter().flat_map(|one| &one.points);
    for Point { date, price, .. } in points {
        let week = weeks
            .entry((date.number() - 1).div_euclid(7))
            .or_insert(Week {
                prices: Vec::new(),
                last: *date,
            });
        week.prices.push(price.as_f64());
        week.last = week.last.max(*date);
    }
    weeks
}

/// Days in a row on which a site reported none of an item left, by site and item; a day it did not report ends the run.
pub fn of_stockouts(usage: &[Usage], as_of: Day) -> BTreeMap<(&str, &str), Vec<Observation>> {
    let mut days: BTreeMap<(&str, &str), BTreeMap<Day, bool>> = BTreeMap::new();
    for row in usage.iter().filter(|row| row.date <= as_of) {
        if let Some(is_out) = row.stockout {
            let days = days.entry((&row.site, &row.item)).or_default();
            *days.entry(row.date).or_default() |= is_out;
        }
    }
    let runs = |days: BTreeMap<Day, bool>| -> Vec<Observation> {
        let (mut run, mut before) = (0_u32, None);
        let seen = days.into_iter().map(|(day, is_out)| {
            let follows = before.is_some_and(|before: Day| before.plus_days(1) == day);
            run = match (is_out, follows) {
                (true, true) => run + 1,
                (true, false) => 1,
                (false, _) => 0,
            };
            before = Some(day);
            Observation::single(day, f64::from(run), None, 1)
        });
        seen.collect()
    };
    days.into_iter()
        .map(|(key, days)| (key, runs(days)))
        .collect()
}

/// How far the `items_min`-th dearest item of a basket stands, day by day: from that on, so many meet a cut at once.
///
/// `seen` holds the observations of each series with its item and market. An item is the mean of its series that day; a
/// day with fewer items has no observation.
pub fn of_basket(seen: &[(&str, &str, Vec<Observation>)], items_min: usize) -> Vec<Observation> {
    let mut days: BTreeMap<Day, Seen<'_>> = BTreeMap::new();
    for (item, market, observations) in seen {
        for observation in observations {
            let items = days.entry(observation.date).or_default();
            items
                .entry(*item)
                .or_default()
                .push((observation.value, *market));
        }
    }
    let day = |(date, items): (Day, Seen<'_>)| {
        let mean = |values: &Vec<(f64, &str)>| {
            values.iter().map(|(value, _)| value).sum::<f64>() / values.len() as f64
        };
        let mut means: Vec<f64> = items.values().map(mean).collect();
        means.sort_unstable_by(|a, b| b.total_cmp(a));
        let value = *means.get(items_min.checked_sub(1)?)?;
        let quotes = items.values().map(Vec::len).sum::<usize>();
        let mut observation = Observation::single(date, value, None, u32::try_from(quotes).ok()?);
        observation.series = u32::try_from(items.len()).ok()?;
        observation.breadth =
            u32::try_from(means.iter().filter(|mean| **mean >= value).count()).ok()?;
        observation.widths = lightest(Width {
            items: observation.breadth,
            markets: markets(&items),
        });
        Some(observation)
    };
    days.into_iter().filter_map(day).collect()
}

fn markets(items: &Seen<'_>) -> u32 {
    let mut markets: Vec<&str> = items
        .values()
        .flatten()
        .map(|(_, market)| *market)
        .collect();
    markets.sort_unstable();
    markets.dedup();
    u32::try_from(markets.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::series::gather;
    use super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::ledger::tables::Quote;

    #[test]
    fn a_target_of_the_very_spec_comes_before_one_of_any() {
        let of = |market: &str, spec: &str, steps: i64| Quote {
            market: market.to_owned(),
            spec: spec.to_owned(),
            ..quote("2022-03-01", "cabbage", steps)
        };
        let price = [of("M01", "large", 60_000)];
        let targets = [
            of("M01", "", 30_000),
            of("city", "large", 50_000),
            of("city", "small", 20_000),
        ];
        let over = |targets: &[Quote]| {
            let price = gather(&price, day("2022-03-01")).series;
            let targets = gather(targets, day("2022-03-01")).series;
            of_targets(&price[0], &targets)
                .first()
                .map(|seen| seen.value)
        };
        assert!((over(&targets).expect("a target") - 0.2).abs() < 1e-9);
        assert!((over(&targets[..1]).expect("one of any spec") - 1.0).abs() < 1e-9);
        assert_eq!(over(&targets[2..]), None);
    }

    #[test]
    fn a_ratio_is_one_of_trade_prices_or_one_of_retail_prices() {
        use QuoteKind::{Purchase, Retail, Wholesale};
        let rules = super::super::watch::fixture::rules();
        let mut rules = rules.alert.iter();
        let rule = rules.find(|rule| rule.id == "hog-fall-2021");
        let rule = rule.expect("a rule that comes along");
        let of = |quotes: &[(&str, QuoteKind)]| {
            let quoted = |(item, kind): &(&str, QuoteKind)| Quote {
                kind: Some(*kind),
                ..quote("2022-03-01", item, 10_000)
            };
            let quotes: Vec<Quote> = quotes.iter().map(quoted).collect();
            let series = gather(&quotes, day("2022-03-01")).series;
            let kind = |one: &&Series| one.key.kind.expect("the test states one");
            let kinds = |side: &Vec<&Series>| side.iter().map(kind).collect::<Vec<_>>();
            let sides = sides(&series, rule);
            let both = sides
                .iter()
                .map(|(above, below)| (kinds(above), kinds(below)));
            both.collect::<Vec<_>>()
        };
        let corn = [("corn", Wholesale), ("corn", Retail)];
        let with_corn = |kind| of(&[&[("hog", kind)][..], &corn].concat());
        assert_eq!(with_corn(Wholesale), [(vec![Wholesale], vec![Wholesale])]);
        assert_eq!(with_corn(Retail), [(vec![Retail], vec![Retail])]);
        assert_eq!(with_corn(Purchase), [(vec![Purchase], vec![Wholesale])]);
        let trade = [("hog", Wholesale), ("hog", Retail), ("corn", Wholesale)];
        assert_eq!(of(&trade), [(vec![Wholesale], vec![Wholesale])]);
        let apart = [("hog", Wholesale), ("corn", Retail)];
        assert_eq!(of(&apart), [(vec![Wholesale], vec![])]);
    }
}
