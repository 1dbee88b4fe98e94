//! What does each claimant of a tier ask for, in the terms of the rule that shares?
//!
//! One claim a claimant, in their order. A site that asks for several shelf lives in one tier has a
//! claim for each, and they rise together like one: under equal awards, equal cover and weights each
//! takes its part of the site's level, by size. Under proportional shares it makes no difference, under
//! equal losses a site only loses by it, and under Talmud the claims stand alone.
//!
//! Never: which rule.

use std::collections::HashMap;

use crate::allocate::share::{Claim, Rate};
use crate::engine::memo::ByText;
use crate::policy::SharingRule;

use super::facts::Facts;
use super::layout::Layout;
use super::problem::Problem;

/// Parts in the level of a site whose claim is spread over several shelf lives.
const LEVEL_PARTS: i64 = 1_000_000;

/// The claims of a tier with their kinds, and the rule that shares them.
///
/// `given`: what each site has got of the item already, which counts as its stock.
pub(super) fn claims(
    rule: SharingRule,
    tier: &[usize],
    problem: &Problem,
    layout: &Layout,
    facts: &Facts,
    given: &HashMap<usize, i64, ByText>,
) -> (SharingRule, Vec<(usize, Claim)>) {
    let asked = asked_by_site(tier, problem);
    let is_spread = asked.len() < tier.len();
    let claim = |&index: &usize| {
        let claimant = &problem.claimants[index];
        let site = claimant.site;
        let part = |whole: i64| part_of(whole, claimant.open, asked[&site]);
        let mut claim = Claim::of(claimant.asked);
        claim.most = claimant.open;
        claim.least = claimant.least;
        match rule {
            SharingRule::EqualCover => {
                let (stock, rate) = facts
                    .own
                    .cover(facts.places.get(site).code, problem.item)
                    .expect("the rule was chosen because every cover is known");
                let got = given.get(&site).copied().unwrap_or(0);
                claim.stock = part(stock.saturating_add(got));
                claim.rate = Rate {
                    used: part(rate.used),
                    ..rate
                };
            }
            SharingRule::Weighted => claim.weight = part(claimant.weight),
            SharingRule::EqualAwards if is_spread => claim.weight = part(LEVEL_PARTS),
            _ => {}
        }
        let kind = layout.kind_of[index].expect("a tier holds claimants that may have something");
        (kind, claim)
    };
    let kernel = match rule {
        SharingRule::EqualAwards if is_spread => SharingRule::Weighted,
        rule => rule,
    };
    (kernel, tier.iter().map(claim).collect())
}

/// What the claimants of each site ask for together.
fn asked_by_site(tier: &[usize], problem: &Problem) -> HashMap<usize, i64, ByText> {
    let mut asked: HashMap<usize, i64, ByText> = HashMap::default();
    for &index in tier {
        let claimant = &problem.claimants[index];
        let sum = asked.entry(claimant.site).or_default();
        *sum = sum.saturating_add(claimant.open);
    }
    asked
}

/// `whole · part / all`, but never nothing of something.
fn part_of(whole: i64, part: i64, all: i64) -> i64 {
    if part == all {
        return whole;
    }
    let exact = i128::from(whole) * i128::from(part) / i128::from(all.max(1));
    let share = i64::try_from(exact).expect("a part is no more than the whole");
    share.max(whole.min(1))
}
