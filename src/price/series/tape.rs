//! The series of a long table of quotes, from its tape: each quote is put at once where it stays.
//!
//! Shape: each core gathers some of the series, and passes over the whole tape for them. This file never compares two
//! prices.

use std::sync::Arc;

use crate::calendar::Day;
use crate::engine::name::NO_NAME;
use crate::engine::parallel::{in_parallel, parts_of, threads};
use crate::engine::tick::{Tape, Thing};
use crate::ledger::tables::Quote;
use crate::ledger::word::{QuoteKind, Word as _};

use super::{Gathered, Point, Series, SeriesKey, gather};

/// Quotes for which a further pass over the tape is worth it, and how many passes are at most: each of them reads all.
const PASS_QUOTES: usize = if cfg!(test) { 8 } else { 1 << 16 };
const PASSES: usize = 8;

/// A series to be gathered.
struct Slot<'a> {
    number: u32,
    key: SeriesKey<'a>,
    /// How many quotes it has, later ones counted too.
    quotes: usize,
}

/// Where the quotes of a thing belong: the number of its series, and that of its category.
#[derive(Clone, Copy, Default)]
struct Place {
    series: u32,
    category: u32,
}

/// What is gathered of a series.
struct Gathering {
    /// A point for each quote.
    points: Vec<Point>,
    /// The newest day on which a quote names a category, and the number of the last one named then.
    named: Option<(Day, u32)>,
}

/// Gathers quotes that were read in passes into series: those of `tape` have a price, and the numbers of their things
/// mean `texts`; `others` have none, or a unit that nobody knows.
pub fn gather_tape<'a>(
    tape: &Tape,
    texts: &'a [Arc<str>],
    others: &[Quote],
    as_of: Day,
) -> Gathered<'a> {
    let mut gathered = Gathered {
        series: Vec::new(),
        ..gather(others, as_of)
    };
    let (slots, places) = slots(tape, texts);
    let quotes = slots.iter().map(|slot| slot.quotes).sum::<usize>();
    let passes = threads((quotes / PASS_QUOTES).min(PASSES)).max(1);
    let parts = parts_of(&slots, quotes.div_ceil(passes), |slot| slot.quotes);
    let pass = |slots: &[Slot<'a>]| gather_slots(slots, tape, &places, texts, as_of);
    for (series, later) in in_parallel(parts, pass) {
        gathered.series.extend(series);
        gathered.later += later;
    }
    gathered
}

/// The series that there are, by key, and where the quotes of each thing belong.
fn slots<'a>(tape: &Tape, texts: &'a [Arc<str>]) -> (Vec<Slot<'a>>, Vec<Place>) {
    let text = |number: u32| &*texts[number as usize];
    let key = |[market, item, spec, kind, unit, _]: [u32; 6]| SeriesKey {
        market: text(market),
        item: text(item),
        spec: text(spec),
        kind: (kind as usize).checked_sub(1).map(|at| QuoteKind::ALL[at]),
        unit: text(unit),
    };
    let numbered = tape.things.iter().enumerate();
    let mut things: Vec<(SeriesKey, usize)> =
        numbered.map(|(at, thing)| (key(*thing), at)).collect();
    things.sort_unstable();
    let mut places = vec![Place::default(); things.len()];
    let same = things.chunk_by(|one, next| one.0 == next.0).zip(0..);
    let slot = |(things, number): (&[(SeriesKey<'a>, usize)], u32)| {
        for (_, thing) in things {
            let [.., category]: Thing = tape.things[*thing];
            places[*thing] = Place {
                series: number,
                category,
            };
        }
        Slot {
            number,
            key: things[0].0,
            quotes: things.iter().map(|(_, thing)| tape.counts[*thing]).sum(),
        }
    };
    let slots = same.map(slot).collect();
    (slots, places)
}

/// The series of `slots`, whose numbers follow each other, of which anything is known, and how many of their quotes are
/// later.
fn gather_slots<'a>(
    slots: &[Slot<'a>],
    tape: &Tape,
    places: &[Place],
    texts: &'a [Arc<str>],
    as_of: Day,
) -> (Vec<Series<'a>>, usize) {
    let empty = |slot: &Slot| Gathering {
        points: Vec::with_capacity(slot.quotes),
        named: None,
    };
    let mut all: Vec<Gathering> = slots.iter().map(empty).collect();
    let (first, mut later) = (slots[0].number, 0);
    tape.each(places, |place, date, price| {
        // A series before the first of these wraps round, and lies beyond the last.
        let Some(series) = all.get_mut(place.series.wrapping_sub(first) as usize) else {
            return;
        };
        if date > as_of {
            later += 1;
            return;
        }
        series.points.push(Point::of_one(date, price));
        let is_newest = |(newest, _)| date >= newest;
        if place.category != NO_NAME && series.named.is_none_or(is_newest) {
            series.named = Some((date, place.category));
        }
    });
    let gathered = slots.iter().zip(all);
    let known = gathered.filter(|(_, gathering)| !gathering.points.is_empty());
    let series = known.map(|(slot, gathering)| Series {
        key: slot.key,
        category: gathering
            .named
            .map_or("", |(_, category)| &texts[category as usize]),
        points: days(gathering.points),
    });
    (series.collect(), later)
}

/// Points of single quotes as points of days.
fn days(mut quotes: Vec<Point>) -> Vec<Point> {
    if quotes.is_sorted_by(|one, next| one.date < next.date) {
        return quotes;
    }
    // Quotes of a table are mostly a few lists in order, which this merges.
    quotes.sort_by_key(|quote| quote.date);
    let days = quotes.chunk_by(|one, next| one.date == next.date);
    days.map(|day| Point::of(day[0].date, day.iter().map(|quote| quote.price)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::watch::fixture::{day, quote};
    use super::*;
    use crate::engine::Ticks;
    use crate::engine::name::Names;

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
        let names = Names::default();
        let mut threads = [Ticks::default(), Ticks::default()];
        for (quote, position) in quotes.iter().zip(0..) {
            let ticks = &mut threads[position as usize / 3 % 2];
            ticks.begin(position, 1);
            let number = |text: &str| names.number(text);
            let (market, item) = (number(&quote.market), number(&quote.item));
            let (unit, category) = (number(&quote.unit), number(&quote.category));
            let kind = 1 + QuoteKind::Wholesale as u32;
            let price = quote.price.expect("the test states one");
            let thing = [market, item, number(""), kind, unit, category];
            let number = ticks.number(thing);
            ticks.push(number, quote.date, price);
        }
        let (tape, texts) = (Tape::of(threads), names.texts());
        for as_of in ["2022-02-28", "2022-03-05", "2022-03-31"].map(day) {
            let all = [quotes.as_slice(), &others].concat();
            let found = gather_tape(&tape, &texts, &others, as_of);
            assert_eq!(found, gather(&all, as_of), "{as_of}");
        }
    }
}
