//! How are the goods of one item shared: first those a donor wants somebody to have, then the others?
//!
//! Earmarked lots are taken out first and shared among the sites they admit; what a claimant got of
//! them is certain from then on, and counts as its stock. Then all share the open lots. Both times tier
//! by tier, by the rule of the policy: equal cover where stock and use of every claimant of the tier
//! are known, else what the policy puts in its place.
//!
//! All lots stand in one network, so that wishes, shelf lives and lanes are looked at together: whoever
//! was served keeps its total and never its lots. A site that could do with open goods leaves an
//! earmarked lot to another admitted site that could not, and as much is given out as the lots allow.
//!
//! Never: rounding or levels, which are `round.rs` and below.

use std::collections::HashMap;

use crate::allocate::share::network::Network;
use crate::allocate::share::{Claim, Rate, SharingError};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::memo::ByText;
use crate::policy::SharingRule;

use super::claims::claims;
use super::draw::draw;
use super::facts::Facts;
use super::layout::{Layout, lay_out};
use super::problem::Problem;

/// Which lots are shared in a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goods {
    Earmarked,
    All,
}

/// Shares the lots of an item and draws the awards from them.
///
/// Rule: `P0-A05` for earmarked goods, `P0-A01`, `P0-A02`.
pub(super) fn share_out(problem: &mut Problem, facts: &Facts) -> Result<(), Diagnostic> {
    if problem.lots.is_empty() {
        return Ok(());
    }
    let (mut network, layout) = lay_out(problem, facts);
    let mut given = HashMap::default();
    if layout.is_wished.contains(&true) {
        let mut wished = network.with_pools(&layout.is_wished);
        serve_tiers(
            Goods::Earmarked,
            &mut wished,
            problem,
            &layout,
            facts,
            &mut given,
        )?;
        network.promised = wished.promised;
    }
    serve_tiers(
        Goods::All,
        &mut network,
        problem,
        &layout,
        facts,
        &mut given,
    )?;
    draw(problem, &layout, &network, facts)
}

/// Serves all tiers one after the other; `given` is what each site has got of the item.
fn serve_tiers(
    goods: Goods,
    network: &mut Network,
    problem: &mut Problem,
    layout: &Layout,
    facts: &Facts,
    given: &mut HashMap<usize, i64, ByText>,
) -> Result<(), Diagnostic> {
    for tier in tiers(problem, network, layout) {
        let rule = rule_of_tier(&tier, problem, facts);
        let (kernel, claims) = claims(rule, &tier, problem, layout, facts, given);
        let shares =
            serve(network, kernel, &claims).map_err(|error| cannot_share(problem.item, error))?;
        for (&index, share) in tier.iter().zip(shares) {
            let claimant = &mut problem.claimants[index];
            claimant.take(share);
            match goods {
                Goods::Earmarked => claimant.donor_rule = Some(rule),
                Goods::All => claimant.rule = Some(rule),
            }
            *given.entry(claimant.site).or_default() += share;
        }
    }
    Ok(())
}

/// The claimants of each tier that can still be given something, in the order of service.
fn tiers(problem: &Problem, network: &Network, layout: &Layout) -> Vec<Vec<usize>> {
    let claimants = &problem.claimants;
    let reaches = |kind: usize| {
        network.reach[kind]
            .iter()
            .any(|&pool| network.supply[pool] > 0)
    };
    let can_have =
        |&index: &usize| claimants[index].open > 0 && layout.kind_of[index].is_some_and(reaches);
    let open: Vec<usize> = (0..claimants.len()).filter(can_have).collect();
    let same = |a: &usize, b: &usize| claimants[*a].tier == claimants[*b].tier;
    open.chunk_by(same).map(<[usize]>::to_vec).collect()
}

/// The rule inside a tier: the caller's, else the policy's; equal cover only where all cover is known.
fn rule_of_tier(tier: &[usize], problem: &Problem, facts: &Facts) -> SharingRule {
    let policy = facts.inputs.rules.within_tier.as_ref();
    let otherwise = policy.map_or(SharingRule::EqualAwards, |policy| policy.otherwise);
    let stated = facts
        .inputs
        .options
        .rule
        .or(policy.map(|policy| policy.rule));
    let is_known = |&index: &usize| {
        let site = facts.places.get(problem.claimants[index].site).code;
        facts.own.cover(site, problem.item).is_some()
    };
    match stated.unwrap_or(otherwise) {
        SharingRule::EqualCover if tier.iter().all(is_known) => SharingRule::EqualCover,
        SharingRule::EqualCover if otherwise == SharingRule::EqualCover => SharingRule::EqualAwards,
        SharingRule::EqualCover => otherwise,
        rule => rule,
    }
}

/// Serves a tier; uses whose days have no common denominator are taken a day, to the thousandth.
fn serve(
    network: &mut Network,
    rule: SharingRule,
    claims: &[(usize, Claim)],
) -> Result<Vec<i64>, SharingError> {
    match network.serve(rule, claims) {
        Err(SharingError::RatesTooFine { .. }) => {
            let daily = |(kind, claim): &(usize, Claim)| {
                let Rate { used, days } = claim.rate;
                let rate = Rate {
                    used: used / days + i64::from(used % days > 0),
                    days: 1,
                };
                (*kind, Claim { rate, ..*claim })
            };
            let claims: Vec<(usize, Claim)> = claims.iter().map(daily).collect();
            network.serve(rule, &claims)
        }
        served => served,
    }
}

fn cannot_share(item: &str, error: SharingError) -> Diagnostic {
    Diagnostic::error(Code::Overflow, format!("{item} cannot be shared: {error}"))
        .hint("look for a quantity or a daily use that is far too large")
}
