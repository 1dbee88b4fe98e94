//! Who is served before whom?
//!
//! Claims carry a tier; a smaller number is served first. A tier gets what the tiers before it
//! left over, and shares it by the rule; tiers never trade, so nobody of a later tier gets
//! anything while a claim of an earlier one can still be met.
//! Results: one share a claim, in the order of the claims.
//!
//! A plan serves its tiers draw by draw, as [`mod@crate::allocate::plan`] says; here is the rule by itself, which
//! properties and the worked cases of `examples/cases` hold against it.
//!
//! Never: what puts a claim into a tier.

use crate::policy::SharingRule;

use std::collections::BTreeMap;

use super::fraction::Fraction;
use super::network::Network;
use super::round::{Rounding, pack_awards};
use super::{Claim, SharingError, awards};

/// Shares `estate` exactly, tier by tier; `tiers` has one number a claim.
///
/// Errors: those of [`awards`]; `index` counts all claims.
pub fn awards_by_tier(
    rule: SharingRule,
    estate: i64,
    tiers: &[u32],
    claims: &[Claim],
) -> Result<Vec<Fraction>, SharingError> {
    by_tier(estate, tiers, claims, |estate, claims| {
        let wanted: i128 = claims.iter().map(|claim| i128::from(claim.want)).sum();
        let issued = wanted.min(i128::from(estate));
        Ok((awards(rule, estate, claims)?, issued))
    })
}

/// Shares `estate` in whole packs, tier by tier; `tiers` has one number a claim.
///
/// A claim counts as met when no further whole pack fits into it.
///
/// Errors: those of [`pack_awards`]; `index` counts all claims.
pub fn pack_awards_by_tier(
    rule: SharingRule,
    rounding: Rounding,
    estate: i64,
    pack: i64,
    tiers: &[u32],
    claims: &[Claim],
) -> Result<Vec<i64>, SharingError> {
    by_tier(estate, tiers, claims, |estate, claims| {
        let packs = pack_awards(rule, rounding, estate, pack, claims)?;
        let issued = packs.iter().map(|&award| i128::from(award)).sum();
        Ok((packs, issued))
    })
}

/// Shares several lots in whole packs, tier by tier, where not every claimant may draw on every lot.
///
/// `reach`: for each claim the numbers of the lots it may draw on, in the order it should. A tier served
/// keeps its totals, never its lots: it draws on others where a later tier can have no other.
///
/// Errors: those of [`pack_awards`]; `index` counts all claims.
pub fn pack_awards_by_reach(
    rule: SharingRule,
    lots: &[i64],
    pack: i64,
    tiers: &[u32],
    reach: &[Vec<usize>],
    claims: &[Claim],
) -> Result<Vec<i64>, SharingError> {
    assert_eq!(reach.len(), claims.len(), "every claim has its lots");
    if lots.iter().any(|&lot| lot < 0) {
        return Err(SharingError::NegativeEstate);
    }
    if pack < 1 {
        return Err(SharingError::BadPack);
    }
    let mut network = Network {
        supply: lots.iter().map(|lot| lot - lot % pack).collect(),
        reach: reach.to_vec(),
        promised: vec![0; reach.len()],
        step: pack,
        rounding: Rounding::PackByPack,
    };
    let mut awards = vec![0; claims.len()];
    for indices in members(tiers, claims.len()).values() {
        let of_tier: Vec<(usize, Claim)> = indices
            .iter()
            .map(|&index| (index, claims[index]))
            .collect();
        let served = network.serve(rule, &of_tier);
        let served = served.map_err(|error| error.renumbered(indices))?;
        for (&index, award) in indices.iter().zip(served) {
            awards[index] = award;
        }
    }
    Ok(awards)
}

/// The claims of each tier, by number.
fn members(tiers: &[u32], claims: usize) -> BTreeMap<u32, Vec<usize>> {
    assert_eq!(tiers.len(), claims, "every claim has one tier");
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, &tier) in tiers.iter().enumerate() {
        members.entry(tier).or_default().push(index);
    }
    members
}

/// Shares what is left tier by tier; `share` returns the shares and their sum.
fn by_tier<T: Copy + From<i64>>(
    estate: i64,
    tiers: &[u32],
    claims: &[Claim],
    share: impl Fn(i64, &[Claim]) -> Result<(Vec<T>, i128), SharingError>,
) -> Result<Vec<T>, SharingError> {
    let mut result = vec![T::from(0); claims.len()];
    let mut left = estate;
    for indices in members(tiers, claims.len()).values() {
        let of_tier: Vec<Claim> = indices.iter().map(|&index| claims[index]).collect();
        let (shares, issued) = share(left, &of_tier).map_err(|error| error.renumbered(indices))?;
        for (&index, share) in indices.iter().zip(shares) {
            result[index] = share;
        }
        left -= i64::try_from(issued).expect("no more is issued than was left");
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(wants: &[i64]) -> Vec<Claim> {
        wants.iter().map(|&want| Claim::of(want)).collect()
    }

    #[test]
    fn a_later_tier_shares_what_the_earlier_one_left() {
        let claims = wants(&[30, 40, 50, 50]);
        let shares = awards_by_tier(SharingRule::EqualAwards, 100, &[1, 1, 2, 2], &claims);
        let expected = [30, 40, 15, 15].map(Fraction::from);
        assert_eq!(shares, Ok(expected.to_vec()));
    }

    #[test]
    fn a_later_tier_gets_nothing_while_an_earlier_one_is_short() {
        let claims = wants(&[50, 50, 60]);
        let shares = awards_by_tier(SharingRule::EqualAwards, 59, &[2, 3, 1], &claims);
        assert_eq!(shares, Ok([0, 0, 59].map(Fraction::from).to_vec()));
    }

    #[test]
    fn packs_that_no_earlier_claim_can_hold_go_down_a_tier() {
        let claims = wants(&[15, 40, 25]);
        let packs = |estate| {
            let (rule, rounding) = (SharingRule::EqualAwards, Rounding::PackByPack);
            pack_awards_by_tier(rule, rounding, estate, 10, &[1, 2, 1], &claims)
        };
        assert_eq!(packs(59), Ok(vec![10, 20, 20]));
        assert_eq!(packs(29), Ok(vec![10, 0, 10]));
    }

    #[test]
    fn an_unsound_claim_keeps_its_number_among_all_claims() {
        let claims = wants(&[1, 1, -1]);
        assert_eq!(
            awards_by_tier(SharingRule::EqualAwards, 5, &[1, 2, 2], &claims),
            Err(SharingError::NegativeWant { index: 2 })
        );
    }
}
