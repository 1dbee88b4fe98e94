//! Which ramps does a rule of sharing set up?
//!
//! One ramp a claim, in the order of the claims, in one or two stages that are filled one after
//! the other: `Talmud` halves every claim, and claims that no level moves (weight 0, no use) wait
//! until all others are full. Where parts of claims are guaranteed, the stages of those parts come
//! first. The rates of equal cover are brought to one denominator here.
//!
//! Never: the search for the level (`waterline.rs`).

use crate::policy::SharingRule;

use super::fraction::{DENOMINATOR_MAX, greatest_common_divisor};
use super::waterline::Ramp;
use super::{Claim, Rate, SharingError};

/// A rule as ramps. The leasts of a stage are the mosts of the stage before.
pub(super) struct Stages {
    /// Units of the ramps in one unit of a quantity: 2 where a rule halves claims, else 1.
    pub(super) scale: i128,
    pub(super) ramps: Vec<Vec<Ramp>>,
}

impl Stages {
    /// The first stage that can hold `total`, in units of the ramps; the last where none can.
    pub(super) fn reached_by(&self, total: i128) -> &[Ramp] {
        let holds = |ramps: &&Vec<Ramp>| ramps.iter().map(|ramp| ramp.most).sum::<i128>() >= total;
        let stage = self.ramps.iter().find(holds).or(self.ramps.last());
        stage.map_or(&[], Vec::as_slice)
    }
}

/// The stages of a rule, those of guaranteed parts first; no most is above the whole packs in its
/// claim, and a guaranteed part is rounded up to whole packs. `pack` is positive.
pub(super) fn stages(
    rule: SharingRule,
    claims: &[Claim],
    pack: i64,
) -> Result<Stages, SharingError> {
    let all = unguarded(rule, claims, pack)?;
    if claims.iter().all(|claim| claim.least <= 0) {
        return Ok(all);
    }
    let parts: Vec<Claim> = claims.iter().map(|claim| guaranteed(claim, pack)).collect();
    let mut ramps = unguarded(rule, &parts, pack)?.ramps;
    ramps.extend(all.ramps.into_iter().map(|mut stage| {
        for (ramp, part) in stage.iter_mut().zip(&parts) {
            ramp.least = ramp.least.max(i128::from(part.want) * all.scale);
            ramp.most = ramp.most.max(ramp.least);
        }
        stage
    }));
    Ok(Stages { ramps, ..all })
}

/// The guaranteed part of a claim as a claim of its own, in whole packs.
fn guaranteed(claim: &Claim, pack: i64) -> Claim {
    let least = claim.least.clamp(0, claim.want);
    let short_of_a_pack = (pack - least % pack) % pack;
    Claim {
        want: least
            .saturating_add(short_of_a_pack)
            .min(whole_packs(claim, pack)),
        ..*claim
    }
}

/// What can be given of a claim in whole packs.
fn whole_packs(claim: &Claim, pack: i64) -> i64 {
    let most = claim.want.min(claim.most);
    most - most % pack
}

/// The stages of a rule as if no part of a claim were guaranteed.
fn unguarded(rule: SharingRule, claims: &[Claim], pack: i64) -> Result<Stages, SharingError> {
    if let Some(index) = claims.iter().position(|claim| claim.want < 0) {
        return Err(SharingError::NegativeWant { index });
    }
    let rising = |start: i128, slope: i128, claim: &Claim| Ramp {
        start,
        slope,
        least: 0,
        most: whole_packs(claim, pack).into(),
    };
    let ramps = |ramp: &dyn Fn(&Claim) -> Ramp| claims.iter().map(ramp).collect::<Vec<Ramp>>();
    Ok(match rule {
        SharingRule::Proportional => single(ramps(&|claim| rising(0, claim.want.into(), claim))),
        SharingRule::EqualAwards => single(ramps(&|claim| rising(0, 1, claim))),
        SharingRule::EqualLosses => single(ramps(&|claim| rising(claim.want.into(), 1, claim))),
        SharingRule::Talmud => talmud(ramps(&|claim| rising(claim.want.into(), 1, claim))),
        SharingRule::Weighted => {
            if let Some(index) = claims.iter().position(|claim| claim.weight < 0) {
                return Err(SharingError::NegativeWeight { index });
            }
            unmoved_last(ramps(&|claim| rising(0, claim.weight.into(), claim)))
        }
        SharingRule::EqualCover => {
            let mut ramps = ramps(&|claim| rising(-i128::from(claim.stock), 0, claim));
            set_common_rates(&mut ramps, claims)?;
            unmoved_last(ramps)
        }
    })
}

fn single(ramps: Vec<Ramp>) -> Stages {
    Stages {
        scale: 1,
        ramps: vec![ramps],
    }
}

/// Equal awards up to half of each claim, then equal losses, in halves of a unit.
///
/// `losses`: the ramps of equal losses, which start at the claim.
fn talmud(losses: Vec<Ramp>) -> Stages {
    let halves = |ramp: &Ramp| Ramp {
        start: 0,
        slope: 1,
        least: 0,
        most: ramp.start.min(2 * ramp.most),
    };
    let rest = |ramp: &Ramp| Ramp {
        start: 2 * ramp.start,
        slope: 1,
        least: ramp.start.min(2 * ramp.most),
        most: 2 * ramp.most,
    };
    Stages {
        scale: 2,
        ramps: vec![
            losses.iter().map(halves).collect(),
            losses.iter().map(rest).collect(),
        ],
    }
}

/// Fills the ramps of slope 0 by equal awards once all others are full.
fn unmoved_last(mut first: Vec<Ramp>) -> Stages {
    if first.iter().all(|ramp| ramp.slope > 0) {
        return single(first);
    }
    let mut last = first.clone();
    for (first, last) in first.iter_mut().zip(&mut last) {
        if first.slope > 0 {
            last.least = last.most;
        } else {
            first.most = 0;
            last.start = 0;
            last.slope = 1;
        }
    }
    Stages {
        scale: 1,
        ramps: vec![first, last],
    }
}

/// Sets the slopes to the daily uses, all multiplied by one number that makes them whole.
fn set_common_rates(ramps: &mut [Ramp], claims: &[Claim]) -> Result<(), SharingError> {
    let mut common = 1;
    let mut reduced = Vec::with_capacity(claims.len());
    for (index, claim) in claims.iter().enumerate() {
        if claim.stock < 0 {
            return Err(SharingError::NegativeStock { index });
        }
        let (used, days) = lowest_terms(claim.rate).ok_or(SharingError::BadRate { index })?;
        if common % days != 0 {
            common = common_multiple(common, days).ok_or(SharingError::RatesTooFine { index })?;
        }
        reduced.push((used, days));
    }
    let mut slopes = 0i128;
    for (index, (ramp, (used, days))) in ramps.iter_mut().zip(reduced).enumerate() {
        let slope = (common / days).checked_mul(used);
        let sum = slope.and_then(|slope| slopes.checked_add(slope));
        // Half of the bound is kept free for `round.rs`, which counts in half packs.
        slopes = sum
            .filter(|&sum| sum <= DENOMINATOR_MAX / 2)
            .ok_or(SharingError::RatesTooFine { index })?;
        ramp.slope = slope.unwrap_or(0);
    }
    Ok(())
}

/// `None` unless the use is not negative and the days are positive.
fn lowest_terms(rate: Rate) -> Option<(i128, i128)> {
    if rate.used < 0 || rate.days <= 0 {
        return None;
    }
    let (used, days) = (i128::from(rate.used), i128::from(rate.days));
    let divisor = divisor(used, days);
    Some((used / divisor, days / divisor))
}

fn common_multiple(a: i128, b: i128) -> Option<i128> {
    (a / divisor(a, b)).checked_mul(b)
}

/// The greatest common divisor of two numbers that are not negative, not both zero.
fn divisor(a: i128, b: i128) -> i128 {
    let divisor = greatest_common_divisor(a.unsigned_abs(), b.unsigned_abs());
    // A divisor of a signed number other than its minimum fits the same width.
    divisor.cast_signed()
}
