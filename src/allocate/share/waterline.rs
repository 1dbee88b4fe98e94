//! At which level does the supply run out when every share rises with one common level?
//!
//! Clamp water-filling: a ramp is one claimant, whose share at level λ is
//! `clamp(start + slope·λ, least, most)`; the level sought is the one at which the shares add up
//! to the total. Every rule of sharing in `share.rs` is a choice of ramps.
//! The sum of the shares is piecewise linear in λ and bends only where a ramp leaves its least or
//! reaches its most. Halving the set of bends around its median leaves the one stretch on which
//! the level lies, where it is a quotient of sums: exact, and linear in the number of ramps.
//!
//! Never: halving the level itself, which would stop near it instead of on it.

use super::fraction::Fraction;

/// How one claimant's share follows the level: `clamp(start + slope·λ, least, most)`.
///
/// `least <= most`, and the slopes of all ramps together stay within
/// [`DENOMINATOR_MAX`](super::fraction::DENOMINATOR_MAX). A ramp of slope 0 stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ramp {
    pub start: i128,
    pub slope: i128,
    pub least: i128,
    pub most: i128,
}

impl Ramp {
    /// The share at a level.
    pub fn at(&self, level: Fraction) -> Fraction {
        if self.is_fixed() {
            let share = self.start.clamp(self.least, self.most);
            return Fraction::whole(share);
        }
        let least = Fraction::whole(self.least);
        let most = Fraction::whole(self.most);
        level.along(self.start, self.slope).clamp(least, most)
    }

    /// A share that no level moves.
    fn is_fixed(&self) -> bool {
        self.slope == 0 || self.least == self.most
    }
}

/// Shares `total` along the ramps, exactly; one share a ramp, in the order of the ramps.
///
/// A total below all the leasts gives the leasts, one above all the mosts gives the mosts: who
/// has to ration guaranteed minima shares the minima themselves.
pub fn fill(ramps: &[Ramp], total: i128) -> Vec<Fraction> {
    let level = level(ramps, total);
    ramps.iter().map(|ramp| ramp.at(level)).collect()
}

/// The level at which the shares of all ramps add up to `total`.
///
/// Where a whole range of levels does, the lowest. A total out of reach gives the level at which
/// the first ramp starts to move or the last one stops.
pub fn level(ramps: &[Ramp], total: i128) -> Fraction {
    let mut bends = bends(ramps);
    let mut sum = Sum::at_the_bottom(ramps);
    let mut level = Fraction::ZERO;
    // `open` holds the bends that may lie on either side of the level sought, `sum` the shares as
    // a function of the level above all bends known to lie below it.
    let mut open = &mut bends[..];
    while !open.is_empty() {
        let middle = open.len() / 2;
        let (below, bend, above) = open.select_nth_unstable_by_key(middle, |bend| bend.level);
        level = bend.level;
        let mut sum_here = sum;
        below.iter().for_each(|bend| sum_here.pass(bend, ramps));
        if level.along(sum_here.start, sum_here.slope) >= Fraction::whole(total) {
            open = below;
        } else {
            sum_here.pass(bend, ramps);
            sum = sum_here;
            open = above;
        }
    }
    if sum.slope > 0 {
        return Fraction::new(total - sum.start, sum.slope);
    }
    level
}

/// The sum of all shares between two neighbouring bends: `start + slope·λ`.
#[derive(Clone, Copy)]
struct Sum {
    start: i128,
    slope: i128,
}

impl Sum {
    /// The sum below all bends.
    fn at_the_bottom(ramps: &[Ramp]) -> Sum {
        let least = |ramp: &Ramp| match ramp.is_fixed() {
            true => ramp.start.clamp(ramp.least, ramp.most),
            false => ramp.least,
        };
        Sum {
            start: ramps.iter().map(least).sum(),
            slope: 0,
        }
    }

    /// Follows the ramp on which `bend` lies round it.
    fn pass(&mut self, bend: &Bend, ramps: &[Ramp]) {
        let ramp = &ramps[bend.ramp];
        if bend.rises {
            self.start += ramp.start - ramp.least;
            self.slope += ramp.slope;
        } else {
            self.start += ramp.most - ramp.start;
            self.slope -= ramp.slope;
        }
    }
}

/// A level at which a ramp starts to rise from its least or stops at its most.
struct Bend {
    level: Fraction,
    ramp: usize,
    rises: bool,
}

/// All bends, in no order. A ramp rises at a lower level than it stops at.
fn bends(ramps: &[Ramp]) -> Vec<Bend> {
    let mut bends = Vec::with_capacity(2 * ramps.len());
    for (index, ramp) in ramps.iter().enumerate() {
        if ramp.is_fixed() {
            continue;
        }
        for (share, rises) in [(ramp.least, true), (ramp.most, false)] {
            bends.push(Bend {
                level: Fraction::new(share - ramp.start, ramp.slope),
                ramp: index,
                rises,
            });
        }
    }
    bends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(start: i128, slope: i128, least: i128, most: i128) -> Ramp {
        Ramp {
            start,
            slope,
            least,
            most,
        }
    }

    fn shares(ramps: &[Ramp], total: i128) -> Vec<String> {
        let shares = fill(ramps, total);
        shares.iter().map(Fraction::to_string).collect()
    }

    #[test]
    fn a_guaranteed_least_is_kept_and_the_rest_shares_what_is_left() {
        let ramps = [ramp(0, 1, 30, 100), ramp(0, 1, 0, 100), ramp(0, 1, 0, 100)];
        assert_eq!(shares(&ramps, 50), ["30", "10", "10"]);
        assert_eq!(shares(&ramps, 100), ["100/3", "100/3", "100/3"]);
    }

    #[test]
    fn totals_out_of_reach_give_the_leasts_and_the_mosts() {
        let ramps = [ramp(0, 1, 5, 10), ramp(0, 3, 0, 20)];
        assert_eq!(shares(&ramps, 2), ["5", "0"]);
        assert_eq!(shares(&ramps, 99), ["10", "20"]);
    }

    #[test]
    fn a_flat_stretch_between_two_bends_is_crossed() {
        // The first is full at level 10, the second starts only at level 100.
        let ramps = [ramp(0, 1, 0, 10), ramp(-100, 1, 0, 10)];
        assert_eq!(shares(&ramps, 10), ["10", "0"]);
        assert_eq!(shares(&ramps, 13), ["10", "3"]);
    }

    #[test]
    fn no_lines_and_fixed_lines_are_no_trouble() {
        assert!(fill(&[], 5).is_empty());
        assert_eq!(shares(&[ramp(7, 0, 0, 5), ramp(1, 1, 4, 4)], 5), ["5", "4"]);
    }

    #[test]
    fn slopes_of_a_hundred_bits_stay_exact() {
        let ramps = [ramp(0, 1 << 100, 0, i128::MAX >> 64), ramp(0, 1, 0, 1)];
        let total = 1 << 62;
        let shares = fill(&ramps, total);
        assert_eq!(shares[0].floor(), total - 1);
        assert_eq!(shares[0].part().0 + shares[1].part().0, shares[0].part().1);
    }
}
