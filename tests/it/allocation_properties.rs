//! What must hold for every exact division of a supply, tried on random problems.
//!
//! Shares are compared as fractions over one denominator; whole packs have a file of their own.

use std::ops::Range;

use granary::allocate::share::fraction::Fraction;
use granary::allocate::share::round::{Rounding, pack_awards};
use granary::allocate::share::waterline::{Ramp, fill};
use granary::allocate::share::{Claim, Rate, awards};
use granary::policy::SharingRule;
use proptest::prelude::*;

pub const RULES: [SharingRule; 6] = [
    SharingRule::Proportional,
    SharingRule::EqualAwards,
    SharingRule::EqualLosses,
    SharingRule::Talmud,
    SharingRule::Weighted,
    SharingRule::EqualCover,
];

/// The rules that look at nothing but what is wanted.
pub const CLASSIC: [SharingRule; 4] = [
    SharingRule::Proportional,
    SharingRule::EqualAwards,
    SharingRule::EqualLosses,
    SharingRule::Talmud,
];

pub fn share(rule: SharingRule, estate: i64, claims: &[Claim]) -> Vec<Fraction> {
    awards(rule, estate, claims).expect("the claims are sound")
}

pub fn pack_share(rule: SharingRule, estate: i64, pack: i64, claims: &[Claim]) -> Vec<i64> {
    pack_awards(rule, Rounding::PackByPack, estate, pack, claims).expect("the claims are sound")
}

/// A fraction as numerator over `of`, a multiple of its denominator.
fn over(fraction: Fraction, of: i128) -> i128 {
    let (part, denominator) = fraction.part();
    let denominator = i128::try_from(denominator).expect("small problems");
    assert_eq!(of % denominator, 0);
    fraction.floor() * of + i128::try_from(part).expect("small problems") * (of / denominator)
}

fn common_denominator(fractions: &[Fraction]) -> i128 {
    fractions.iter().fold(1, |of, fraction| {
        let denominator = i128::try_from(fraction.part().1).expect("small problems");
        if of % denominator == 0 {
            of
        } else {
            of * denominator
        }
    })
}

pub fn sum(fractions: &[Fraction]) -> Fraction {
    let of = common_denominator(fractions);
    Fraction::new(fractions.iter().map(|&f| over(f, of)).sum(), of)
}

pub fn difference(left: Fraction, right: Fraction) -> Fraction {
    let of = common_denominator(&[left, right]);
    Fraction::new(over(left, of) - over(right, of), of)
}

pub fn total(claims: &[Claim]) -> i64 {
    claims.iter().map(|claim| claim.want).sum()
}

prop_compose! {
    pub fn a_claim(most: i64)(
        want in 0..=most,
        weight in 0..4i64,
        stock in 0..=most,
        used in 0..6i64,
        days in 1..4i64,
    ) -> Claim {
        Claim { weight, stock, rate: Rate { used, days }, ..Claim::of(want) }
    }
}

/// Up to seven claims, with an estate that is short, just enough or too large.
pub fn a_problem(most: i64) -> impl Strategy<Value = (i64, Vec<Claim>)> {
    a_problem_of(0..8, most)
}

pub fn a_problem_of(count: Range<usize>, most: i64) -> impl Strategy<Value = (i64, Vec<Claim>)> {
    let claims = prop::collection::vec(a_claim(most), count);
    claims.prop_flat_map(|claims| (0..=total(&claims) + 3, Just(claims)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_supply_is_given_out_and_nobody_gets_more_than_the_claim(
        (estate, claims) in a_problem(40),
    ) {
        for rule in RULES {
            let shares = share(rule, estate, &claims);
            prop_assert_eq!(sum(&shares), Fraction::from(estate.min(total(&claims))));
            for (share, claim) in shares.iter().zip(&claims) {
                prop_assert!(*share >= Fraction::ZERO && *share <= Fraction::from(claim.want));
            }
        }
    }

    #[test]
    fn equals_are_treated_equally_and_the_order_of_claims_changes_nothing(
        (estate, claims) in a_problem_of(1..8, 20),
        copied in any::<prop::sample::Index>(),
        turn in any::<prop::sample::Index>(),
    ) {

        let mut claims = claims;
        claims.push(claims[copied.index(claims.len())]);
        let mut turned = claims.clone();
        let turn = turn.index(claims.len());
        turned.rotate_left(turn);
        turned.reverse();
        for rule in RULES {
            let shares = share(rule, estate, &claims);
            prop_assert_eq!(shares[copied.index(claims.len() - 1)], shares[claims.len() - 1]);
            let mut of_turned = share(rule, estate, &turned);
            of_turned.reverse();
            of_turned.rotate_right(turn);
            prop_assert_eq!(shares, of_turned, "{:?}", rule);
        }
    }

    #[test]
    fn a_larger_claim_gets_no_less_and_loses_no_less((estate, claims) in a_problem(20)) {
        for rule in CLASSIC {
            let shares = share(rule, estate, &claims);
            for (i, j) in pairs(claims.len()) {
                if claims[i].want <= claims[j].want {
                    prop_assert!(shares[i] <= shares[j]);
                    let loss = |k: usize| difference(Fraction::from(claims[k].want), shares[k]);
                    prop_assert!(loss(i) <= loss(j));
                }
            }
        }
    }

    #[test]
    fn more_supply_gives_nobody_less((estate, claims) in a_problem(20), more in 1..9i64) {
        for rule in RULES {
            let shares = share(rule, estate, &claims);
            for (less, more) in shares.iter().zip(share(rule, estate + more, &claims)) {
                prop_assert!(*less <= more, "{:?}", rule);
            }
            for pack in [1, 3] {
                let packs = pack_share(rule, estate, pack, &claims);
                let larger = pack_share(rule, estate + more, pack, &claims);
                for (less, more) in packs.iter().zip(larger) {
                    prop_assert!(*less <= more, "{:?}, packs of {}", rule, pack);
                }
            }
        }
    }

    #[test]
    fn who_asks_for_more_gets_no_less(
        (estate, claims) in a_problem_of(1..8, 20),
        who in any::<prop::sample::Index>(),
        more in 1..9i64,
    ) {

        let who = who.index(claims.len());
        let mut asked = claims.clone();
        asked[who].want += more;
        for rule in RULES {
            let (before, after) = (share(rule, estate, &claims), share(rule, estate, &asked));
            prop_assert!(before[who] <= after[who], "{:?}", rule);
            let packs = |claims: &[Claim]| pack_share(rule, estate, 3, claims)[who];
            // A larger claim may turn the rounding of its half the other way.
            let slack = if rule == SharingRule::Talmud { 3 } else { 0 };
            prop_assert!(packs(&claims) <= packs(&asked) + slack, "{:?} in packs", rule);
        }
    }

    #[test]
    fn who_leaves_with_the_share_changes_nothing_for_the_others(
        (estate, claims) in a_problem_of(1..8, 20),
        who in any::<prop::sample::Index>(),
    ) {

        let who = who.index(claims.len());
        for rule in RULES {
            let mut shares = share(rule, estate, &claims);
            // All in units so small that the share which leaves is whole.
            let of = i64::try_from(denominator(shares[who])).expect("small problems");
            let leaves = i64::try_from(over(shares[who], of.into())).expect("small problems");
            let finer = |claim: &Claim| Claim {
                want: claim.want * of,
                stock: claim.stock * of,
                ..*claim
            };
            let mut rest: Vec<Claim> = claims.iter().map(finer).collect();
            rest.remove(who);
            shares.remove(who);
            for (all, rest) in shares.iter().zip(share(rule, estate * of - leaves, &rest)) {
                let finer = denominator(rest);
                let coarse = Fraction::new(over(rest, finer), finer * i128::from(of));
                prop_assert_eq!(*all, coarse, "{:?}", rule);
            }
        }
    }

    #[test]
    fn guaranteed_parts_are_kept_or_rationed_by_the_same_rule(
        (estate, claims) in a_problem(30),
        parts in prop::collection::vec(0..=30i64, 8),
        pack in 1..6i64,
        more in 1..9i64,
    ) {
        let guard = |(claim, &least): (&Claim, &i64)| Claim { least, ..*claim };
        let guarded: Vec<Claim> = claims.iter().zip(&parts).map(guard).collect();
        let least = |claim: &Claim| claim.least.min(claim.want);
        let minima: Vec<Claim> =
            guarded.iter().map(|claim| Claim { want: least(claim), least: 0, ..*claim }).collect();
        for rule in RULES {
            let shares = share(rule, estate, &guarded);
            prop_assert_eq!(sum(&shares), Fraction::from(estate.min(total(&claims))));
            if total(&minima) <= estate {
                let keeps = |(share, claim): (&Fraction, &Claim)| *share >= Fraction::from(least(claim));
                prop_assert!(shares.iter().zip(&guarded).all(keeps), "{:?}", rule);
            } else {
                prop_assert_eq!(&shares, &share(rule, estate, &minima), "{:?}", rule);
            }
            let packs = pack_share(rule, estate, pack, &guarded);
            let room: i64 = claims.iter().map(|claim| claim.want / pack).sum();
            prop_assert_eq!(packs.iter().sum::<i64>(), room.min(estate / pack) * pack);
            for (less, more) in packs.iter().zip(pack_share(rule, estate + more, pack, &guarded)) {
                prop_assert!(*less <= more, "{:?}", rule);
            }
        }
    }

    #[test]
    fn a_supply_may_be_shared_in_two_steps((estate, claims) in a_problem_of(1..8, 12), part in 0..=100i64) {
        // Up: what is shared first counts as received. Down: what is shared of more counts as the claim.
        let first = estate * part / 100;
        for rule in [SharingRule::Proportional, SharingRule::EqualAwards, SharingRule::EqualLosses] {
            let at_once = share(rule, estate, &claims);
            let received = share(rule, first, &claims);
            let of = common_denominator(&received);
            let scale = i64::try_from(of).expect("small problems");
            let rest = |(claim, got): (&Claim, &Fraction)| {
                let got = i64::try_from(over(*got, of)).expect("small problems");
                Claim::of(claim.want * scale - got)
            };
            let rest: Vec<Claim> = claims.iter().zip(&received).map(rest).collect();
            let then = share(rule, (estate - first) * scale, &rest);
            for (index, then) in then.into_iter().enumerate() {
                let finer = denominator(then);
                let then = Fraction::new(over(then, finer), finer * of);
                prop_assert_eq!(sum(&[received[index], then]), at_once[index], "{:?} up", rule);
            }
            let of = common_denominator(&at_once);
            let scale = i64::try_from(of).expect("small problems");
            let as_claim = |share: &Fraction| Claim::of(i64::try_from(over(*share, of)).expect("small"));
            let claimed: Vec<Claim> = at_once.iter().map(as_claim).collect();
            for (down, received) in share(rule, first * scale, &claimed).into_iter().zip(&received) {
                let finer = denominator(down);
                let down = Fraction::new(over(down, finer), finer * of);
                prop_assert_eq!(down, *received, "{:?} down", rule);
            }
        }
    }

    #[test]
    fn talmud_shares_awards_as_it_shares_losses((estate, claims) in a_problem(40)) {
        let estate = estate.min(total(&claims));
        let shares = share(SharingRule::Talmud, estate, &claims);
        let losses = share(SharingRule::Talmud, total(&claims) - estate, &claims);
        for ((share, loss), claim) in shares.iter().zip(losses).zip(&claims) {
            prop_assert_eq!(difference(Fraction::from(claim.want), *share), loss);
        }
    }

    #[test]
    fn claims_beyond_the_supply_change_nothing_for_equal_awards_and_talmud(
        (estate, claims) in a_problem(40),
    ) {
        let cut = |claim: &Claim| Claim { want: claim.want.min(estate), ..*claim };
        let cut: Vec<Claim> = claims.iter().map(cut).collect();
        for rule in [SharingRule::EqualAwards, SharingRule::Talmud] {
            prop_assert_eq!(share(rule, estate, &claims), share(rule, estate, &cut));
        }
    }

    #[test]
    fn in_proportion_a_claim_cut_to_the_supply_gets_less(others in 1..40i64, beyond in 1..40i64) {
        let claims = |most: i64| [Claim::of(others), Claim::of(most)];
        let (cut, inflated) = (claims(others), claims(others + beyond));
        let of = |claims: &[Claim]| share(SharingRule::Proportional, others, claims)[1];
        prop_assert!(of(&cut) < of(&inflated));
    }

    #[test]
    fn equal_awards_and_equal_losses_are_each_others_mirror((estate, claims) in a_problem(40)) {
        let estate = estate.min(total(&claims));
        let shares = share(SharingRule::EqualLosses, estate, &claims);
        let losses = share(SharingRule::EqualAwards, total(&claims) - estate, &claims);
        for ((share, loss), claim) in shares.iter().zip(losses).zip(&claims) {
            prop_assert_eq!(difference(Fraction::from(claim.want), *share), loss);
        }
    }

    #[test]
    fn covers_are_level_except_for_the_full_and_the_well_stocked(
        (estate, claims) in a_problem(20),
    ) {
        let shares = share(SharingRule::EqualCover, estate, &claims);
        let days = |i: usize| {
            let of = denominator(shares[i]);
            let held = i128::from(claims[i].stock) * of + over(shares[i], of);
            let Rate { used, days } = claims[i].rate;
            (used > 0).then(|| Fraction::new(held * i128::from(days), i128::from(used) * of))
        };
        for (i, j) in pairs(claims.len()) {
            // Whoever could take more has no fewer days than anybody who got something.
            let could_take = shares[i] < Fraction::from(claims[i].want);
            if could_take && shares[j] > Fraction::ZERO {
                let level = match (days(i), days(j)) {
                    (Some(own), Some(other)) => own >= other,
                    (Some(_), None) => false,
                    (None, Some(_)) => true,
                    (None, None) => shares[i] >= shares[j],
                };
                prop_assert!(level);
            }
        }
    }

    #[test]
    fn any_lines_meet_their_total_at_one_level(
        lines in prop::collection::vec((-30..30i128, 0..5i128, 0..20i128, 0..20i128), 1..8),
        part in 0..=100i128,
    ) {
        let line = |(start, slope, least, more)| Ramp { start, slope, least, most: least + more };
        let ramps: Vec<Ramp> = lines.into_iter().map(line).collect();
        let end = |line: &Ramp, moved: i128| match line.slope {
            0 => line.start.clamp(line.least, line.most),
            _ => moved,
        };
        let low: i128 = ramps.iter().map(|line| end(line, line.least)).sum();
        let high: i128 = ramps.iter().map(|line| end(line, line.most)).sum();
        let target = low + (high - low) * part / 100;
        let shares = fill(&ramps, target);
        prop_assert_eq!(sum(&shares), Fraction::whole(target));
        for (i, j) in pairs(ramps.len()) {
            // A line that could give way stands no higher than one that could take more.
            let gives = ramps[i].slope > 0 && shares[i] > Fraction::whole(ramps[i].least);
            let takes = ramps[j].slope > 0 && shares[j] < Fraction::whole(ramps[j].most);
            if gives && takes {
                prop_assert!(level_of(&ramps[i], shares[i]) <= level_of(&ramps[j], shares[j]));
            }
        }
    }
}

/// The level at which a line reaches a share.
fn level_of(line: &Ramp, share: Fraction) -> Fraction {
    let of = denominator(share);
    Fraction::new(over(share, of) - line.start * of, line.slope * of)
}

fn denominator(fraction: Fraction) -> i128 {
    i128::try_from(fraction.part().1).expect("small problems")
}

pub fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |i| (0..count).map(move |j| (i, j)))
}
