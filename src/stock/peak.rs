//! The most that was used in so many days in a row: what a plan means by past peak use.
//!
//! Sums over consecutive days of one series; never over a record shorter than asked for.

use crate::quantity::{Quantity, Rate};

/// The highest sum over consecutive days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    pub sum: Quantity,
    /// The position of its first day, from 0.
    pub start: usize,
}

/// The highest sum of `window` days in a row, the earliest of equals; `None` where the record is shorter.
///
/// Rule: `D-17`.
pub fn highest(daily: &[Quantity], window: usize) -> Option<Peak> {
    let first: Quantity = daily
        .get(..window)
        .filter(|days| !days.is_empty())?
        .iter()
        .copied()
        .sum();
    let mut peak = Peak {
        sum: first,
        start: 0,
    };
    let mut sum = first;
    for (start, (leaving, entering)) in daily.iter().zip(&daily[window..]).enumerate() {
        sum += *entering - *leaving;
        if sum > peak.sum {
            peak = Peak {
                sum,
                start: start + 1,
            };
        }
    }
    Some(peak)
}

/// What `window` days take at the mean of all days, in whole units, rounding up; `None` without a day. The worked cases
/// hold it beside a peak; no command does.
pub fn mean_scaled(daily: &[Quantity], window: i64) -> Option<Quantity> {
    let days = i64::try_from(daily.len()).ok()?;
    Rate::over(daily.iter().copied().sum(), days)?.need(window)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(pieces: &[i64]) -> Vec<Quantity> {
        pieces.iter().filter_map(|n| Quantity::whole(*n)).collect()
    }

    #[test]
    fn the_peak_is_the_earliest_of_the_highest_sums() {
        let daily = series(&[5, 8, 12, 20, 18, 25, 9, 4, 3, 10]);
        let peak = highest(&daily, 3).expect("ten days");
        assert_eq!((Some(peak.sum), peak.start), (Quantity::whole(63), 3));
        assert_eq!(mean_scaled(&daily, 3), Quantity::whole(35));
        assert_eq!(
            highest(&series(&[1, 2, 2, 1, 2]), 2).map(|peak| peak.start),
            Some(1)
        );
    }

    #[test]
    fn a_record_shorter_than_the_window_has_no_peak() {
        assert!(highest(&series(&[1, 2]), 2).is_some());
        assert_eq!(highest(&series(&[1, 2]), 3), None);
        assert_eq!(highest(&[], 0), None);
        assert_eq!(mean_scaled(&[], 3), None);
    }
}
