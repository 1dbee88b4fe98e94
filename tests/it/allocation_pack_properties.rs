//! What must hold for every division of a supply into whole packs, tried on random problems.
//!
//! Packs are checked against the exact shares, against dividing pack by pack, one at a time, and
//! against trying every division of a small supply.

use std::cmp::Ordering;

use granary::allocate::share::Claim;
use granary::allocate::share::fraction::Fraction;
use granary::allocate::share::round::{Rounding, pack_awards};
use granary::allocate::share::tiers::{awards_by_tier, pack_awards_by_tier};
use granary::policy::SharingRule;
use proptest::prelude::*;

use crate::allocation_properties::{
    CLASSIC, RULES, a_claim, a_problem, a_problem_of, difference, pack_share, pairs, share, sum,
    total,
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_packs_a_larger_claim_gets_less_by_no_more_than_a_pack(
        (estate, claims) in a_problem(40),
        pack in 1..9i64,
    ) {
        for (rule, rounding) in ways() {
            let packs = pack_awards(rule, rounding, estate, pack, &claims).expect("sound");
            for (i, j) in pairs(claims.len()) {
                if CLASSIC.contains(&rule) && claims[i].want <= claims[j].want {
                    prop_assert!(packs[i] <= packs[j] + pack, "{:?} {:?}", rule, rounding);
                }
            }
        }
    }

    #[test]
    fn packs_fit_the_claims_and_use_up_the_supply(
        (estate, claims) in a_problem(60),
        pack in 1..12i64,
    ) {
        let room: i64 = claims.iter().map(|claim| claim.want / pack).sum();
        for (rule, rounding) in ways() {
            let packs = pack_awards(rule, rounding, estate, pack, &claims).expect("sound");
            prop_assert_eq!(packs.iter().sum::<i64>(), room.min(estate / pack) * pack);
            for (award, claim) in packs.iter().zip(&claims) {
                prop_assert!(*award >= 0 && *award <= claim.want && award % pack == 0);
            }
        }
    }

    #[test]
    fn packs_are_within_one_of_the_exact_share(
        (estate, claims) in a_problem(15),
        pack in 1..12i64,
    ) {
        // Claims and supply in whole packs, so that only the rounding can make a difference.
        let whole = |claim: &Claim| Claim { want: claim.want * pack, ..*claim };
        let claims: Vec<Claim> = claims.iter().map(whole).collect();
        let estate = estate * pack;
        let near = ways().into_iter().filter(|(rule, rounding)| {
            // Webster may stray further from a large share, and one pack may be many days.
            let level = [SharingRule::EqualAwards, SharingRule::EqualLosses, SharingRule::Talmud].contains(rule);
            level || *rounding == Rounding::LargestRemainder
        });
        for (rule, rounding) in near {
            let packs = pack_awards(rule, rounding, estate, pack, &claims).expect("sound");
            for (award, exact) in packs.iter().zip(share(rule, estate, &claims)) {
                let off = difference(Fraction::from(*award), exact);
                let one = Fraction::from(pack);
                prop_assert!(off < one && difference(exact, Fraction::from(*award)) < one,
                    "{:?} {:?}: {} for {}", rule, rounding, award, exact);
            }
        }
    }

    #[test]
    fn packs_come_out_as_if_handed_out_one_at_a_time(
        (estate, claims) in a_problem_of(0..60, 60),
        pack in 1..12i64,
    ) {
        for rule in RULES {
            let expected = one_at_a_time(rule, estate, pack, &claims);
            prop_assert_eq!(pack_share(rule, estate, pack, &claims), expected, "{:?}", rule);
        }
    }

    #[test]
    fn no_division_into_packs_is_leximin_better(
        claims in prop::collection::vec(a_claim(12), 1..5),
        estate in 0..30i64,
        pack in 1..4i64,
    ) {
        let supply = claims.iter().map(|claim| claim.want / pack).sum::<i64>().min(estate / pack);
        let chosen = pack_share(SharingRule::EqualAwards, estate, pack, &claims);
        let mut best = chosen.clone();
        best.sort();
        every_division(&claims, pack, supply, &mut Vec::new(), &mut |division| {
            let mut other = division.to_vec();
            other.sort();
            assert!(other <= best, "{division:?} is fairer than {chosen:?}");
        });
        let using: Vec<Claim> = claims.into_iter().filter(|claim| claim.rate.used > 0).collect();
        let supply = using.iter().map(|claim| claim.want / pack).sum::<i64>().min(estate / pack);
        let covers = |division: &[i64]| {
            let mut days: Vec<_> = using.iter().zip(division).map(|(c, &x)| cover(c, x)).collect();
            days.sort();
            days
        };
        let chosen = pack_share(SharingRule::EqualCover, estate, pack, &using);
        let best = covers(&chosen);
        every_division(&using, pack, supply, &mut Vec::new(), &mut |division| {
            assert!(covers(division) <= best, "{division:?} is fairer than {chosen:?}");
        });
    }

    #[test]
    fn no_tier_is_served_while_an_earlier_one_is_short(
        (estate, claims) in a_problem(40),
        tiers in prop::collection::vec(0..3u32, 8),
        pack in 1..6i64,
    ) {
        let tiers = &tiers[..claims.len()];
        for (rule, rounding) in ways() {
            let shares = awards_by_tier(rule, estate, tiers, &claims).expect("sound");
            prop_assert_eq!(sum(&shares), Fraction::from(estate.min(total(&claims))));
            let packs = pack_awards_by_tier(rule, rounding, estate, pack, tiers, &claims);
            let packs = packs.expect("sound");
            for (i, j) in pairs(claims.len()) {
                if tiers[i] < tiers[j] && shares[j] > Fraction::ZERO {
                    prop_assert_eq!(shares[i], Fraction::from(claims[i].want));
                }
                if tiers[i] < tiers[j] && packs[j] > 0 {
                    prop_assert!(claims[i].want - packs[i] < pack);
                }
            }
        }
    }
}

fn ways() -> Vec<(SharingRule, Rounding)> {
    let both = [Rounding::PackByPack, Rounding::LargestRemainder];
    let of = |rule| both.map(|rounding| (rule, rounding));
    RULES.into_iter().flat_map(of).collect()
}

/// The exact days of cover under equal cover; `None` where nothing is used.
fn cover(claim: &Claim, award: i64) -> Option<Fraction> {
    let days = i128::from(claim.stock + award) * i128::from(claim.rate.days);
    (claim.rate.used > 0).then(|| Fraction::new(days, claim.rate.used.into()))
}

/// Hands out pack after pack to whoever it is most due to by the words of the rule.
fn one_at_a_time(rule: SharingRule, estate: i64, pack: i64, claims: &[Claim]) -> Vec<i64> {
    let halves = halves_in_packs(pack, claims);
    let mut held = vec![0; claims.len()];
    for _ in 0..estate / pack {
        let open = (0..claims.len()).filter(|&i| claims[i].want - held[i] >= pack);
        let Some(next) = open.min_by(|&i, &j| {
            let below_half = |k: usize| rule == SharingRule::Talmud && held[k] < halves[k];
            let by_half = below_half(j).cmp(&below_half(i));
            let (one, other) = ((&claims[i], held[i]), (&claims[j], held[j]));
            by_half.then_with(|| match rule {
                SharingRule::Talmud if below_half(i) => {
                    more_due(SharingRule::EqualAwards, pack, one, other)
                }
                SharingRule::Talmud => more_due(SharingRule::EqualLosses, pack, one, other),
                rule => more_due(rule, pack, one, other),
            })
        }) else {
            break;
        };
        held[next] += pack;
    }
    held
}

/// `Less` where the pack is due to the first of two claimants, each with what is held.
fn more_due(rule: SharingRule, pack: i64, one: (&Claim, i64), other: (&Claim, i64)) -> Ordering {
    let ((c, x), (d, y)) = (one, other);
    let webster = |a: i64, b: i64| (b * (2 * x + pack)).cmp(&(a * (2 * y + pack)));
    match rule {
        SharingRule::EqualAwards => x.cmp(&y),
        SharingRule::EqualLosses | SharingRule::Talmud => (d.want - y).cmp(&(c.want - x)),
        SharingRule::Proportional => webster(c.want, d.want),
        SharingRule::Weighted => match (c.weight, d.weight) {
            (0, 0) => x.cmp(&y),
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            (a, b) => webster(a, b),
        },
        SharingRule::EqualCover => match (cover(c, x), cover(d, y)) {
            (Some(a), Some(b)) => a.cmp(&b).then(cover(d, y + pack).cmp(&cover(c, x + pack))),
            (None, None) => x.cmp(&y),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
    }
}

/// Half of each claim in whole packs: going up from the smallest number of packs, as many halves
/// are rounded up as keep the sum right, the largest first.
fn halves_in_packs(pack: i64, claims: &[Claim]) -> Vec<i64> {
    let half = |claim: &Claim| claim.want.min(claim.want / pack * pack * 2);
    let down = |claim: &Claim| half(claim) / (2 * pack);
    let mut halves: Vec<i64> = claims.iter().map(down).collect();
    for packs in 0..=halves.iter().copied().max().unwrap_or(0) {
        let up_to = |claim: &&Claim| down(claim) <= packs;
        let exact: i64 = claims.iter().filter(up_to).map(half).sum();
        let mut order: Vec<usize> = (0..claims.len())
            .filter(|&i| down(&claims[i]) == packs)
            .collect();
        order.sort_by_key(|&i| -half(&claims[i]));
        for i in order {
            let smaller = (0..claims.len()).filter(|&j| down(&claims[j]) <= packs);
            if smaller.map(|j| halves[j]).sum::<i64>() < (exact + pack) / (2 * pack) {
                halves[i] += 1;
            }
        }
    }
    halves.iter().map(|packs| packs * pack).collect()
}

/// Calls `visit` with every way to give `supply` packs to the claims that have room for them.
fn every_division(
    claims: &[Claim],
    pack: i64,
    supply: i64,
    chosen: &mut Vec<i64>,
    visit: &mut impl FnMut(&[i64]),
) {
    let Some(claim) = claims.get(chosen.len()) else {
        if supply == 0 {
            visit(chosen);
        }
        return;
    };
    for packs in 0..=supply.min(claim.want / pack) {
        chosen.push(packs * pack);
        every_division(claims, pack, supply - packs, chosen, visit);
        chosen.pop();
    }
}
