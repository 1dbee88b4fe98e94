//! How many whole things does each get when they are handed out in proportion?
//!
//! Boxes to stations by what their people need, teams to counties, seats to parties: a count and one
//! weight a claimant; the result is one whole number a claimant, in their order, and they add up to the
//! count. No claim caps a share here; where claims do, the packs of [`super::round`] are the ones to use.
//!
//! Methods with a quota hand out the whole parts first and then go by the remainders; they can give a
//! claimant less although there is more to give out (the Alabama paradox). Methods with a divisor cannot.
//! All ties go to the claimant who stands first.
//!
//! Source: Balinski and Young, Fair Representation (2nd edition 2001).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::fraction::Fraction;

/// How whole things are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Largest remainders over the Hare quota, weight / count.
    Hamilton,
    /// Largest remainders over the Droop quota, ⌊weight / (count + 1)⌋ + 1.
    Droop,
    /// The next goes to the greatest weight / (held + 1); favours the large.
    Jefferson,
    /// The next goes to the greatest weight / (held + 1/2); favours nobody.
    Webster,
    /// By the geometric mean of held and held + 1; each gets one first.
    HuntingtonHill,
    /// By the harmonic mean of held and held + 1; each gets one first.
    Dean,
    /// By held alone; each gets one first; favours the small.
    Adams,
    /// Jefferson's order among those whom the next would not put above their upper quota.
    Quota,
}

/// Why nothing can be handed out. `index` counts the weights from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApportionError {
    NegativeCount,
    NegativeWeight { index: usize },
}

/// Hands out `count` things in proportion to `weights`; who weighs nothing gets nothing.
///
/// Errors: a negative count or weight. Where nobody weighs anything, nothing is handed out.
pub fn apportion(method: Method, weights: &[i64], count: i64) -> Result<Vec<i64>, ApportionError> {
    if count < 0 {
        return Err(ApportionError::NegativeCount);
    }
    if let Some(index) = weights.iter().position(|&weight| weight < 0) {
        return Err(ApportionError::NegativeWeight { index });
    }
    let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    Ok(match method {
        Method::Hamilton => by_remainder(weights, count, (total, i128::from(count))),
        Method::Droop => {
            let quota = total / (i128::from(count) + 1) + 1;
            by_remainder(weights, count, (quota, 1))
        }
        Method::Quota => within_quota(weights, count, total),
        _ => by_divisor(method, weights, count),
    })
}

/// Whole parts of `weight / quota` first, then one each to the largest remainders.
///
/// `quota` is a fraction, numerator and denominator.
fn by_remainder(weights: &[i64], count: i64, quota: (i128, i128)) -> Vec<i64> {
    let of = |&weight: &i64| Fraction::new(i128::from(weight) * quota.1, quota.0);
    let shares: Vec<Fraction> = weights.iter().map(of).collect();
    let whole = |share: &Fraction| i64::try_from(share.floor()).expect("a share of the count");
    let mut held: Vec<i64> = shares.iter().map(whole).collect();
    let left = count - held.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > 0).collect();
    order.sort_by_key(|&index| (Reverse(shares[index].minus(shares[index].floor())), index));
    // Droop's quota may leave more than one each where there is more to hand out than weight.
    for &index in order
        .iter()
        .cycle()
        .take(usize::try_from(left).unwrap_or(0))
    {
        held[index] += 1;
    }
    held
}

/// One after the other to the greatest quotient.
fn by_divisor(method: Method, weights: &[i64], count: i64) -> Vec<i64> {
    let mut held = vec![0; weights.len()];
    let mut next: BinaryHeap<_> = (0..weights.len())
        .filter(|&index| weights[index] > 0)
        .map(|index| (quotient(method, weights[index], 0), Reverse(index)))
        .collect();
    for _ in 0..count {
        let Some((_, Reverse(index))) = next.pop() else {
            break;
        };
        held[index] += 1;
        next.push((
            quotient(method, weights[index], held[index]),
            Reverse(index),
        ));
    }
    held
}

/// What `weight` that holds `held` bids for one more: first whether it is owed its first one, then the quotient.
fn quotient(method: Method, weight: i64, held: i64) -> (bool, Fraction) {
    let (weight, held) = (i128::from(weight), i128::from(held));
    let first = (true, Fraction::whole(weight));
    let then = |numerator, denominator| (false, Fraction::new(numerator, denominator));
    match method {
        Method::Webster => then(weight, 2 * held + 1),
        Method::Adams | Method::Dean | Method::HuntingtonHill if held == 0 => first,
        Method::Adams => then(weight, held),
        Method::Dean => then(weight * (2 * held + 1), 2 * held * (held + 1)),
        // The squares are in the order of the quotients themselves.
        Method::HuntingtonHill => then(weight * weight, held * (held + 1)),
        Method::Hamilton | Method::Droop | Method::Jefferson | Method::Quota => {
            then(weight, held + 1)
        }
    }
}

/// The quota method: Jefferson's order, but nobody is taken above the upper quota of what is handed out so far.
fn within_quota(weights: &[i64], count: i64, total: i128) -> Vec<i64> {
    let mut held = vec![0; weights.len()];
    for handed_out in 1..=count {
        let has_room = |&index: &usize| {
            i128::from(held[index]) * total < i128::from(weights[index]) * i128::from(handed_out)
        };
        let bid = |&index: &usize| {
            let (_, bid) = quotient(Method::Jefferson, weights[index], held[index]);
            (bid, Reverse(index))
        };
        let open = (0..weights.len()).filter(has_room);
        let index = open
            .max_by_key(bid)
            .expect("somebody is below the quota while not all is handed out");
        held[index] += 1;
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Method; 8] = [
        Method::Hamilton,
        Method::Droop,
        Method::Jefferson,
        Method::Webster,
        Method::HuntingtonHill,
        Method::Dean,
        Method::Adams,
        Method::Quota,
    ];

    fn of(method: Method, weights: &[i64], count: i64) -> Vec<i64> {
        apportion(method, weights, count).expect("the weights of a test are sound")
    }

    #[test]
    fn one_more_seat_costs_the_smallest_state_one_under_hamilton_alone() {
        assert_eq!(of(Method::Hamilton, &[6, 6, 2], 10), [4, 4, 2]);
        assert_eq!(of(Method::Hamilton, &[6, 6, 2], 11), [5, 5, 1]);
        for method in [Method::Jefferson, Method::Webster, Method::Adams] {
            let (ten, eleven) = (of(method, &[6, 6, 2], 10), of(method, &[6, 6, 2], 11));
            assert!(ten.iter().zip(&eleven).all(|(ten, eleven)| ten <= eleven));
        }
    }

    #[test]
    fn what_is_handed_out_adds_up_and_nobody_without_weight_gets_any() {
        for method in ALL {
            for count in 0..30 {
                let held = of(method, &[7, 0, 1, 22, 3], count);
                assert_eq!(held.iter().sum::<i64>(), count, "{method:?}");
                assert_eq!(held[1], 0, "{method:?}");
            }
        }
    }

    #[test]
    fn ties_go_to_the_first() {
        for method in ALL {
            assert_eq!(of(method, &[1, 1, 1], 4), [2, 1, 1], "{method:?}");
        }
    }

    #[test]
    fn the_largest_weights_do_not_overflow() {
        for method in ALL {
            let held = of(method, &[i64::MAX, i64::MAX, i64::MAX - 1], 5);
            assert_eq!(held, [2, 2, 1], "{method:?}");
        }
    }

    #[test]
    fn nothing_is_handed_out_by_unsound_weights() {
        let error = ApportionError::NegativeWeight { index: 1 };
        assert_eq!(apportion(Method::Webster, &[1, -1], 3), Err(error));
        let error = ApportionError::NegativeCount;
        assert_eq!(apportion(Method::Webster, &[1], -3), Err(error));
        assert_eq!(of(Method::Webster, &[0, 0], 3), [0, 0]);
        assert!(of(Method::Hamilton, &[], 3).is_empty());
    }
}
