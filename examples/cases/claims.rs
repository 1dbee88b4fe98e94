//! Three rules of the literature that no plan asks for and some worked cases do: adjusted proportional, random
//! arrival, minimal overlap.
//!
//! Exact in fractions of 128 bits: the cases are small. Source: Thomson's survey (Math. Soc. Sci. 45, 2003).

use std::fmt;

use super::case::{Read, malformed};

/// The most claims whose orders of arrival are counted, as sets of those who came before.
const ARRIVALS_MAX: usize = 16;

/// An exact number, `number` over `of`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    number: i128,
    of: i128,
}

impl Exact {
    fn whole(number: i128) -> Exact {
        Exact { number, of: 1 }
    }

    /// The number over a positive whole one, in lowest terms.
    pub fn over(self, of: i128) -> Exact {
        let (mut divisor, mut rest) = (self.of * of, self.number.abs());
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Exact {
            number: self.number / divisor,
            of: self.of * of / divisor,
        }
    }

    fn plus(self, other: Exact) -> Exact {
        let number = self.number * other.of + other.number * self.of;
        Exact { number, of: 1 }.over(self.of * other.of)
    }

    fn minus(self, other: Exact) -> Exact {
        self.plus(Exact {
            number: -other.number,
            ..other
        })
    }

    fn times(self, other: Exact) -> Exact {
        Exact::whole(self.number * other.number).over(self.of * other.of)
    }

    fn is_below(self, other: Exact) -> bool {
        self.number * other.of < other.number * self.of
    }

    fn least(self, other: Exact) -> Exact {
        if self.is_below(other) { self } else { other }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            1 => write!(f, "{}", self.number),
            of => write!(f, "{}/{of}", self.number),
        }
    }
}

fn sum(numbers: impl IntoIterator<Item = Exact>) -> Exact {
    let zero = Exact::whole(0);
    numbers.into_iter().fold(zero, Exact::plus)
}

fn exact(claims: &[i64]) -> Vec<Exact> {
    let whole = |&claim: &i64| Exact::whole(i128::from(claim));
    claims.iter().map(whole).collect()
}

/// What the others leave undisputed first, then the rest in proportion to what is still claimed of it.
pub fn adjusted_proportional(estate: i64, claims: &[i64]) -> Read<Vec<Exact>> {
    let claims = exact(claims);
    let all = sum(claims.iter().copied());
    let estate = Exact::whole(i128::from(estate)).least(all);
    let zero = Exact::whole(0);
    let conceded = |&claim: &Exact| {
        let left = estate.minus(all.minus(claim));
        if left.is_below(zero) { zero } else { left }
    };
    let first: Vec<Exact> = claims.iter().map(conceded).collect();
    let rest = estate.minus(sum(first.iter().copied()));
    let still = |(&claim, &first): (&Exact, &Exact)| claim.minus(first).least(rest);
    let still: Vec<Exact> = claims.iter().zip(&first).map(still).collect();
    let pull = sum(still.iter().copied());
    if pull == zero {
        return Ok(first);
    }
    let share = |still: &Exact| {
        rest.times(*still)
            .times(Exact::whole(pull.of))
            .over(pull.number)
    };
    let shares = first.iter().zip(&still);
    Ok(shares
        .map(|(first, still)| first.plus(share(still)))
        .collect())
}

/// The mean over all orders in which the claimants may arrive, each served in full while there is something left.
///
/// Who came before matters, and not in which order: each set of others stands for all orders that begin with it.
pub fn random_arrival(estate: i64, claims: &[i64]) -> Read<Vec<Exact>> {
    if claims.len() > ARRIVALS_MAX {
        return malformed("too many claims for every order of arrival");
    }
    let orders = |count: usize| (1..=count).map(|n| n as i128).product::<i128>();
    let mut sums = vec![0i128; claims.len()];
    for set in 0..1usize << claims.len() {
        let has = |at: usize| set & (1 << at) != 0;
        let before = (0..claims.len()).filter(|at| has(*at)).count();
        let taken: i128 = (0..claims.len())
            .filter(|at| has(*at))
            .map(|at| i128::from(claims[at]))
            .sum();
        let left = (i128::from(estate) - taken).max(0);
        for at in (0..claims.len()).filter(|at| !has(*at)) {
            let served = i128::from(claims[at]).min(left);
            sums[at] += served * orders(before) * orders(claims.len() - before - 1);
        }
    }
    let all = orders(claims.len());
    Ok(sums
        .into_iter()
        .map(|sum| Exact::whole(sum).over(all))
        .collect())
}

/// O'Neill's rule: claims laid over each other so that as little as possible is claimed twice.
pub fn minimal_overlap(estate: i64, claims: &[i64]) -> Read<Vec<Exact>> {
    let claims = exact(claims);
    let estate = Exact::whole(i128::from(estate)).least(sum(claims.iter().copied()));
    let cut: Vec<Exact> = claims.iter().map(|claim| claim.least(estate)).collect();
    if claims.iter().any(|claim| !claim.is_below(estate)) {
        return Ok(slices(&cut));
    }
    let level = overlap_level(estate, &claims);
    let above = |claim: &Exact| {
        let own = claim.minus(level);
        if own.number < 0 { Exact::whole(0) } else { own }
    };
    let below: Vec<Exact> = claims.iter().map(|claim| claim.least(level)).collect();
    let shares = claims.iter().zip(slices(&below));
    Ok(shares
        .map(|(claim, slice)| above(claim).plus(slice))
        .collect())
}

/// The level t at which what stands above it adds up to what it leaves: Σ max(0, claim − t) = estate − t.
fn overlap_level(estate: Exact, claims: &[Exact]) -> Exact {
    let mut sorted = claims.to_vec();
    sorted.sort_by_key(|claim| claim.number);
    let mut level = Exact::whole(0);
    for first_above in 0..sorted.len() {
        // With these above the level: their sum − n·t = estate − t.
        let above = &sorted[first_above..];
        let n = i128::try_from(above.len()).expect("a few claims") - 1;
        if n > 0 {
            level = sum(above.iter().copied()).minus(estate).over(n);
        }
        let is_low_enough = !sorted[first_above].is_below(level);
        let is_high_enough = first_above == 0 || !level.is_below(sorted[first_above - 1]);
        if is_low_enough && is_high_enough {
            break;
        }
    }
    level
}

/// Each slice between two neighbouring claims, shared equally among those who claim it.
fn slices(claims: &[Exact]) -> Vec<Exact> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        (claims[a].number * claims[b].of).cmp(&(claims[b].number * claims[a].of))
    });
    let mut shares = vec![Exact::whole(0); claims.len()];
    let mut below = Exact::whole(0);
    let mut share = Exact::whole(0);
    for (place, &index) in order.iter().enumerate() {
        let sharing = i128::try_from(order.len() - place).expect("a few claims");
        share = share.plus(claims[index].minus(below).over(sharing));
        below = claims[index];
        shares[index] = share;
    }
    shares
}
