//! What does a standard ask for? Days of a daily amount, or the goods of one test of everybody.
//!
//! Needs round up to whole base units, once, at the end. Every number of a plan is handed in. Stock is not looked at
//! but by [`verdict`].

use crate::ledger::word::Verdict;
use crate::policy::TestingRound;
use crate::quantity::{Quantity, Rate, THOUSANDTHS, div_ceil};

/// Hundredths in a whole: a percentage is given in these.
const PERCENT: i128 = 100;
/// Ten-thousandths in a whole: a loss as it was measured is given in these.
const BASIS_POINTS: i128 = 10_000;

/// The bounds of a standard, in whole base units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub min: Quantity,
    /// The target of a standard that names one; a standard of one value is a minimum and has no upper bound.
    pub max: Option<Quantity>,
}

/// What one test of everybody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Tubes that hold the samples of one pool each, without loss.
    pub pools: i64,
    /// Tubes, and as many reactions, with loss.
    pub tubes: i64,
    /// Swabs, with loss.
    pub swabs: i64,
    /// People who take samples.
    pub samplers: i64,
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

/// What one round of testing `population` people takes: pools up, loss added once, and up again.
///
/// `None` where the plan's terms leave nobody in a tube, or it does not fit. Rule: `P0-R04`, `D-05`.
pub fn round(population: i64, terms: &TestingRound) -> Option<Round> {
    let loss_bp = terms.loss_percent.checked_mul(100)?;
    round_with_loss(population, terms, loss_bp)
}

/// [`round`] with a loss of so many ten-thousandths in place of the plan's.
pub fn round_with_loss(population: i64, terms: &TestingRound, loss_bp: i64) -> Option<Round> {
    let positive = terms.persons_per_tube > 0 && terms.persons_per_sampler > 0;
    if !positive || population < 0 || loss_bp < 0 {
        return None;
    }
    let people = i128::from(population);
    let share = |of: i64| div_ceil(people, i128::from(of));
    let with_loss = |count: i128| {
        let scaled = count * (BASIS_POINTS + i128::from(loss_bp));
        div_ceil(scaled, BASIS_POINTS)
    };
    let pools = share(terms.persons_per_tube);
    Some(Round {
        pools: i64::try_from(pools).ok()?,
        tubes: i64::try_from(with_loss(pools)).ok()?,
        swabs: i64::try_from(with_loss(people)).ok()?,
        samplers: i64::try_from(share(terms.persons_per_sampler)).ok()?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
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

    #[test]
    fn one_person_more_opens_one_more_tube() {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        let terms = policy.testing_round.expect("the plan tests everybody");
        let city = round(1_530_000, &terms).expect("it fits");
        assert_eq!(
            (city.pools, city.tubes, city.swabs, city.samplers),
            (153_000, 160_650, 1_606_500, 4250)
        );
        let lossless = TestingRound {
            loss_percent: 0,
            ..terms
        };
        let town = round(10_001, &lossless).expect("it fits");
        assert_eq!(
            (town.pools, town.tubes, town.swabs, town.samplers),
            (1001, 1001, 10_001, 28)
        );
        let half_a_percent = round_with_loss(10_001, &lossless, 50).expect("it fits");
        assert_eq!(half_a_percent.tubes, 1007);
        assert_eq!(round_with_loss(10_001, &lossless, -1), None);
        assert_eq!(
            round(
                1,
                &TestingRound {
                    persons_per_tube: 0,
                    ..lossless
                }
            ),
            None
        );
    }
}
