//! Who gets how much when there is less than was asked for?
//!
//! One estate, one list of claims, one rule; the result is one exact share a claim, in the order
//! of the claims. Quantities are whole numbers of any unit (granary: thousandths of a base unit).
//! A rule is turned into ramps whose common level is found exactly.
//!
//! | file | its noun |
//! |---|---|
//! | `stages` | the ramps a rule sets up, in one or two stages |
//! | [`waterline`] | the level at which they use up the supply |
//! | [`fraction`] | exact numbers that are not whole |
//! | [`round`], `due` | whole packs, each to whom it is most due |
//! | [`tiers`], `network` | who comes first; lots that may not go to everybody |
//! | [`apportion`] | whole things in proportion, where no claim caps a share |
//!
//! Whatever the rule: nobody gets more than the claim, everything is given out until the claims
//! are met, and the order of the claims changes nothing.
//!
//! Never here: rounding, tiers, lots and lanes.

pub mod apportion;
pub mod fraction;
pub mod round;
pub mod tiers;
pub mod waterline;

pub(super) mod network;

mod due;
mod stages;

use crate::policy::SharingRule;
use crate::quantity::{Quantity, div_ceil};

use std::fmt;

use fraction::Fraction;
use stages::stages;
use waterline::fill;

/// What one claimant asks for, and what a rule may want to know about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The quantity asked for.
    pub want: i64,
    /// The most of it that can be given, where that is less: whole packs for each of its parts.
    pub most: i64,
    /// The part of it that is guaranteed: all such parts are shared before anybody gets more. Where the
    /// supply does not reach for them, they are shared by the same rule as if they were the claims.
    pub least: i64,
    /// The share of the level this claimant rises by, under [`SharingRule::Weighted`].
    pub weight: i64,
    /// The quantity already at hand, under [`SharingRule::EqualCover`].
    pub stock: i64,
    /// The use a day, under [`SharingRule::EqualCover`].
    pub rate: Rate,
}

impl Claim {
    /// A claim of weight 1 without stock or use.
    pub const fn of(want: i64) -> Claim {
        Claim {
            want,
            most: i64::MAX,
            least: 0,
            weight: 1,
            stock: 0,
            rate: Rate { used: 0, days: 1 },
        }
    }
}

/// A daily use kept as it was counted: `used` in `days` days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub used: i64,
    pub days: i64,
}

impl Rate {
    /// The same as a use over days; `None` where the days are none.
    pub(super) fn daily(self) -> Option<crate::quantity::Rate> {
        crate::quantity::Rate::over(Quantity::from_thousandths(self.used), self.days)
    }

    /// What it comes to in so many days, rounded up to a thousandth; `None` where that runs over.
    pub(super) fn in_days(self, days: i64) -> Option<Quantity> {
        let used = i128::from(self.used) * i128::from(days);
        Quantity::from_sum(div_ceil(used, i128::from(self.days)))
    }
}

/// Why a problem of sharing cannot be taken on. `index` counts the claims from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingError {
    NegativeEstate,
    NegativeWant { index: usize },
    NegativeWeight { index: usize },
    NegativeStock { index: usize },
    BadRate { index: usize },
    RatesTooFine { index: usize },
    BadPack,
}

impl SharingError {
    /// The same fault, for a caller who passed on only the claims numbered in `indices`.
    pub(super) fn renumbered(self, indices: &[usize]) -> SharingError {
        use SharingError::{
            BadPack, BadRate, NegativeEstate, NegativeStock, NegativeWant, NegativeWeight,
            RatesTooFine,
        };
        let of_all = |index: usize| indices.get(index).copied().unwrap_or(index);
        match self {
            NegativeEstate | BadPack => self,
            NegativeWant { index } => NegativeWant {
                index: of_all(index),
            },
            NegativeWeight { index } => NegativeWeight {
                index: of_all(index),
            },
            NegativeStock { index } => NegativeStock {
                index: of_all(index),
            },
            BadRate { index } => BadRate {
                index: of_all(index),
            },
            RatesTooFine { index } => RatesTooFine {
                index: of_all(index),
            },
        }
    }
}

impl fmt::Display for SharingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SharingError::NegativeEstate => write!(f, "the supply to share is negative"),
            SharingError::NegativeWant { index } => write!(f, "claim {index} is negative"),
            SharingError::NegativeWeight { index } => {
                write!(f, "the weight of claim {index} is negative")
            }
            SharingError::NegativeStock { index } => {
                write!(f, "the stock of claim {index} is negative")
            }
            SharingError::BadRate { index } => write!(
                f,
                "the daily use of claim {index} is negative or not over a positive number of days"
            ),
            SharingError::RatesTooFine { index } => write!(
                f,
                "the daily use of claim {index} has no common denominator of workable size with \
                 those before it"
            ),
            SharingError::BadPack => write!(f, "a pack holds less than one unit"),
        }
    }
}

impl std::error::Error for SharingError {}

/// Shares `estate` among `claims`, exactly.
///
/// The shares add up to the estate, or to all the claims where the estate covers them.
///
/// Errors: a negative quantity or weight that the rule looks at; under [`SharingRule::EqualCover`] also
/// a rate without days, or rates whose common denominator outgrows the arithmetic.
pub fn awards(
    rule: SharingRule,
    estate: i64,
    claims: &[Claim],
) -> Result<Vec<Fraction>, SharingError> {
    if estate < 0 {
        return Err(SharingError::NegativeEstate);
    }
    let stages = stages(rule, claims, 1)?;
    let total = i128::from(estate) * stages.scale;
    let shares = fill(stages.reached_by(total), total);
    Ok(match stages.scale {
        1 => shares,
        _ => shares.into_iter().map(Fraction::halved).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(wants: &[i64]) -> Vec<Claim> {
        wants.iter().map(|&want| Claim::of(want)).collect()
    }

    fn shares(rule: SharingRule, estate: i64, claims: &[Claim]) -> Vec<String> {
        let awards = awards(rule, estate, claims).expect("the claims of a test are sound");
        awards.iter().map(Fraction::to_string).collect()
    }

    #[test]
    fn published_divisions_of_an_estate_come_out_exactly() {
        use SharingRule::{EqualAwards, EqualLosses, Proportional, Talmud};
        // Kethubot 93a (Aumann and Maschler 1985); the garment of Baba Metzia 2a, doubled so that
        // the claim to a half is whole; Thomson's survey (2003); the usual illustrations of
        // constrained equal awards and losses.
        let cases: &[(SharingRule, i64, &[i64], &[&str])] = &[
            (Talmud, 100, &[100, 200, 300], &["100/3", "100/3", "100/3"]),
            (Talmud, 200, &[100, 200, 300], &["50", "75", "75"]),
            (Talmud, 300, &[100, 200, 300], &["50", "100", "150"]),
            (Talmud, 2, &[2, 1], &["3/2", "1/2"]),
            (EqualAwards, 100, &[60, 90], &["50", "50"]),
            (EqualAwards, 100, &[40, 80], &["40", "60"]),
            (
                EqualAwards,
                100,
                &[50, 100, 150],
                &["100/3", "100/3", "100/3"],
            ),
            (EqualAwards, 200, &[50, 100, 150], &["50", "75", "75"]),
            (EqualAwards, 300, &[100, 200, 300], &["100", "100", "100"]),
            (EqualLosses, 100, &[60, 90], &["35", "65"]),
            (EqualLosses, 100, &[50, 100], &["25", "75"]),
            (EqualLosses, 100, &[50, 100, 150], &["0", "25", "75"]),
            (EqualLosses, 300, &[100, 200, 300], &["0", "100", "200"]),
            (Proportional, 300, &[100, 200, 300], &["50", "100", "150"]),
        ];
        for (rule, estate, claims, expected) in cases {
            let shares = shares(*rule, *estate, &wants(claims));
            assert_eq!(shares, *expected, "{rule:?} of {estate} over {claims:?}");
        }
    }

    #[test]
    fn weights_share_what_a_full_claim_leaves() {
        let mut claims = wants(&[10, 60, 60]);
        claims[2].weight = 2;
        assert_eq!(
            shares(SharingRule::Weighted, 60, &claims),
            ["10", "50/3", "100/3"]
        );
    }

    #[test]
    fn cover_is_equal_with_the_stock_counted_in() {
        let claim = |stock, used, days| Claim {
            stock,
            rate: Rate { used, days },
            ..Claim::of(200)
        };
        let claims = [claim(50, 10, 1), claim(0, 10, 1), claim(0, 5, 1)];
        assert_eq!(
            shares(SharingRule::EqualCover, 100, &claims),
            ["10", "60", "30"]
        );
        // The same daily use counted over 28, 7 and 12 days.
        let claims = [claim(50, 280, 28), claim(0, 70, 7), claim(0, 60, 12)];
        assert_eq!(
            shares(SharingRule::EqualCover, 100, &claims),
            ["10", "60", "30"]
        );
    }

    #[test]
    fn who_uses_nothing_or_weighs_nothing_comes_last() {
        let mut claims = wants(&[20, 30, 40]);
        claims[0].rate.used = 1;
        assert_eq!(
            shares(SharingRule::EqualCover, 15, &claims),
            ["15", "0", "0"]
        );
        assert_eq!(
            shares(SharingRule::EqualCover, 50, &claims),
            ["20", "15", "15"]
        );
        claims[1].weight = 0;
        assert_eq!(
            shares(SharingRule::Weighted, 60, &claims),
            ["20", "0", "40"]
        );
        assert_eq!(
            shares(SharingRule::Weighted, 70, &claims),
            ["20", "10", "40"]
        );
    }

    #[test]
    fn a_supply_beyond_the_claims_stays_unissued() {
        use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
        for rule in [
            Proportional,
            EqualAwards,
            EqualLosses,
            Talmud,
            Weighted,
            EqualCover,
        ] {
            assert_eq!(shares(rule, 99, &wants(&[3, 0, 5])), ["3", "0", "5"]);
            assert_eq!(shares(rule, 0, &wants(&[3, 0, 5])), ["0", "0", "0"]);
            assert!(shares(rule, 7, &[]).is_empty());
        }
    }

    #[test]
    fn the_largest_quantities_are_shared_without_overflow() {
        let claims: Vec<Claim> = (0..5)
            .map(|i| Claim {
                want: i64::MAX - i,
                most: i64::MAX,
                least: i64::MAX / 4,
                weight: i64::MAX - 3 * i,
                stock: i64::MAX - 7 * i,
                rate: Rate {
                    used: i64::MAX - 11 * i,
                    days: 28 - i,
                },
            })
            .collect();
        use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
        for rule in [
            Proportional,
            EqualAwards,
            EqualLosses,
            Talmud,
            Weighted,
            EqualCover,
        ] {
            let awards = awards(rule, i64::MAX, &claims).expect("the claims are sound");
            let floors: i128 = awards.iter().map(|share| share.floor()).sum();
            let short = i128::from(i64::MAX) - floors;
            assert!((0..5).contains(&short), "{rule:?} leaves {short} over");
        }
    }

    #[test]
    fn guaranteed_parts_come_before_anybody_gets_more() {
        let claim = |want, least| Claim {
            least,
            ..Claim::of(want)
        };
        let claims = [claim(100, 30), claim(100, 0), claim(100, 0)];
        assert_eq!(
            shares(SharingRule::EqualAwards, 60, &claims),
            ["30", "15", "15"]
        );
        assert_eq!(
            shares(SharingRule::EqualAwards, 100, &claims),
            ["100/3", "100/3", "100/3"]
        );
        assert_eq!(
            shares(SharingRule::Proportional, 60, &claims),
            ["30", "15", "15"]
        );
        // Exactly the guaranteed parts, and one less: they are rationed as claims would be.
        let claims = [claim(50, 30), claim(100, 60), claim(80, 0)];
        assert_eq!(
            shares(SharingRule::Proportional, 90, &claims),
            ["30", "60", "0"]
        );
        assert_eq!(
            shares(SharingRule::Proportional, 60, &claims),
            ["20", "40", "0"]
        );
        assert_eq!(
            shares(SharingRule::EqualAwards, 50, &claims),
            ["25", "25", "0"]
        );
        assert_eq!(
            shares(SharingRule::EqualLosses, 60, &claims),
            ["15", "45", "0"]
        );
        // A guarantee of more than is asked for is one of all that is.
        assert_eq!(
            shares(SharingRule::Talmud, 40, &[claim(30, 99), claim(30, 0)]),
            ["30", "10"]
        );
    }

    #[test]
    fn unsound_claims_are_refused_by_number() {
        let mut claims = wants(&[1, 2]);
        assert_eq!(
            awards(SharingRule::Talmud, -1, &claims),
            Err(SharingError::NegativeEstate)
        );
        claims[1].rate.days = 0;
        assert_eq!(
            awards(SharingRule::EqualCover, 1, &claims),
            Err(SharingError::BadRate { index: 1 })
        );
        claims[1].weight = -1;
        assert_eq!(
            awards(SharingRule::Weighted, 1, &claims),
            Err(SharingError::NegativeWeight { index: 1 })
        );
        claims[1].want = -1;
        assert_eq!(
            awards(SharingRule::Proportional, 1, &claims),
            Err(SharingError::NegativeWant { index: 1 })
        );
    }

    #[test]
    fn rates_without_a_workable_common_denominator_are_refused() {
        // Three primes near 2^61 have no common multiple within 128 bits.
        let primes = [
            2_305_843_009_213_693_951,
            2_305_843_009_213_693_921,
            2_305_843_009_213_693_907,
        ];
        let claims = primes.map(|days| Claim {
            rate: Rate { used: 1, days },
            ..Claim::of(1)
        });
        assert_eq!(
            awards(SharingRule::EqualCover, 1, &claims),
            Err(SharingError::RatesTooFine { index: 2 })
        );
    }
}
