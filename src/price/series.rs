//! Quotes as series: the price of one thing at one market, of one kind and unit, a point a day.
//!
//! Shape: series by key, points by date. A blank or zero price is no quote, and counted; quotes of one day are their
//! mean. This file never compares two prices.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::ledger::Catalogue;
use crate::ledger::tables::Quote;
use crate::ledger::word::QuoteKind;
use crate::policy::names::{self, Names};
use crate::quantity::{Price, Unit, div_half_up};

use super::cut::SLACK;

mod quotes;
mod tape;

use quotes::Quotes;
pub use tape::gather_tape;

/// What a series is known by: prices of another kind or unit are another series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey<'a> {
    pub market: &'a str,
    pub item: &'a str,
    pub spec: &'a str,
    pub kind: Option<QuoteKind>,
    pub unit: &'a str,
}

impl SeriesKey<'_> {
    /// Whether it says what a thing should cost: no quote of a market.
    pub fn is_target(&self) -> bool {
        self.kind == Some(QuoteKind::Target)
    }
}

/// Two quotes of one day that differ by more than this part of the smaller are named: as far as prices of one stall and
/// its neighbour usually lie apart, and no further.
pub const APART_MAX: f64 = 0.10;

/// The price of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub date: Day,
    quotes: Quotes,
    /// The mean of the day's quotes, half-up to a ten-thousandth of a yuan.
    pub price: Price,
}

impl Point {
    /// The point of a day with one quote.
    pub fn of_one(date: Day, price: Price) -> Point {
        Point {
            date,
            quotes: Quotes::ONE,
            price,
        }
    }

    /// The point of a day, which has at least one price.
    fn of(date: Day, prices: impl Iterator<Item = Price>) -> Point {
        let (mut sum, mut low, mut high, mut count) = (0_i128, i64::MAX, 0, 0_usize);
        for price in prices.map(Price::steps) {
            (sum, low, high) = (sum + i128::from(price), low.min(price), high.max(price));
            count += 1;
        }
        if count == 1 {
            return Point::of_one(date, Price::from_steps(low));
        }
        let price = mean(sum, count);
        let rest = sum - i128::from(price.steps()) * count as i128;
        Point {
            date,
            quotes: Quotes::new(count, is_apart(high as f64, low as f64), rest),
            price,
        }
    }

    /// The quotes of the day; at least 1.
    pub fn quotes(&self) -> u32 {
        self.quotes.count()
    }

    /// Whether they lie further apart than [`APART_MAX`].
    pub fn is_apart(&self) -> bool {
        self.quotes.is_apart()
    }

    /// The mean of the quotes in ten-thousandths of a yuan, not rounded to one.
    pub fn steps(&self) -> f64 {
        self.price.steps() as f64 + self.quotes.beyond()
    }

    /// By how many ten-thousandths of a yuan that lies above the price.
    pub fn beyond(&self) -> f64 {
        self.quotes.beyond()
    }
}

/// One series, oldest point first; it has at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series<'a> {
    pub key: SeriesKey<'a>,
    /// The category its latest quote gives, else that of the catalogue; empty where none does.
    pub category: &'a str,
    pub points: Vec<Point>,
}

impl Series<'_> {
    /// The days on which it is quoted, oldest first.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        self.points.iter().map(|point| point.date)
    }
}

/// The series of a table of quotes, and what did not become part of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gathered<'a> {
    /// By key.
    pub series: Vec<Series<'a>>,
    /// Rows without a price: blank, zero or less.
    pub without_price: usize,
    /// Rows dated after the day.
    pub later: usize,
    /// Rows in a unit that nobody knows, so that their price is not comparable with any.
    pub unknown_units: usize,
}

impl<'a> Gathered<'a> {
    /// How many of the series say what a thing should cost.
    pub fn targets(&self) -> usize {
        let keys = self.series.iter().map(|series| series.key);
        keys.filter(SeriesKey::is_target).count()
    }

    /// The same with the category of the catalogue for each series of whose quotes none gives one, and with one word for
    /// each category.
    pub fn with_categories(mut self, catalogue: &'a Catalogue) -> Gathered<'a> {
        let silent = |series: &&mut Series| series.category.is_empty();
        for series in self.series.iter_mut().filter(silent) {
            let listed = catalogue.get(series.key.item);
            series.category = listed.map_or("", |item| &item.category);
        }
        self.say_in_one_word();
        self
    }

    /// Calls each category by one word, where some sheets say 蔬菜 and others vegetable: the one that most series have, of
    /// as many the id. Else a rule would see two categories, and neither would confirm the other.
    fn say_in_one_word(&mut self) {
        let mut words: BTreeMap<&'a str, usize> = BTreeMap::new();
        for series in &self.series {
            *words.entry(series.category).or_default() += 1;
        }
        let named = |word: &str| names::find(&Names::built_in().categories, word);
        let mut chosen: BTreeMap<&str, (usize, bool, &'a str)> = BTreeMap::new();
        for (word, count) in &words {
            if let Some(name) = named(word) {
                let best = chosen.entry(&name.id).or_default();
                *best = (*best).max((*count, name.id == *word, *word));
            }
        }
        let spoken = |word: &&'a str| {
            let (_, _, spoken) = chosen.get(&*named(word)?.id)?;
            Some((*word, *spoken))
        };
        let spoken: BTreeMap<&str, &'a str> = words.keys().filter_map(spoken).collect();
        for series in &mut self.series {
            if let Some(word) = spoken.get(series.category) {
                series.category = *word;
            }
        }
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
            gathered.without_price += 1;
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
            Point::of(day[0].1, prices)
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
                quotes: Quotes::new(2, false, -1),
                price: Price::from_steps(10_001),
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
        assert_eq!((gathered.without_price, gathered.later), (2, 1));
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
    fn a_category_is_one_in_either_language() {
        let of = |market: &str, category: &str| Quote {
            market: market.to_owned(),
            category: category.to_owned(),
            ..quote("2022-03-01", "cabbage", 9)
        };
        let words = |quotes: &[Quote]| {
            let catalogue = Catalogue::default();
            let gathered = gather(quotes, day("2022-03-01")).with_categories(&catalogue);
            let words = gathered.series.iter().map(|one| one.category.to_owned());
            words.collect::<Vec<_>>()
        };
        let (zh, en) = (of("M1", "蔬菜"), of("M2", "vegetable"));
        assert_eq!(words(&[zh.clone(), en.clone()]), ["vegetable", "vegetable"]);
        let third = of("M3", "蔬菜");
        assert_eq!(words(&[zh.clone(), en, third]), ["蔬菜"; 3]);
        assert_eq!(words(&[zh, of("M2", "水果")]), ["蔬菜", "水果"]);
    }

    #[test]
    fn no_quotes_make_no_series() {
        assert_eq!(gather(&[], day("2022-03-01")), Gathered::default());
    }
}
