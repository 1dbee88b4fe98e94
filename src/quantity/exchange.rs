//! How many units of one thing stand for one of another.

use super::{Quantity, div_ceil};

/// Steps in a ratio of 1: ratios count to six decimals.
const STEPS: i128 = 1_000_000;
/// The largest ratio: more would be a slip of a digit, and could run over.
const RATIO_MAX: f64 = 1e6;

/// Units of a substitute for one unit of what was asked for, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange(i64);

impl Exchange {
    /// One for one.
    pub const EVEN: Exchange = Exchange(STEPS as i64);

    /// The exchange at a ratio; `None` unless it is more than nothing and no more than a million.
    pub fn of(ratio: f64) -> Option<Exchange> {
        let steps = (ratio * STEPS as f64).round();
        let is_sound = ratio <= RATIO_MAX && steps >= 1.0;
        is_sound.then_some(Exchange(steps as i64))
    }

    /// How much of the substitute stands for `asked`, rounded up to a thousandth; `None` where that runs over.
    pub fn needed(self, asked: Quantity) -> Option<Quantity> {
        let product = i128::from(asked.thousandths()) * i128::from(self.0);
        Quantity::from_sum(div_ceil(product, STEPS))
    }

    /// How much of what was asked for so much of the substitute counts as, rounded down to a thousandth.
    pub fn counts(self, given: Quantity) -> Quantity {
        let product = i128::from(given.thousandths()) * STEPS;
        Quantity::from_sum(product.div_euclid(i128::from(self.0))).unwrap_or(Quantity::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_rounded_up_and_what_it_counts_as_down() {
        let exchange = Exchange::of(1.5).expect("a ratio");
        let q = Quantity::from_thousandths;
        assert_eq!(exchange.needed(q(5_000)), Some(q(7_500)));
        assert_eq!(exchange.needed(q(1)), Some(q(2)));
        assert_eq!(exchange.counts(q(7_000)), q(4_666));
        assert_eq!(exchange.counts(q(7_500)), q(5_000));
        assert_eq!(Exchange::EVEN.counts(q(7)), q(7));
    }

    #[test]
    fn a_ratio_of_nothing_less_or_without_measure_is_none() {
        for ratio in [0.0, -1.0, 1e-9, f64::NAN, f64::INFINITY, 1e7] {
            assert_eq!(Exchange::of(ratio), None, "{ratio}");
        }
        assert_eq!(Exchange::of(1.0), Some(Exchange::EVEN));
    }
}
