//! Which values stand apart from the others: screens for errors in data, each by its published definition.
//!
//! Shape: a list in, a flag or a score for each value out. A screen says that a value is unlike; it never says why, and
//! no alert rests on one. A reference price leaves out what [`hampel`] finds; no command asks for the others, which the
//! worked cases of `examples/cases` hold against the manual.

use super::cut::SLACK;
use super::sorted::{NORMAL, deviation, median, quantile, sorted};

/// The positions of values further than `nsigma` robust deviations from the median of the `k` values on either side.
///
/// The window is cut at the ends. `floor` is the least deviation, as a part of the median: prices that repeat have none
/// of their own (Hampel 1974).
pub fn hampel(values: &[f64], k: usize, nsigma: f64, floor: f64) -> Vec<usize> {
    let is_outlier = |at: &usize| {
        let window = &values[at.saturating_sub(k)..values.len().min(at + k + 1)];
        let window = sorted(window.to_vec());
        let middle = median(&window);
        let spread = (NORMAL * deviation(&window, middle)).max(floor * middle.abs());
        (values[*at] - middle).abs() > nsigma * spread
    };
    (0..values.len()).filter(is_outlier).collect()
}

/// Which values lie more than `c` times the upper or lower quartile distance from the median (CPI Manual 2020, 5.119).
pub fn quartiles(values: &[f64], c: f64) -> Vec<bool> {
    let ordered = sorted(values.to_vec());
    let at = |share: f64| quantile(&ordered, share).unwrap_or(f64::NAN);
    let (low, middle, high) = (at(0.25), at(0.5), at(0.75));
    // A value on the bound is inside it, whatever binary fractions lose.
    let (low, high) = (middle - c * (middle - low), middle + c * (high - middle));
    let is_outlier = |value: &f64| *value > high + SLACK || *value < low - SLACK;
    values.iter().map(is_outlier).collect()
}

/// Price relatives as distances from their median, rises and falls alike (Hidiroglou and Berthelot 1986; CPI Manual
/// 2020, 5.124).
pub fn symmetric(relatives: &[f64]) -> Vec<f64> {
    let ordered = sorted(relatives.to_vec());
    let middle = quantile(&ordered, 0.5).unwrap_or(f64::NAN);
    let transformed = |value: &f64| match *value < middle {
        true => 1.0 - middle / value,
        false => value / middle - 1.0,
    };
    relatives.iter().map(transformed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_spike_is_an_outlier_and_its_neighbours_are_none() {
        let values = [4.0, 4.1, 4.0, 4.2, 9.0, 4.1, 4.0, 4.2, 4.1, 4.0];
        assert_eq!(hampel(&values, 3, 3.0, 0.0), [4]);
    }

    #[test]
    fn equal_prices_have_a_floor_so_that_a_small_step_is_no_outlier() {
        let values = [4.0, 4.0, 4.0, 4.1, 4.0, 4.0, 4.0];
        assert_eq!(hampel(&values, 3, 3.0, 0.0), [3]);
        assert_eq!(hampel(&values, 3, 3.0, 0.02), [0_usize; 0]);
    }

    #[test]
    fn a_value_on_the_bound_is_inside() {
        let values = [0.1, 0.6, 1.0, 2.0, 1.0, 2.0, 3.4, 2.0, 1.0, 0.5, 1.0];
        let found = quartiles(&values, 2.5);
        assert_eq!(found.iter().position(|flag| *flag), Some(0));
        assert!(!found[9], "1 - 2.5 x 0.2 is 0.5");
    }
}
