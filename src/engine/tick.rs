//! Quotes as ticks: which thing as a number, on which day, at what price.
//!
//! A list of quotes names the same things day after day and mostly in one order, so that the thing that came behind the
//! last one before is looked at first, and then the one behind that. Each thread of a pass has [`Ticks`] of its own, in parts of lines that stand
//! together; a [`Tape`] has those of all threads in the order of the lines, so that no tick needs to know its place.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::quantity::Price;

/// What is quoted: the numbers of market, item, spec, kind, unit and category.
pub type Thing = [u32; 6];

/// One quote.
#[derive(Debug, Clone, Copy)]
struct Tick {
    /// The number of its thing among those of its thread.
    thing: u32,
    date: Day,
    /// Steps of its price, or [`LARGE`].
    steps: u32,
}

/// Stands for a price that has as many steps or more, and lies beside the ticks.
const LARGE: u32 = u32::MAX;

/// The quotes that one thread has read.
#[derive(Debug, Default)]
pub struct Ticks {
    things: Vec<Thing>,
    /// How often each is quoted.
    counts: Vec<usize>,
    numbers: HashMap<Thing, u32>,
    /// For each thing the one that came behind it last.
    next: Vec<u32>,
    last: usize,
    parts: Vec<Part>,
}

/// Quotes of lines that stand together.
#[derive(Debug)]
struct Part {
    /// Where they stand: parts of larger positions come later.
    position: u64,
    /// The number of the first thing of their thread.
    first_thing: usize,
    ticks: Vec<Tick>,
    /// Prices too large for a tick, in order.
    large: Vec<Price>,
}

/// The quotes of a table, in the order of its lines.
#[derive(Debug, Default)]
pub struct Tape {
    /// What is quoted; a thing that several threads have met stands here as often.
    pub things: Vec<Thing>,
    /// How often each of them is quoted.
    pub counts: Vec<usize>,
    parts: Vec<Part>,
}

impl Ticks {
    /// Begins a part of no more than `lines` lines that stand from `position` on.
    pub fn begin(&mut self, position: u64, lines: usize) {
        self.parts.push(Part {
            position,
            first_thing: 0,
            ticks: Vec::with_capacity(lines),
            large: Vec::new(),
        });
    }

    /// The numbers of the things that are looked for first: the one that came behind the last one, and the one behind
    /// that, as many a list leaves out a thing for a day. They may stand for nothing yet.
    #[inline]
    pub fn expected(&self) -> [u32; 2] {
        let behind = |number: usize| self.next.get(number).copied().unwrap_or_default();
        let next = behind(self.last);
        [next, behind(next as usize)]
    }

    /// The number of a thing that comes now.
    #[inline]
    pub fn number(&mut self, thing: Thing) -> u32 {
        let is_thing = |number: &u32| self.things.get(*number as usize) == Some(&thing);
        match self.expected().into_iter().find(is_thing) {
            Some(number) => number,
            None => self.look_up(thing),
        }
    }

    /// Takes in the next quote of the part that was begun last, of the thing that has this number.
    #[inline]
    pub fn push(&mut self, thing: u32, date: Day, price: Price) {
        self.last = thing as usize;
        self.counts[thing as usize] += 1;
        let part = self.parts.last_mut();
        let part = part.expect("a part is begun before its quotes are read");
        let steps = u32::try_from(price.steps()).unwrap_or(LARGE);
        part.ticks.push(Tick { thing, date, steps });
        if steps == LARGE {
            part.large.push(price);
        }
    }

    #[cold]
    fn look_up(&mut self, thing: Thing) -> u32 {
        let count =
            u32::try_from(self.things.len()).expect("a table quotes fewer than 2^32 things");
        let number = *self.numbers.entry(thing).or_insert(count);
        if number == count {
            self.things.push(thing);
            self.counts.push(0);
            self.next.push(count);
        }
        self.next[self.last] = number;
        number
    }
}

impl Tape {
    /// The quotes that some threads have read of one table.
    pub fn of(threads: impl IntoIterator<Item = Ticks>) -> Tape {
        let mut tape = Tape::default();
        for ticks in threads {
            let first_thing = tape.things.len();
            let numbered = |part| Part {
                first_thing,
                ..part
            };
            tape.things.extend(ticks.things);
            tape.counts.extend(ticks.counts);
            tape.parts.extend(ticks.parts.into_iter().map(numbered));
        }
        tape.parts.sort_by_key(|part| part.position);
        tape
    }

    /// Shows every quote in the order of the lines, each with what `known` says of its thing.
    #[inline]
    pub fn each<T>(&self, known: &[T], mut show: impl FnMut(&T, Day, Price)) {
        for part in &self.parts {
            let known = &known[part.first_thing..];
            let mut large = part.large.iter();
            for Tick { thing, date, steps } in &part.ticks {
                let price = match *steps {
                    LARGE => *large
                        .next()
                        .expect("each large price lies beside the ticks"),
                    steps => Price::from_steps(steps.into()),
                };
                show(&known[*thing as usize], *date, price);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_of_two_threads_are_in_the_order_of_the_lines() {
        let day = |number| Day::new(2022, 3, number).expect("a date of the test");
        let (rice, flour) = ([1; 6], [2; 6]);
        let (mut one, mut other) = (Ticks::default(), Ticks::default());
        let push = |ticks: &mut Ticks, thing, date, steps| {
            let number = ticks.number(thing);
            ticks.push(number, date, Price::from_steps(steps));
        };
        one.begin(0, 2);
        push(&mut one, rice, day(1), 1);
        push(&mut one, flour, day(1), 2);
        other.begin(2, 2);
        push(&mut other, flour, day(2), u32::MAX.into());
        push(&mut other, rice, day(2), 4);
        one.begin(4, 1);
        push(&mut one, rice, day(3), 1 << 40);
        other.begin(5, 0);
        let tape = Tape::of([one, other]);
        assert_eq!(tape.things, [rice, flour, flour, rice]);
        assert_eq!(tape.counts, [2, 1, 1, 1]);
        let mut seen = Vec::new();
        tape.each(&tape.things, |thing, date, price| {
            seen.push((thing[0], date, price.steps()));
        });
        let expected = [
            (1, day(1), 1),
            (2, day(1), 2),
            (2, day(2), u32::MAX.into()),
            (1, day(2), 4),
            (1, day(3), 1 << 40),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn no_ticks_are_no_things() {
        let tape = Tape::of([Ticks::default()]);
        assert!(tape.things.is_empty());
        tape.each(&[(); 0], |_, _, _| panic!("nothing was quoted"));
    }

    #[test]
    fn a_thing_has_one_number_whatever_was_left_out() {
        let (mut ticks, day) = (Ticks::default(), Day::new(2022, 3, 1).expect("a day"));
        ticks.begin(0, 0);
        for thing in [1, 2, 3, 1, 3, 1, 2, 3, 3, 2, 1, 4, 1, 2, 4, 3] {
            let number = ticks.number([thing; 6]);
            assert_eq!(number + 1, thing);
            ticks.push(number, day, Price::from_steps(1));
        }
        assert_eq!(ticks.counts, [5, 4, 5, 2]);
    }
}
