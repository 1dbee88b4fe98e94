//! At which level does the supply run out when every share rises with one common level?
//!
//! Clamp water-filling: a line is one claimant, whose share at level λ is
//! `clamp(start + slope·λ, least, most)`; the level sought is the one at which the shares add up
//! to the total. Every rule of sharing in `share.rs` is a choice of lines.
//! The sum of the shares is piecewise linear in λ and bends only where a line leaves its least or
//! reaches its most. Halving the set of bends around its median leaves the one stretch on which
//! the level lies, where it is a quotient of sums: exact, and linear in the number of lines.
//!
//! Never: halving the level itself, which would stop near it instead of on it.

use super::fraction::Fraction;

/// How one claimant's share follows the level: `clamp(start + slope·λ, least, most)`.
///
/// `least <= most`, and the slopes of all lines together stay within
/// [`DENOMINATOR_MAX`](super::fraction::DENOMINATOR_MAX). A line of slope 0 stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub start: i128,
    pub slope: i128,
    pub least: i128,
    pub most: i128,
}

impl Line {
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

/// Shares `total` along the lines, exactly; one share a line, in the order of the lines.
///
/// A total below all the leasts gives the leasts, one above all the mosts gives the mosts: who
/// has to ration guaranteed minima shares the minima themselves.
pub fn fill(lines: &[Line], total: i128) -> Vec<Fraction> {
    let level = level(lines, total);
    lines.iter().map(|line| line.at(level)).collect()
}

/// The level at which the shares of all lines add up to `total`.
///
/// Where a whole range of levels does, the lowest. A total out of reach gives the level at which
/// the first line starts to move or the last one stops.
pub fn level(lines: &[Line], total: i128) -> Fraction {
    let mut bends = bends(lines);
    let mut sum = Sum::at_the_bottom(lines);
    let mut level = Fraction::ZERO;
    // `open` holds the bends that may lie on either side of the level sought, `sum` the shares as
    // a function of the level above all bends known to lie below it.
    let mut open = &mut bends[..];
    while !open.is_empty() {
        let middle = open.len() / 2;
        let (below, bend, above) = open.select_nth_unstable_by_key(middle, |bend| bend.level);
        level = bend.level;
        let mut sum_here = sum;
        below.iter().for_each(|bend| sum_here.pass(bend, lines));
        if level.along(sum_here.start, sum_here.slope) >= Fraction::whole(total) {
            open = below;
        } else {
            sum_here.pass(bend, lines);
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
    fn at_the_bottom(lines: &[Line]) -> Sum {
        let least = |line: &Line| match line.is_fixed() {
            true => line.start.clamp(line.least, line.most),
            false => line.least,
        };
        Sum {
            start: lines.iter().map(least).sum(),
            slope: 0,
        }
    }

    /// Follows the line on which `bend` lies round it.
    fn pass(&mut self, bend: &Bend, lines: &[Line]) {
        let line = &lines[bend.line];
        if bend.rises {
            self.start += line.start - line.least;
            self.slope += line.slope;
        } else {
            self.start += line.most - line.start;
            self.slope -= line.slope;
        }
    }
}

/// A level at which a line starts to rise from its least or stops at its most.
struct Bend {
    level: Fraction,
    line: usize,
    rises: bool,
}

/// All bends, in no order. A line rises at a lower level than it stops at.
fn bends(lines: &[Line]) -> Vec<Bend> {
    let mut bends = Vec::with_capacity(2 * lines.len());
    for (index, line) in lines.iter().enumerate() {
        if line.is_fixed() {
            continue;
        }
        for (share, rises) in [(line.least, true), (line.most, false)] {
            bends.push(Bend {
                level: Fraction::new(share - line.start, line.slope),
                line: index,
                rises,
            });
        }
    }
    bends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(start: i128, slope: i128, least: i128, most: i128) -> Line {
        Line {
            start,
            slope,
            least,
            most,
        }
    }

    fn shares(lines: &[Line], total: i128) -> Vec<String> {
        let shares = fill(lines, total);
        shares.iter().map(Fraction::to_string).collect()
    }

    #[test]
    fn a_guaranteed_least_is_kept_and_the_rest_shares_what_is_left() {
        let lines = [line(0, 1, 30, 100), line(0, 1, 0, 100), line(0, 1, 0, 100)];
        assert_eq!(shares(&lines, 50), ["30", "10", "10"]);
        assert_eq!(shares(&lines, 100), ["100/3", "100/3", "100/3"]);
    }

    #[test]
    fn totals_out_of_reach_give_the_leasts_and_the_mosts() {
        let lines = [line(0, 1, 5, 10), line(0, 3, 0, 20)];
        assert_eq!(shares(&lines, 2), ["5", "0"]);
        assert_eq!(shares(&lines, 99), ["10", "20"]);
    }

    #[test]
    fn a_flat_stretch_between_two_bends_is_crossed() {
        // The first is full at level 10, the second starts only at level 100.
        let lines = [line(0, 1, 0, 10), line(-100, 1, 0, 10)];
        assert_eq!(shares(&lines, 10), ["10", "0"]);
        assert_eq!(shares(&lines, 13), ["10", "3"]);
    }

    #[test]
    fn no_lines_and_fixed_lines_are_no_trouble() {
        assert!(fill(&[], 5).is_empty());
        assert_eq!(shares(&[line(7, 0, 0, 5), line(1, 1, 4, 4)], 5), ["5", "4"]);
    }

    #[test]
    fn slopes_of_a_hundred_bits_stay_exact() {
        let lines = [line(0, 1 << 100, 0, i128::MAX >> 64), line(0, 1, 0, 1)];
        let total = 1 << 62;
        let shares = fill(&lines, total);
        assert_eq!(shares[0].floor(), total - 1);
        assert_eq!(shares[0].part().0 + shares[1].part().0, shares[0].part().1);
    }
}
