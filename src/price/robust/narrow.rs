//! The window of a robust score where it is short and its prices are small, as nearly all are.
//!
//! Prices are whole numbers of steps, and a number of half the usual width holds them and the sum of any two exactly; of
//! these the processor compares four at once, in as many rounds each time.

use crate::price::series::Point;

/// The longest window.
const ROOM: usize = 32;
/// The most prices that have a fellow half a window above them.
const HALF: usize = ROOM / 2;
/// Prices below this many steps are small: the sum of two has an exact place among the numbers.
const SMALL: i64 = 1 << 23;

/// Small prices in order of size.
#[derive(Debug)]
pub struct Narrow {
    /// Behind the last price there are infinite ones.
    sorted: [f32; ROOM + 1],
    count: usize,
}

impl Narrow {
    /// No prices yet, and no more than `size` of them ever; `None` where those of `points` do not fit.
    pub fn new(points: &[Point], size: usize) -> Option<Narrow> {
        let is_small = |all, point: &Point| all & (point.price.steps() < SMALL);
        (size <= ROOM && points.iter().fold(true, is_small)).then_some(Narrow {
            sorted: [f32::INFINITY; ROOM + 1],
            count: 0,
        })
    }

    /// How many prices there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes `price` in.
    pub fn push(&mut self, price: f64) {
        self.replace(f64::INFINITY, price);
        self.count += 1;
    }

    /// Takes `price` in, and one that is `old` out: those behind the old one move up to its place, and those that are
    /// larger than the new one make way for it.
    #[inline]
    pub fn replace(&mut self, old: f64, price: f64) {
        let (old, price) = (old as f32, price as f32);
        let mut others = [f32::NEG_INFINITY; ROOM + 1];
        for at in 0..ROOM {
            let (here, next) = (self.sorted[at], self.sorted[at + 1]);
            others[at + 1] = if here < old { here } else { next };
        }
        for at in 0..ROOM {
            let (before, here) = (others[at], others[at + 1]);
            let next = if before > price { before } else { price };
            self.sorted[at] = if next < here { next } else { here };
        }
    }

    /// The median and the median absolute deviation from it; there is at least one price.
    ///
    /// As by [`deviation`](crate::price::sorted::deviation), in halves of a step, so that each number is whole.
    #[inline]
    pub fn middle(&self) -> (f64, f64) {
        let (sorted, count) = (&self.sorted, self.count);
        let twice = sorted[(count - 1) / 2] + sorted[count / 2];
        let near = count / 2 + 1;
        let fellows = sorted[..HALF].iter().zip(&sorted[near..]);
        // Of those beyond the last price none counts, as their sum with any is infinite.
        let first = fellows.fold(0_u32, |first, (below, above)| {
            first.wrapping_add(u32::from(below + above < twice))
        });
        let (first, last) = (first as usize, first as usize + near - 1);
        let off = |at: usize| (sorted[at] + sorted[at] - twice).abs();
        let (below, above) = (off(first), off(last));
        let farthest = f64::from(below.max(above));
        let before = match count % 2 == 1 {
            true => farthest,
            false => {
                let next = if below > above { first + 1 } else { last - 1 };
                f64::from(below.min(above).max(off(next)))
            }
        };
        (f64::from(twice) / 2.0, (before + farthest) / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::price::sorted::{deviation, median, sorted};
    use crate::quantity::Price;
    use proptest::prelude::*;

    fn point(steps: i64) -> Point {
        let day = Day::new(2022, 3, 1).expect("a date of the test");
        Point::of_one(day, Price::from_steps(steps))
    }

    #[test]
    fn large_prices_and_long_windows_do_not_fit() {
        let points = [point(1), point(SMALL - 1)];
        assert!(Narrow::new(&points, ROOM).is_some());
        assert!(Narrow::new(&points, ROOM + 1).is_none());
        assert!(Narrow::new(&[point(1), point(SMALL)], 5).is_none());
    }

    proptest! {
        #[test]
        fn the_middle_is_that_of_the_prices_by_definition(
            prices in prop::collection::vec(prop_oneof![1_i64..9, 1_i64..SMALL, Just(SMALL - 1)], 1..90),
            size in 1..=ROOM,
        ) {
            let points: Vec<Point> = prices.iter().map(|steps| point(*steps)).collect();
            let mut narrow = Narrow::new(&points, size).expect("all prices are small");
            for (at, price) in prices.iter().enumerate() {
                match at.checked_sub(size) {
                    None => narrow.push(*price as f64),
                    Some(old) => narrow.replace(prices[old] as f64, *price as f64),
                }
                let window = &prices[(at + 1).saturating_sub(size)..=at];
                let window = sorted(window.iter().map(|price| *price as f64).collect());
                let middle = median(&window);
                prop_assert_eq!(narrow.count(), window.len());
                prop_assert_eq!(narrow.middle(), (middle, deviation(&window, middle)));
            }
        }
    }
}
