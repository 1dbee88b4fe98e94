//! What does a standard ask for? Days of a daily amount, between two bounds.
//!
//! Needs round up to whole base units, once, at the end. Every number of a plan is handed in. Stock is not looked at
//! but by [`verdict`].

use crate::ledger::word::Verdict;
use crate::quantity::{Quantity, Rate, THOUSANDTHS, Unit, div_ceil};

/// Hundredths in a whole: a percentage is given in these.
const PERCENT: i128 = 100;

/// The bounds of a standard, in whole base units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub min: Quantity,
    /// The target of a standard that names one; a standard of one value is a minimum and has no upper bound.
    pub max: Option<Quantity>,
}

/// `low` and `high` days of `daily`, at `percent` of it; `None` when it does not fit.
///
/// Rule: `D-15`, `D-32`.
pub fn band(daily: Rate, low: i64, high: Option<i64>, percent: i64) -> Option<Band> {
    let days = |days: i64| {
        let scaled = i128::from(daily.numerator().thousandths())
            .checked_mul(i128::from(days))?
            .checked_mul(i128::from(percent))?;
        let unit = i128::from(daily.denominator()) * PERCENT * i128::from(THOUSANDTHS);
        Quantity::from_sum(div_ceil(scaled, unit).checked_mul(i128::from(THOUSANDTHS))?)
    };
    Some(Band {
        min: days(low)?,
        max: match high {
            Some(high) => Some(days(high)?),
            None => None,
        },
    })
}

/// How `stock` stands to a standard: on a bound it is within.
///
/// Rule: `D-15`.
pub fn verdict(stock: Quantity, band: Band) -> Verdict {
    if stock < band.min {
        Verdict::Short
    } else if band.max.is_some_and(|max| stock > max) {
        Verdict::Above
    } else {
        Verdict::Within
    }
}

/// What is missing to `bound`.
pub fn gap(stock: Quantity, bound: Quantity) -> Quantity {
    (bound - stock).or_zero()
}

/// The same of goods in `unit`: of things that are counted whole ones are missing, of a weight or volume any part.
///
/// Rule: `D-32`.
pub fn gap_in(unit: &str, stock: Quantity, bound: Quantity) -> Quantity {
    let gap = gap(stock, bound);
    let is_whole = gap.round_down_to_whole() == gap;
    match is_whole || !Unit::new(unit).counts_things() {
        true => gap,
        false => gap.round_up_to_whole(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Days, days_of_cover};

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    #[test]
    fn tiers_ask_for_a_band_of_days() {
        // daily, low, high, percent, stock; minimum, maximum, gap to each, verdict
        let cases = [
            (
                "TIER-1",
                (500, 14, 20, 100, 8000),
                (7000, 10_000, 0, 2000),
                Verdict::Within,
            ),
            (
                "TIER-2",
                (500, 14, 20, 150, 8000),
                (10_500, 15_000, 2500, 7000),
                Verdict::Short,
            ),
            (
                "TIER-3",
                (333, 7, 10, 120, 2800),
                (2798, 3996, 0, 1196),
                Verdict::Within,
            ),
            (
                "TIER-4",
                (100, 7, 10, 100, 1001),
                (700, 1000, 0, 0),
                Verdict::Above,
            ),
        ];
        for (id, (daily, low, high, percent, stock), (min, max, to_min, to_max), expected) in cases
        {
            let band = band(Rate::daily(pieces(daily)), low, Some(high), percent).expect("it fits");
            let max = pieces(max);
            assert_eq!(
                band,
                Band {
                    min: pieces(min),
                    max: Some(max)
                },
                "{id}"
            );
            let stock = pieces(stock);
            assert_eq!(gap(stock, band.min), pieces(to_min), "{id}");
            assert_eq!(gap(stock, max), pieces(to_max), "{id}");
            assert_eq!(verdict(stock, band), expected, "{id}");
        }
    }

    #[test]
    fn days_of_reserve_are_judged_by_the_whole_need() {
        // daily in thousandths, days, stock; required, gap, cover
        let cases = [
            ("DAYS-1", (420_000, 30, 12_000), (12_600, 600, 28)),
            ("DAYS-2", (33_500, 10, 335), (335, 0, 10)),
            ("DAYS-3", (140_000, 7, 900), (980, 80, 6)),
        ];
        for (id, (daily, days, stock), (required, missing, cover)) in cases {
            let rate = Rate::daily(Quantity::from_thousandths(daily));
            let band = band(rate, days, None, 100).expect("it fits");
            assert_eq!(band.min, pieces(required), "{id}");
            assert_eq!(gap(pieces(stock), band.min), pieces(missing), "{id}");
            assert_eq!(
                days_of_cover(pieces(stock), rate),
                Some(Days(cover)),
                "{id}"
            );
        }
    }

    #[test]
    fn things_that_are_counted_are_missing_whole() {
        let (stock, bound) = (Quantity::from_thousandths(9_200), pieces(10));
        assert_eq!(gap_in("piece", stock, bound), pieces(1));
        assert_eq!(gap_in("box", stock, bound), pieces(1));
        assert_eq!(gap_in("kg", stock, bound), Quantity::from_thousandths(800));
        assert_eq!(gap_in("piece", bound, bound), Quantity::ZERO);
        // What nobody knows may be a measure.
        assert_eq!(gap_in("kWh", stock, bound), Quantity::from_thousandths(800));
    }

    #[test]
    fn both_bounds_are_within_and_a_minimum_alone_has_no_above() {
        let band = Band {
            min: pieces(10),
            max: Some(pieces(20)),
        };
        let one_less = Quantity::from_thousandths(9_999);
        assert_eq!(verdict(one_less, band), Verdict::Short);
        assert_eq!(verdict(pieces(10), band), Verdict::Within);
        assert_eq!(verdict(pieces(20), band), Verdict::Within);
        assert_eq!(
            verdict(Quantity::from_thousandths(20_001), band),
            Verdict::Above
        );
        assert_eq!(
            verdict(pieces(99), Band { max: None, ..band }),
            Verdict::Within
        );
    }
}
