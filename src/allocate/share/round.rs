//! How many whole packs does each claimant get?
//!
//! One pack size for all; shares are multiples of it, in the unit of the claims and in their
//! order. Nobody gets more packs than fit into the claim, so a claim below one pack gets none,
//! and what is left of the supply below one pack stays unissued.
//! [`Rounding::PackByPack`] hands out packs in the order in which they are most due:
//!
//! * equal awards, equal cover: to the lowest award or cover (the result is leximin);
//! * equal losses: to the largest loss;
//! * Talmud: to the lowest award up to half of each claim, then to the largest loss; a half that
//!   ends inside a pack is rounded up or down so that the halves add up;
//! * proportional, weighted: to the largest claim or weight per pack held plus a half (Webster's
//!   divisors; Balinski and Young, *Fair Representation*, 1982).
//!
//! Equally due packs go to the smaller rate under equal cover, where one pack lifts the cover
//! further, and then to the earlier claim: callers put the claims in their order of priority.
//!
//! Never: a pack size for each claimant; there the best rounding is a knapsack.

use crate::policy::SharingRule;

use std::cmp::Reverse;

use super::due::{Steps, pack_by_pack};
use super::fraction::Fraction;
use super::stages::{Stages, stages};
use super::waterline::fill;
use super::{Claim, SharingError};

/// How exact shares become whole packs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rounding {
    /// Each further pack goes where it is most due; a larger supply never takes a pack away.
    #[default]
    PackByPack,
    /// Exact shares rounded down, the packs left to the largest remainders (Hamilton). No share is
    /// a pack away from the exact one, but a larger supply may take a pack away.
    LargestRemainder,
}

/// Shares `estate` among `claims` in whole packs of `pack` units.
///
/// Errors: those of [`awards`](super::awards), and a pack of less than one unit.
pub fn pack_awards(
    rule: SharingRule,
    rounding: Rounding,
    estate: i64,
    pack: i64,
    claims: &[Claim],
) -> Result<Vec<i64>, SharingError> {
    if estate < 0 {
        return Err(SharingError::NegativeEstate);
    }
    if pack < 1 {
        return Err(SharingError::BadPack);
    }
    let stages = stages(rule, claims, pack)?;
    let supply = i128::from(estate / pack);
    let scaled = i128::from(pack) * stages.scale;
    let packs = match rounding {
        Rounding::PackByPack => pack_by_pack(&stages.ramps, steps(rule, scaled), supply),
        Rounding::LargestRemainder => largest_remainder(&stages, scaled, supply),
    };
    let units = |packs: i128| {
        let packs = i64::try_from(packs).expect("no more packs than fit into the claim");
        packs * pack
    };
    Ok(packs.into_iter().map(units).collect())
}

/// When the packs of a rule are due.
fn steps(rule: SharingRule, pack: i128) -> Steps {
    match rule {
        SharingRule::Proportional | SharingRule::Weighted => Steps { pack, halves: 1 },
        SharingRule::EqualAwards
        | SharingRule::EqualLosses
        | SharingRule::Talmud
        | SharingRule::EqualCover => Steps { pack, halves: 0 },
    }
}

/// Rounds the exact shares of `supply` packs down, then up again from the largest remainder on;
/// ties by order. `pack` is in units of the ramps.
fn largest_remainder(stages: &Stages, pack: i128, supply: i128) -> Vec<i128> {
    let total = supply * pack;
    let shares = fill(stages.reached_by(total), total);
    let mut packs: Vec<i128> = shares.iter().map(|share| share.floor() / pack).collect();
    let remainder = |(share, held): (&Fraction, &i128)| Reverse(share.minus(held * pack));
    let mut remainders: Vec<(Reverse<Fraction>, usize)> = shares
        .iter()
        .zip(&packs)
        .map(remainder)
        .zip(0..)
        .filter(|(Reverse(remainder), _)| *remainder > Fraction::ZERO)
        .collect();
    remainders.sort_unstable();
    // Where the claims cannot hold the supply there are no remainders, and the rest is not issued.
    let left = supply - packs.iter().sum::<i128>();
    for (_, (_, index)) in (0..left).zip(remainders) {
        packs[index] += 1;
    }
    packs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::share::Rate;

    fn packs(
        rule: SharingRule,
        rounding: Rounding,
        estate: i64,
        pack: i64,
        wants: &[i64],
    ) -> Vec<i64> {
        let claims: Vec<Claim> = wants.iter().map(|&want| Claim::of(want)).collect();
        pack_awards(rule, rounding, estate, pack, &claims).expect("the claims of a test are sound")
    }

    #[test]
    fn packs_come_out_as_worked_by_hand() {
        use Rounding::{LargestRemainder, PackByPack};
        use SharingRule::{EqualAwards, EqualLosses, Proportional, Talmud};
        type Case<'a> = (SharingRule, Rounding, i64, i64, &'a [i64], &'a [i64]);
        let cases: &[Case] = &[
            // Nine cartons; 7 is below one carton and 35 holds three.
            (
                EqualAwards,
                PackByPack,
                95,
                10,
                &[7, 20, 35, 60],
                &[0, 20, 30, 40],
            ),
            (EqualAwards, PackByPack, 8, 1, &[5, 5, 5], &[3, 3, 2]),
            (EqualAwards, PackByPack, 9, 10, &[50, 50], &[0, 0]),
            (EqualAwards, PackByPack, 500, 10, &[19, 30], &[10, 30]),
            (Proportional, PackByPack, 50, 1, &[10, 20, 50], &[6, 13, 31]),
            (
                Proportional,
                LargestRemainder,
                50,
                1,
                &[10, 20, 50],
                &[6, 13, 31],
            ),
            // The largest loss first: 3 of 100 down to 97, then both.
            (EqualLosses, PackByPack, 8, 1, &[100, 97], &[6, 2]),
            // A carton to 10, half of 20; then to 30, whose loss is largest.
            (Talmud, PackByPack, 30, 10, &[20, 30], &[10, 20]),
        ];
        for (rule, rounding, estate, pack, claims, expected) in cases {
            let found = packs(*rule, *rounding, *estate, *pack, claims);
            assert_eq!(
                found, *expected,
                "{rule:?} {rounding:?} of {estate} over {claims:?}"
            );
        }
    }

    #[test]
    fn published_apportionments_of_seats_come_out() {
        // Balinski and Young (1975), American Mathematical Monthly 82. Votes are scaled so that no
        // claim is smaller than its seats.
        let votes = [5117, 4400, 162, 161, 160];
        let seats = |rounding| packs(SharingRule::Proportional, rounding, 100, 1, &votes);
        assert_eq!(seats(Rounding::PackByPack), [51, 43, 2, 2, 2]);
        assert_eq!(seats(Rounding::LargestRemainder), [51, 44, 2, 2, 1]);
    }

    #[test]
    fn the_lowest_cover_is_raised_first() {
        let claim = |stock, used| Claim {
            stock,
            rate: Rate { used, days: 1 },
            ..Claim::of(200)
        };
        let cover = |estate, pack, claims: &[Claim]| {
            pack_awards(
                SharingRule::EqualCover,
                Rounding::PackByPack,
                estate,
                pack,
                claims,
            )
        };
        let claims = [claim(50, 10), claim(0, 10), claim(0, 5)];
        assert_eq!(cover(100, 1, &claims), Ok(vec![10, 60, 30]));
        // Eight tens: 5, 0 and 0 days; the third has the fourth day first.
        assert_eq!(cover(80, 10, &claims), Ok(vec![0, 50, 30]));
        // Nobody has anything and there is one pack: it gives the third twice the days.
        assert_eq!(cover(10, 10, &claims[1..]), Ok(vec![0, 10]));
    }

    #[test]
    fn the_largest_quantities_are_rounded_without_overflow() {
        let claim = |days| Claim {
            want: i64::MAX,
            most: i64::MAX,
            least: i64::MAX / 4,
            weight: i64::MAX,
            stock: i64::MAX,
            rate: Rate {
                used: i64::MAX,
                days,
            },
        };
        let claims = [claim(1), claim(27), claim(28)];
        use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
        for rule in [
            Proportional,
            EqualAwards,
            EqualLosses,
            Talmud,
            Weighted,
            EqualCover,
        ] {
            for rounding in [Rounding::PackByPack, Rounding::LargestRemainder] {
                for pack in [1, 1000, i64::MAX] {
                    let awards = pack_awards(rule, rounding, i64::MAX, pack, &claims);
                    let awards = awards.expect("the claims are sound");
                    let issued: i128 = awards.iter().map(|&award| i128::from(award)).sum();
                    let packs = i64::MAX / pack * pack;
                    assert_eq!(issued, i128::from(packs), "{rule:?} {rounding:?} {pack}");
                }
            }
        }
    }

    #[test]
    fn a_pack_without_content_is_refused() {
        let claims = [Claim::of(1)];
        let awards = pack_awards(SharingRule::Talmud, Rounding::PackByPack, 1, 0, &claims);
        assert_eq!(awards, Err(SharingError::BadPack));
    }
}
