//! Quotes as series: the price of one thing at one market, of one kind and unit, a point a day.
//!
//! Shape: series by key, points by date. A blank or zero price is no quote, and counted; quotes of one day are their
//! mean. This file never compares two prices.

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::Day;
use crate::engine::parallel::{in_parallel, parts_of};
use crate::engine::tick::{ByThing, Tick};
use crate::ledger::Catalogue;
use crate::ledger::tables::Quote;
use crate::ledger::word::{QuoteKind, Word as _};
use crate::quantity::{Price, Unit, div_half_up};

use super::cut::SLACK;

/// What a series is known by: prices of another kind or unit are another series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey<'a> {
    pub market: &'a str,
    pub item: &'a str,
    pub spec: &'a str,
    pub kind: Option<QuoteKind>,
    pub unit: &'a str,
}

/// Two quotes of one day that differ by more than this part of the smaller are named: as far as prices of one stall and
/// its neighbour usually lie apart, and no further.
pub const APART_MAX: f64 = 0.10;

/// The price of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub date: Day,
    /// The mean of the day's quotes, half-up to a ten-thousandth of a yuan.
    pub price: Price,
    /// The quotes of the day; at least 1.
    pub quotes: u32,
    /// Whether they lie further apart than [`APART_MAX`].
    pub is_apart: bool,
}

/// One series, oldest point first; it has at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series<'a> {
    pub key: SeriesKey<'a>,
    /// The category its latest quote gives, else that of the catalogue; empty where none does.
    pub category: &'a str,
    pub points: Vec<Point>,
}

/// The series of a table of quotes, and what did not become part of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gathered<'a> {
    /// By key.
    pub series: Vec<Series<'a>>,
    /// Rows without a price: blank, zero or less.
    pub no_quotes: usize,
    /// Rows dated after the day.
    pub later: usize,
    /// Rows in a unit that nobody knows, so that their price is not comparable with any.
    pub unknown_units: usize,
}

impl<'a> Gathered<'a> {
    /// The same with the category of the catalogue for each series of whose quotes none gives one.
    pub fn with_categories(mut self, catalogue: &'a Catalogue) -> Gathered<'a> {
        let silent = |series: &&mut Series| series.category.is_empty();
        for series in self.series.iter_mut().filter(silent) {
            let listed = catalogue.get(series.key.item);
            series.category = listed.map_or("", |item| &item.category);
        }
        self
    }
}

/// Gathers `quotes` dated up to and including `as_of` into series.
pub fn gather(quotes: &[Quote], as_of: Day) -> Gathered<'_> {
    let mut gathered = Gathered::default();
    let mut ids: HashMap<SeriesKey, usize> = HashMap::new();
    let mut keys = Vec::new();
    let mut placed = Vec::with_capacity(quotes.len());
    for (at, quote) in quotes.iter().enumerate() {
        if quote.date > as_of {
            gathered.later += 1;
        } else if price_of(quote).is_none() {
            gathered.no_quotes += 1;
        } else if !is_measured(&quote.unit) {
            gathered.unknown_units += 1;
        } else {
            let id = *ids.entry(key_of(quote)).or_insert_with_key(|key| {
                keys.push(*key);
                keys.len() - 1
            });
            placed.push((id, quote.date, at));
        }
    }
    placed.sort_unstable();
    let same_series = placed.chunk_by(|one, next| one.0 == next.0);
    gathered.series = same_series
        .map(|rows| series(keys[rows[0].0], rows, quotes))
        .collect();
    gathered.series.sort_unstable_by_key(|series| series.key);
    gathered
}

/// Gathers quotes that were read in passes into series: `by_thing` those that have a price, of which the numbers mean
/// `texts`, and `others` those that became none.
pub fn gather_ticks<'a>(
    by_thing: &ByThing,
    texts: &'a [Arc<str>],
    others: &[Quote],
    as_of: Day,
) -> Gathered<'a> {
    let counted = gather(others, as_of);
    let mut gathered = Gathered {
        series: Vec::new(),
        ..counted
    };
    let text = |number: u32| &*texts[number as usize];
    let key = |[market, item, spec, kind, unit, _]: [u32; 6]| SeriesKey {
        market: text(market),
        item: text(item),
        spec: text(spec),
        kind: (kind as usize).checked_sub(1).map(|at| QuoteKind::ALL[at]),
        unit: text(unit),
    };
    let numbered = by_thing.things.iter().enumerate();
    let mut things: Vec<(SeriesKey, usize)> =
        numbered.map(|(at, thing)| (key(*thing), at)).collect();
    things.sort_unstable();
    let same: Vec<_> = things.chunk_by(|one, next| one.0 == next.0).collect();
    let parts = parts_of(&same, PART_QUOTES, |same| {
        let quotes = same.iter().map(|(_, thing)| by_thing.of(*thing).len());
        quotes.sum()
    });
    let of_part = |part: &[&[(SeriesKey<'a>, usize)]]| -> Vec<_> {
        let series = part
            .iter()
            .map(|same| series_of(same, by_thing, texts, as_of));
        series.collect()
    };
    for (series, later) in in_parallel(parts, of_part).into_iter().flatten() {
        gathered.later += later;
        gathered.series.extend(series);
    }
    gathered
}

/// The series of some things that have one key, where anything is known of it, and how many of their quotes are later.
fn series_of<'a>(
    same: &[(SeriesKey<'a>, usize)],
    by_thing: &ByThing,
    texts: &'a [Arc<str>],
    as_of: Day,
) -> (Option<Series<'a>>, usize) {
    let mut joined = Vec::new();
    let ticks = match same {
        [(_, thing)] => by_thing.of(*thing),
        several => {
            let ticks = several.iter().flat_map(|(_, thing)| by_thing.of(*thing));
            joined.extend(ticks.copied());
            joined.sort_unstable_by_key(|tick| (tick.date, tick.position));
            &joined
        }
    };
    let known = &ticks[..ticks.partition_point(|tick| tick.date <= as_of)];
    let later = ticks.len() - known.len();
    if known.is_empty() {
        return (None, later);
    }
    let category = |tick: &Tick| by_thing.things[tick.thing as usize][CATEGORY];
    let newest_first = known.iter().rev();
    let mut categories = newest_first.map(|tick| &*texts[category(tick) as usize]);
    let series = Series {
        key: same[0].0,
        category: categories.find(|name| !name.is_empty()).unwrap_or(""),
        points: points(known),
    };
    (Some(series), later)
}

/// Quotes that are worth a turn of a core.
const PART_QUOTES: usize = 1 << 16;

/// The place of the category among the numbers of a thing.
const CATEGORY: usize = 5;

fn points(ticks: &[Tick]) -> Vec<Point> {
    let mut points = Vec::with_capacity(ticks.len());
    let days = ticks.chunk_by(|one, next| one.date == next.date);
    points.extend(days.map(|day| point(day[0].date, day.iter().map(|tick| tick.price))));
    points
}

/// The series that a quote belongs to.
pub fn key_of(quote: &Quote) -> SeriesKey<'_> {
    SeriesKey {
        market: &quote.market,
        item: &quote.item,
        spec: &quote.spec,
        kind: quote.kind,
        unit: &quote.unit,
    }
}

/// Whether a unit is one that is known; where none is stated a series is of one unit by itself.
pub fn is_measured(unit: &str) -> bool {
    unit.is_empty() || Unit::is_known(unit)
}

/// The price of a quote; zero in a price sheet means that nothing was offered.
pub fn price_of(quote: &Quote) -> Option<Price> {
    quote.price.filter(|price| price.steps() > 0)
}

/// The series of `rows`: its quotes by date, each with its position in `quotes`.
fn series<'a>(key: SeriesKey<'a>, rows: &[(usize, Day, usize)], quotes: &'a [Quote]) -> Series<'a> {
    let points = rows
        .chunk_by(|one, next| one.1 == next.1)
        .map(|day| {
            let prices = day.iter().filter_map(|(_, _, at)| price_of(&quotes[*at]));
            point(day[0].1, prices)
        })
        .collect();
    let categories = rows
        .iter()
        .rev()
        .map(|(_, _, at)| quotes[*at].category.as_str());
    Series {
        key,
        category: categories
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or(""),
        points,
    }
}

/// The point of a day, which has at least one price.
fn point(date: Day, prices: impl Iterator<Item = Price>) -> Point {
    let (mut sum, mut low, mut high, mut count) = (0_i128, i64::MAX, 0, 0_usize);
    for price in prices.map(Price::steps) {
        (sum, low, high) = (sum + i128::from(price), low.min(price), high.max(price));
        count += 1;
    }
    Point {
        date,
        price: match count {
            1 => Price::from_steps(low),
            _ => mean(sum, count),
        },
        quotes: u32::try_from(count).unwrap_or(u32::MAX),
        is_apart: count > 1 && is_apart(high as f64, low as f64),
    }
}

/// Whether two prices lie further apart than [`APART_MAX`]; exactly as far is not further, whatever fractions lose.
pub fn is_apart(high: f64, low: f64) -> bool {
    high / low - 1.0 > APART_MAX + SLACK
}

/// The mean of `count` prices that add up to `sum` steps, half-up; it lies between them, so it fits.
pub(super) fn mean(sum: i128, count: usize) -> Price {
    let steps = div_half_up(sum, count.max(1) as i128);
    Price::from_steps(i64::try_from(steps).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::engine::Ticks;
    use crate::engine::name::Names;
    use crate::ledger::tables::Item;

    #[test]
    fn quotes_of_one_day_are_their_mean_half_up() {
        let quotes = [
            quote("2022-03-01", "cabbage", 10_000),
            quote("2022-03-01", "cabbage", 10_001),
        ];
        let gathered = gather(&quotes, day("2022-03-01"));
        assert_eq!(
            gathered.series[0].points,
            [Point {
                date: day("2022-03-01"),
                price: Price::from_steps(10_001),
                quotes: 2,
                is_apart: false,
            }]
        );
    }

    #[test]
    fn a_blank_or_zero_price_is_no_quote_and_a_later_one_is_not_known_yet() {
        let mut blank = quote("2022-03-01", "cabbage", 0);
        let zero = blank.clone();
        blank.price = None;
        let quotes = [
            blank,
            zero,
            quote("2022-03-03", "cabbage", 9),
            quote("2022-03-02", "cabbage", 7),
        ];
        let gathered = gather(&quotes, day("2022-03-02"));
        assert_eq!((gathered.no_quotes, gathered.later), (2, 1));
        assert_eq!(gathered.series[0].points.len(), 1);
    }

    #[test]
    fn another_kind_or_unit_is_another_series() {
        let wholesale = quote("2022-03-01", "cabbage", 10_000);
        let mut retail = wholesale.clone();
        retail.kind = Some(QuoteKind::Retail);
        let mut piece = wholesale.clone();
        piece.unit = "piece".to_owned();
        let quotes = [wholesale, retail, piece];
        assert_eq!(gather(&quotes, day("2022-03-01")).series.len(), 3);
    }

    #[test]
    fn quotes_read_in_passes_make_the_same_series() {
        let named = |market: &str, category: &str, quote: Quote| Quote {
            market: market.to_owned(),
            category: category.to_owned(),
            ..quote
        };
        let mut quotes = Vec::new();
        for at in 0..40_i64 {
            let date = day("2022-03-01").plus_days(at * 7 % 11).to_string();
            let category = ["", "grain", "vegetable"][at as usize % 3];
            let market = ["M2", "M1"][at as usize % 2];
            quotes.push(named(
                market,
                category,
                quote(&date, "rice", 10_000 + at * 300),
            ));
        }
        let unknown = Quote {
            unit: "场".to_owned(),
            ..quote("2022-03-02", "rice", 5)
        };
        let others = [quote("2022-03-02", "rice", 0), unknown];
        let (names, mut ticks) = (Names::default(), Ticks::default());
        for (quote, position) in quotes.iter().zip(0..) {
            let number = |text: &str| names.number(text);
            let (market, item) = (number(&quote.market), number(&quote.item));
            let (unit, category) = (number(&quote.unit), number(&quote.category));
            let kind = 1 + QuoteKind::Wholesale as u32;
            let price = quote.price.expect("the test states one");
            let thing = [market, item, number(""), kind, unit, category];
            ticks.push(thing, quote.date, price, position);
        }
        let (by_thing, texts) = (ticks.by_thing(), names.texts());
        for as_of in ["2022-02-28", "2022-03-05", "2022-03-31"].map(day) {
            let all = [quotes.as_slice(), &others].concat();
            let found = gather_ticks(&by_thing, &texts, &others, as_of);
            assert_eq!(found, gather(&all, as_of), "{as_of}");
        }
    }

    #[test]
    fn the_catalogue_gives_a_category_where_no_quote_does() {
        let item = |code: &str, category: &str| Item {
            category: category.to_owned(),
            ..Item::unlisted(code)
        };
        let catalogue = Catalogue::new(vec![item("rice", "grain"), item("cabbage", "vegetable")]);
        let of = |item, category: &str| Quote {
            category: category.to_owned(),
            ..quote("2022-03-01", item, 9)
        };
        let quotes = [of("cabbage", "leaf"), of("rice", ""), of("soy", "")];
        let gathered = gather(&quotes, day("2022-03-01")).with_categories(&catalogue);
        let named: Vec<_> = gathered
            .series
            .iter()
            .map(|one| (one.key.item, one.category))
            .collect();
        assert_eq!(named, [("cabbage", "leaf"), ("rice", "grain"), ("soy", "")]);
    }

    #[test]
    fn no_quotes_make_no_series() {
        assert_eq!(gather(&[], day("2022-03-01")), Gathered::default());
    }
}
