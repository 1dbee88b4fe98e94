//! Which lines does a rule of sharing draw?
//!
//! One line a claim, in the order of the claims, in one or two stages that are filled one after
//! the other: `Talmud` halves every claim, and claims that no level moves (weight 0, no use) wait
//! until all others are full. Where parts of claims are guaranteed, the stages of those parts come
//! first. The rates of equal cover are brought to one denominator here.
//!
//! Never: the search for the level (`waterline.rs`).

use crate::policy::SharingRule;

use super::fraction::{DENOMINATOR_MAX, greatest_common_divisor};
use super::waterline::Line;
use super::{Claim, Rate, SharingError};

/// A rule as lines. The leasts of a stage are the mosts of the stage before.
pub(super) struct Stages {
    /// Units of the lines in one unit of a quantity: 2 where a rule halves claims, else 1.
    pub(super) scale: i128,
    pub(super) lines: Vec<Vec<Line>>,
}

impl Stages {
    /// The first stage that can hold `total`, in units of the lines; the last where none can.
    pub(super) fn reached_by(&self, total: i128) -> &[Line] {
        let holds = |lines: &&Vec<Line>| lines.iter().map(|line| line.most).sum::<i128>() >= total;
        let stage = self.lines.iter().find(holds).or(self.lines.last());
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
    let mut lines = unguarded(rule, &parts, pack)?.lines;
    lines.extend(all.lines.into_iter().map(|mut stage| {
        for (line, part) in stage.iter_mut().zip(&parts) {
            line.least = line.least.max(i128::from(part.want) * all.scale);
            line.most = line.most.max(line.least);
        }
        stage
    }));
    Ok(Stages { lines, ..all })
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
    let rising = |start: i128, slope: i128, claim: &Claim| Line {
        start,
        slope,
        least: 0,
        most: whole_packs(claim, pack).into(),
    };
    let lines = |line: &dyn Fn(&Claim) -> Line| claims.iter().map(line).collect::<Vec<Line>>();
    Ok(match rule {
        SharingRule::Proportional => single(lines(&|claim| rising(0, claim.want.into(), claim))),
        SharingRule::EqualAwards => single(lines(&|claim| rising(0, 1, claim))),
        SharingRule::EqualLosses => single(lines(&|claim| rising(claim.want.into(), 1, claim))),
        SharingRule::Talmud => talmud(lines(&|claim| rising(claim.want.into(), 1, claim))),
        SharingRule::Weighted => {
            if let Some(index) = claims.iter().position(|claim| claim.weight < 0) {
                return Err(SharingError::NegativeWeight { index });
            }
            unmoved_last(lines(&|claim| rising(0, claim.weight.into(), claim)))
        }
        SharingRule::EqualCover => {
            let mut lines = lines(&|claim| rising(-i128::from(claim.stock), 0, claim));
            set_common_rates(&mut lines, claims)?;
            unmoved_last(lines)
        }
    })
}

fn single(lines: Vec<Line>) -> Stages {
    Stages {
        scale: 1,
        lines: vec![lines],
    }
}

/// Equal awards up to half of each claim, then equal losses, in halves of a unit.
///
/// `losses`: the lines of equal losses, which start at the claim.
fn talmud(losses: Vec<Line>) -> Stages {
    let halves = |line: &Line| Line {
        start: 0,
        slope: 1,
        least: 0,
        most: line.start.min(2 * line.most),
    };
    let rest = |line: &Line| Line {
        start: 2 * line.start,
        slope: 1,
        least: line.start.min(2 * line.most),
        most: 2 * line.most,
    };
    Stages {
        scale: 2,
        lines: vec![
            losses.iter().map(halves).collect(),
            losses.iter().map(rest).collect(),
        ],
    }
}

/// Fills the lines of slope 0 by equal awards once all others are full.
fn unmoved_last(mut first: Vec<Line>) -> Stages {
    if first.iter().all(|line| line.slope > 0) {
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
        lines: vec![first, last],
    }
}

/// Sets the slopes to the daily uses, all multiplied by one number that makes them whole.
fn set_common_rates(lines: &mut [Line], claims: &[Claim]) -> Result<(), SharingError> {
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
    for (index, (line, (used, days))) in lines.iter_mut().zip(reduced).enumerate() {
        let slope = (common / days).checked_mul(used);
        let sum = slope.and_then(|slope| slopes.checked_add(slope));
        // Half of the bound is kept free for `round.rs`, which counts in half packs.
        slopes = sum
            .filter(|&sum| sum <= DENOMINATOR_MAX / 2)
            .ok_or(SharingError::RatesTooFine { index })?;
        line.slope = slope.unwrap_or(0);
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
