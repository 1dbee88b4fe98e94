//! What the middle of a list says: median, median deviation, quantiles. Lists come in order of size.

use crate::quantity::{Price, div_half_up};

/// Makes the median absolute deviation of normal errors their standard deviation (Hampel 1974).
pub const NORMAL: f64 = 1.4826;

/// Sorts `values` by size; the statistics of this file want them so.
pub fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// The median of a list that has at least one value.
pub fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        (sorted[middle - 1] + sorted[middle]) / 2.0
    }
}

/// The median of prices in ten-thousandths of a yuan, half-up to one of them; `None` of nothing.
pub fn median_price(sorted: &[i64]) -> Option<Price> {
    let last = sorted.len().checked_sub(1)?;
    let (low, high) = (sorted[last / 2], sorted[sorted.len() / 2]);
    let middle = div_half_up(i128::from(low) + i128::from(high), 2);
    i64::try_from(middle).ok().map(Price::from_steps)
}

/// The median absolute deviation from `median`, of a list that has at least one value.
///
/// The half of the values that lies nearest to the median stands together; it begins behind those that lie further off
/// below than their fellow above, which are counted, as a search would branch the wrong way every other time.
pub fn deviation(sorted: &[f64], median: f64) -> f64 {
    let off = |at: usize| (sorted[at] - median).abs();
    let near = sorted.len() / 2 + 1;
    let fellows = sorted.iter().zip(&sorted[near..]);
    // No list is so long that this overflows; a check of it would keep fellows from being compared several at once.
    let first = fellows.fold(0_usize, |first, (below, above)| {
        first.wrapping_add(usize::from(median - below > above - median))
    });
    let last = first + near - 1;
    let farthest = off(first).max(off(last));
    if sorted.len() % 2 == 1 {
        return farthest;
    }
    let without_first = off(first + 1).max(off(last));
    let without_last = off(first).max(off(last - 1));
    let before = match off(first) > off(last) {
        true => without_first,
        false => without_last,
    };
    (before + farthest) / 2.0
}

/// The quantile at `share`, between the two values it falls between (Hyndman and Fan 1996, type 7); `None` of nothing.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

/// The mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    let count = values.len();
    (count > 0).then(|| values.iter().sum::<f64>() / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_median_deviation_is_that_of_the_sorted_deviations(
            values in prop::collection::vec(1_u32..40, 1..40),
        ) {
            let values = sorted(values.into_iter().map(f64::from).collect());
            let middle = median(&values);
            let off = sorted(values.iter().map(|value| (value - middle).abs()).collect());
            prop_assert_eq!(deviation(&values, middle), median(&off));
        }
    }

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(
            (quantile(&values, 0.0), quantile(&values, 1.0)),
            (Some(1.0), Some(4.0))
        );
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn the_middle_of_an_even_list_is_between_two_values() {
        let values = sorted(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!(median(&values), 2.5);
        assert_eq!(deviation(&values, 2.5), 1.0);
        assert_eq!(median_price(&[1, 2, 3]), Some(Price::from_steps(2)));
        assert_eq!(median_price(&[1, 2]), Some(Price::from_steps(2)));
        assert_eq!(median_price(&[]), None);
    }
}
