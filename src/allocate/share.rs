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
mod tests;
