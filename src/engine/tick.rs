//! Quotes as ticks: which thing as a number, on which day, at what price.
//!
//! A list of quotes names the same things day after day and mostly in one order, so that the thing that came behind the
//! last one before is looked at first. Ticks come in any order and on any thread; [`Ticks::by_thing`] puts them in that of
//! the days.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::quantity::Price;

/// What is quoted: the numbers of market, item, spec, kind, unit and category.
pub type Thing = [u32; 6];

/// One quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The number of its thing.
    pub thing: u32,
    pub date: Day,
    pub price: Price,
    /// Where it stands: larger is later.
    pub position: u64,
}

/// Quotes as they came.
#[derive(Debug, Default)]
pub struct Ticks {
    things: Vec<Thing>,
    numbers: HashMap<Thing, u32>,
    /// For each thing the one that came behind it last.
    next: Vec<u32>,
    last: usize,
    /// In parts of [`PART`], so that none is ever moved to make room.
    parts: Vec<Vec<Tick>>,
}

/// Quotes that are kept together.
const PART: usize = 1 << 16;

/// Quotes by thing, and of one thing by day and then by position.
#[derive(Debug, Default)]
pub struct ByThing {
    pub things: Vec<Thing>,
    /// Where the quotes of each thing end.
    ends: Vec<usize>,
    ticks: Vec<Tick>,
}

impl Ticks {
    /// Takes in one quote.
    #[inline]
    pub fn push(&mut self, thing: Thing, date: Day, price: Price, position: u64) {
        let thing = self.number(thing);
        let tick = Tick {
            thing,
            date,
            price,
            position,
        };
        match self.parts.last_mut() {
            Some(part) if part.len() < PART => part.push(tick),
            _ => self.begin_part(tick),
        }
    }

    #[cold]
    fn begin_part(&mut self, tick: Tick) {
        // Few quotes take little room.
        let room = if self.parts.is_empty() { 0 } else { PART };
        let mut part = Vec::with_capacity(room);
        part.push(tick);
        self.parts.push(part);
    }

    #[inline]
    fn number(&mut self, thing: Thing) -> u32 {
        let expected = self.next.get(self.last).copied().unwrap_or_default();
        if self.things.get(expected as usize) == Some(&thing) {
            self.last = expected as usize;
            return expected;
        }
        self.look_up(thing)
    }

    #[cold]
    fn look_up(&mut self, thing: Thing) -> u32 {
        let count =
            u32::try_from(self.things.len()).expect("a table quotes fewer than 2^32 things");
        let number = *self.numbers.entry(thing).or_insert(count);
        if number == count {
            self.things.push(thing);
            self.next.push(count);
        }
        self.next[self.last] = number;
        self.last = number as usize;
        number
    }

    /// Takes in what another thread has seen of the same table.
    pub fn join(&mut self, other: Ticks) {
        let numbers: Vec<u32> = other
            .things
            .iter()
            .map(|thing| self.number(*thing))
            .collect();
        for mut part in other.parts {
            for tick in &mut part {
                tick.thing = numbers[tick.thing as usize];
            }
            self.parts.push(part);
        }
    }

    /// The quotes in order.
    pub fn by_thing(self) -> ByThing {
        let mut starts = vec![0; self.things.len() + 1];
        for tick in self.parts.iter().flatten() {
            starts[tick.thing as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let first = self.parts.first().and_then(|part| part.first()).copied();
        let mut ticks = first.map_or_else(Vec::new, |first| vec![first; starts[starts.len() - 1]]);
        for tick in self.parts.into_iter().flatten() {
            let place = &mut starts[tick.thing as usize];
            ticks[*place] = tick;
            *place += 1;
        }
        // Each start has moved on to the end of its thing.
        starts.truncate(self.things.len());
        let mut by_thing = ByThing {
            things: self.things,
            ends: starts,
            ticks,
        };
        by_thing.sort();
        by_thing
    }
}

impl ByThing {
    /// The quotes of a thing by its number.
    pub fn of(&self, thing: usize) -> &[Tick] {
        &self.ticks[self.start(thing)..self.ends[thing]]
    }

    fn start(&self, thing: usize) -> usize {
        thing.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn sort(&mut self) {
        for thing in 0..self.things.len() {
            let range = self.start(thing)..self.ends[thing];
            // Stable, because what a few threads read are a few lists in order, which it merges.
            self.ticks[range].sort_by_key(|tick| (tick.date, tick.position));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_of_two_threads_are_in_the_order_of_days_and_lines() {
        let day = |number| Day::new(2022, 3, number).expect("a date of the test");
        let (rice, flour) = ([1; 6], [2; 6]);
        let (mut one, mut other) = (Ticks::default(), Ticks::default());
        one.push(rice, day(1), Price::from_steps(1), 0);
        one.push(flour, day(1), Price::from_steps(2), 1);
        one.push(rice, day(3), Price::from_steps(5), 4);
        other.push(flour, day(2), Price::from_steps(3), 2);
        other.push(rice, day(2), Price::from_steps(4), 3);
        other.push(rice, day(1), Price::from_steps(6), 5);
        one.join(other);
        let by_thing = one.by_thing();
        assert_eq!(by_thing.things, [rice, flour]);
        let prices = |thing| {
            let ticks = by_thing.of(thing).iter();
            ticks.map(|tick| tick.price.steps()).collect::<Vec<_>>()
        };
        assert_eq!(prices(0), [1, 6, 4, 5]);
        assert_eq!(prices(1), [2, 3]);
    }

    #[test]
    fn no_ticks_are_no_things() {
        assert!(Ticks::default().by_thing().things.is_empty());
    }
}
