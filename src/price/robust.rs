//! How far a price stands above the quotes before it, in robust deviations.
//!
//! z = (price − median) / spread, spread = max(1.4826 · MAD, floor · median), over the `window` points before the one
//! judged (Hampel 1974; 1.4826 makes the MAD of normal errors their standard deviation). The median outlives a wrong
//! quote, and the floor a long run of equal ones. The statistic draws attention; it never says that a rule was met.

use crate::policy::RobustZ;

use super::series::Point;
use super::sorted::{NORMAL, deviation, median};

mod narrow;

use narrow::Narrow;

/// The score of one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub z: f64,
    /// The points it was judged by.
    pub points: usize,
}

/// The scores of every point of a series, oldest first.
///
/// `None` where fewer points came before it than the method asks, or where those have no spread at all.
pub fn scores<'a>(
    points: &'a [Point],
    method: &'a RobustZ,
) -> impl Iterator<Item = Option<Score>> + 'a {
    let mut window = Window::new(points, method.window);
    points.iter().enumerate().map(move |(at, point)| {
        let price = price(point);
        let judged = window.count() >= method.quotes_min.max(1);
        let score = judged.then(|| window.score(price, method.spread_floor));
        match at.checked_sub(method.window) {
            None => window.push(price),
            Some(oldest) => window.replace(self::price(&points[oldest]), price),
        }
        score.flatten()
    })
}

fn price(point: &Point) -> f64 {
    point.price.steps() as f64
}

/// The prices before the one that is judged.
enum Window {
    Narrow(Narrow),
    Wide(Wide),
}

impl Window {
    /// No prices yet, and no more than `size` of those of `points` at once.
    fn new(points: &[Point], size: usize) -> Window {
        match Narrow::new(points, size) {
            Some(narrow) => Window::Narrow(narrow),
            None => Window::Wide(Wide::new(size)),
        }
    }

    fn count(&self) -> usize {
        match self {
            Window::Narrow(narrow) => narrow.count(),
            Window::Wide(wide) => wide.sorted.len(),
        }
    }

    /// The score of a price against those of the window; there is at least one.
    fn score(&self, price: f64, spread_floor: f64) -> Option<Score> {
        let (median, deviation) = match self {
            Window::Narrow(narrow) => narrow.middle(),
            Window::Wide(wide) => wide.middle(),
        };
        let spread = (NORMAL * deviation).max(spread_floor * median);
        (spread > 0.0).then(|| Score {
            z: (price - median) / spread,
            points: self.count(),
        })
    }

    /// Takes `price` in.
    fn push(&mut self, price: f64) {
        match self {
            Window::Narrow(narrow) => narrow.push(price),
            Window::Wide(wide) => wide.push(price),
        }
    }

    /// Takes `price` in, and one that is `old` out.
    fn replace(&mut self, old: f64, price: f64) {
        match self {
            Window::Narrow(narrow) => narrow.replace(old, price),
            Window::Wide(wide) => wide.replace(old, price),
        }
    }
}

/// Prices in order of size.
struct Wide {
    sorted: Vec<f64>,
    /// Room for all of them but one, between two that no price passes.
    others: Vec<f64>,
}

impl Wide {
    /// No prices yet, and no more than `size` of them ever.
    fn new(size: usize) -> Wide {
        Wide {
            sorted: Vec::with_capacity(size),
            others: Vec::with_capacity(size + 1),
        }
    }

    /// The median and the median absolute deviation from it; there is at least one price.
    fn middle(&self) -> (f64, f64) {
        let median = median(&self.sorted);
        (median, deviation(&self.sorted, median))
    }

    /// Takes `price` in.
    fn push(&mut self, price: f64) {
        let at = self.sorted.partition_point(|p| *p < price);
        self.sorted.insert(at, price);
    }

    /// Takes `price` in, and one that is `old` out.
    ///
    /// Where prices stand depends on each of them, so that a branch on it is mostly taken for the wrong one: every
    /// place is worked out instead, several at once.
    fn replace(&mut self, old: f64, price: f64) {
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        let behind = self.sorted.get(1..).unwrap_or_default();
        self.others.clear();
        self.others.push(low);
        // Those behind the old one move up to its place.
        let others = self.sorted.iter().zip(behind);
        let others = others.map(|(here, next)| if *here < old { *here } else { *next });
        self.others.extend(others);
        self.others.push(high);
        let pairs = self.others.iter().zip(&self.others[1..]);
        for (place, (before, here)) in self.sorted.iter_mut().zip(pairs) {
            let next = if *before > price { *before } else { price };
            *place = if next < *here { next } else { *here };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::policy::AlertRules;
    use crate::quantity::Price;
    use proptest::prelude::*;

    fn points(prices: &[i64]) -> Vec<Point> {
        let start = Day::parse("2022-01-01").expect("a date of the test");
        let numbered = prices.iter().enumerate();
        numbered
            .map(|(at, steps)| Point::of_one(start.plus_days(at as i64), Price::from_steps(*steps)))
            .collect()
    }

    fn method() -> RobustZ {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        rules.robust_z.expect("granary has a robust score")
    }

    fn scored(prices: &[i64]) -> Vec<Option<Score>> {
        scores(&points(prices), &method()).collect()
    }

    /// Median of any values, by sorting them.
    fn median_of(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        match values.len() % 2 {
            1 => values[middle],
            _ => (values[middle - 1] + values[middle]) / 2.0,
        }
    }

    #[test]
    fn a_spike_stands_out_by_the_worked_example() {
        // 4.0 to 4.2 yuan: median 4.1, MAD 0.1, so 9.0 stands 4.9 / 0.14826 above.
        let mut prices = vec![41_000; 8];
        prices.splice(0..6, [40_000, 41_000, 40_000, 42_000, 42_000, 42_000]);
        prices.push(90_000);
        let score = scored(&prices)[8].expect("eight quotes before");
        assert!((score.z - 4.9 / 0.14826).abs() < 1e-9, "{score:?}");
        assert_eq!(score.points, 8);
    }

    #[test]
    fn too_few_quotes_are_not_assessed() {
        let first = scored(&[10_000; 9]).iter().position(Option::is_some);
        assert_eq!(first, Some(method().quotes_min));
    }

    #[test]
    fn a_run_of_equal_quotes_has_the_floor_as_its_spread() {
        let mut prices = vec![10_000; 30];
        prices.push(10_700);
        let score = scored(&prices)[30].expect("thirty quotes before");
        assert!((score.z - 3.5).abs() < 1e-9, "{score:?}");
        prices[30] = 10_000;
        let score = scored(&prices)[30].expect("thirty quotes before");
        assert_eq!(score.z, 0.0);
    }

    proptest! {
        #[test]
        fn the_rolling_score_equals_the_one_by_definition(
            prices in prop_oneof![
                prop::collection::vec(1_i64..60_000, 1..80),
                prop::collection::vec(1_i64..1 << 40, 1..80),
            ]
        ) {
            let method = method();
            for (at, found) in scored(&prices).iter().enumerate() {
                let before = &prices[at.saturating_sub(method.window)..at];
                let as_floats: Vec<f64> = before.iter().map(|p| *p as f64).collect();
                prop_assert_eq!(found.is_some(), before.len() >= method.quotes_min);
                if let Some(found) = found {
                    let m = median_of(as_floats.clone());
                    let mad = median_of(as_floats.iter().map(|p| (p - m).abs()).collect());
                    let spread = (NORMAL * mad).max(method.spread_floor * m);
                    let expected = (prices[at] as f64 - m) / spread;
                    prop_assert!((found.z - expected).abs() < 1e-9);
                }
            }
        }
    }
}
