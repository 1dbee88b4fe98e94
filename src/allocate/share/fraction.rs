//! What is an exact share when it is no whole number?
//!
//! A share or a water level is kept as a mixed number, `whole + part / of` with `part < of`, so
//! that nothing is rounded before the one place that rounds (`round.rs`). The whole part is kept
//! apart because levels are near the size of a quantity while denominators are sums of claims:
//! one improper fraction would outgrow 128 bits, the mixed number does not.
//!
//! Never: floating point, and never a value that was silently cut off.

use std::cmp::Ordering;
use std::fmt;

/// The largest denominator accepted; below it twice a remainder plus another fits 128 bits.
pub const DENOMINATOR_MAX: i128 = 1 << 125;

/// An exact rational number. Two that are equal in value are equal, whatever their denominators.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    whole: i128,
    part: u128,
    of: u128,
}

impl Fraction {
    pub const ZERO: Fraction = Fraction::whole(0);

    /// The fraction that is a whole number.
    pub const fn whole(whole: i128) -> Fraction {
        Fraction {
            whole,
            part: 0,
            of: 1,
        }
    }

    /// `numerator / denominator`.
    ///
    /// Panics unless the denominator lies in 1..=[`DENOMINATOR_MAX`]; callers hold sums of
    /// positive slopes that were checked where they were added up.
    pub fn new(numerator: i128, denominator: i128) -> Fraction {
        assert!(
            (1..=DENOMINATOR_MAX).contains(&denominator),
            "a denominator is positive and was bounded when it was summed"
        );
        let whole = match (i64::try_from(numerator), i64::try_from(denominator)) {
            // The same in a tenth of the time; nearly every quotient is of this size.
            (Ok(numerator), Ok(denominator)) => i128::from(numerator.div_euclid(denominator)),
            _ => numerator.div_euclid(denominator),
        };
        Fraction {
            whole,
            part: (numerator - whole * denominator).unsigned_abs(),
            of: denominator.unsigned_abs(),
        }
    }

    /// The largest whole number not above the fraction.
    pub fn floor(self) -> i128 {
        self.whole
    }

    /// What is above [`Fraction::floor`], as numerator and denominator, not reduced.
    pub fn part(self) -> (u128, u128) {
        (self.part, self.of)
    }

    /// Half of the fraction.
    pub(super) fn halved(self) -> Fraction {
        let odd = self.whole.rem_euclid(2).unsigned_abs();
        Fraction {
            whole: self.whole.div_euclid(2),
            part: odd * self.of + self.part,
            of: 2 * self.of,
        }
    }

    /// The fraction less a whole number.
    pub(super) fn minus(self, whole: i128) -> Fraction {
        Fraction {
            whole: self.whole - whole,
            ..self
        }
    }

    /// `start + slope * self`, for a slope in 0..=[`DENOMINATOR_MAX`].
    ///
    /// Far outside the range of any quantity the result sticks to the end of 128 bits; every
    /// caller clamps it to a claim, so that the place where it sticks is never seen.
    pub(super) fn along(self, start: i128, slope: i128) -> Fraction {
        let (carry, part) = times_part(slope.unsigned_abs(), self.part, self.of);
        Fraction {
            whole: slope
                .saturating_mul(self.whole)
                .saturating_add_unsigned(carry)
                .saturating_add(start),
            part,
            of: self.of,
        }
    }
}

/// `factor * part / of` as whole number and remainder, for `part < of`.
fn times_part(factor: u128, part: u128, of: u128) -> (u128, u128) {
    if let Some(product) = factor.checked_mul(part) {
        let whole = product / of;
        return (whole, product - whole * of);
    }
    // Schoolbook doubling, bit by bit: the product itself would need 256 bits.
    let (mut whole, mut rest) = (0u128, 0u128);
    for bit in (0..128 - factor.leading_zeros()).rev() {
        rest = 2 * rest + if factor >> bit & 1 == 1 { part } else { 0 };
        whole = 2 * whole + rest / of;
        rest %= of;
    }
    (whole, rest)
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        self.whole
            .cmp(&other.whole)
            .then_with(|| order_of_parts((self.part, self.of), (other.part, other.of)))
    }
}

/// Orders two fractions without a product that could overflow.
fn order_of_parts(mut left: (u128, u128), mut right: (u128, u128)) -> Ordering {
    let crossed = |a: u128, b: u128| a.checked_mul(b);
    if let (Some(l), Some(r)) = (crossed(left.0, right.1), crossed(right.0, left.1)) {
        return l.cmp(&r);
    }
    // Continued fractions: equal whole parts leave remainders, whose reciprocals order in reverse.
    loop {
        let wholes = (left.0 / left.1).cmp(&(right.0 / right.1));
        let rests = (left.0 % left.1, right.0 % right.1);
        match (wholes, rests) {
            (Ordering::Equal, (0, rest)) => return 0.cmp(&rest),
            (Ordering::Equal, (_, 0)) => return Ordering::Greater,
            (Ordering::Equal, (l, r)) => (left, right) = ((right.1, r), (left.1, l)),
            (unequal, _) => return unequal,
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl From<i64> for Fraction {
    fn from(whole: i64) -> Fraction {
        Fraction::whole(i128::from(whole))
    }
}

impl fmt::Display for Fraction {
    /// Writes `25`, `100/3`, or `7+1/3` where the numerator of an improper fraction is too long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part == 0 {
            return write!(f, "{}", self.whole);
        }
        let divisor = greatest_common_divisor(self.part, self.of);
        let (part, of) = (self.part / divisor, self.of / divisor);
        let improper = i128::try_from(of)
            .ok()
            .and_then(|of| self.whole.checked_mul(of))
            .and_then(|wholes| wholes.checked_add_unsigned(part));
        match improper {
            Some(numerator) => write!(f, "{numerator}/{of}"),
            None => write!(f, "{}+{part}/{of}", self.whole),
        }
    }
}

/// The greatest common divisor by Euclid; of zero and a number, the number.
pub(super) fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_prints_in_lowest_terms() {
        for (numerator, denominator, text) in [
            (100, 3, "100/3"),
            (200, 6, "100/3"),
            (50, 1, "50"),
            (-7, 2, "-7/2"),
            (0, 5, "0"),
        ] {
            assert_eq!(Fraction::new(numerator, denominator).to_string(), text);
        }
    }

    #[test]
    fn order_is_by_value_not_by_denominator() {
        assert_eq!(Fraction::new(2, 6), Fraction::new(1, 3));
        assert!(Fraction::new(-1, 3) > Fraction::new(-1, 2));
        assert!(Fraction::new(7, 2) < Fraction::whole(4));
    }

    #[test]
    fn order_holds_where_cross_products_outgrow_128_bits() {
        let big = DENOMINATOR_MAX;
        let just_below = Fraction::new(big - 2, big - 1);
        assert!(just_below < Fraction::new(big - 1, big));
        assert!(Fraction::new(1, big) < Fraction::new(1, big - 1));
        assert_eq!(just_below, Fraction::new(big - 2, big - 1));
        assert_eq!(Fraction::new(big / 2, big), Fraction::new(big / 4, big / 2));
    }

    #[test]
    fn a_product_of_250_bits_is_still_exact() {
        // (2^124 + 1) * (2^125 - 1) / 2^125 = 2^124 + 1 - (2^124 + 1) / 2^125
        let level = Fraction::new(DENOMINATOR_MAX - 1, DENOMINATOR_MAX);
        let along = level.along(5, (1 << 124) + 1);
        assert_eq!(along.floor(), 5 + (1 << 124));
        assert_eq!(along.part().0, (1 << 125) - (1 << 124) - 1);
    }

    #[test]
    fn halves_and_differences_keep_their_remainder() {
        assert_eq!(Fraction::new(7, 3).halved(), Fraction::new(7, 6));
        assert_eq!(Fraction::new(-7, 3).halved(), Fraction::new(-7, 6));
        assert_eq!(Fraction::new(7, 3).minus(5), Fraction::new(-8, 3));
    }
}
