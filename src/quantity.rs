//! How much: exact quantities, money, prices and rates, and the only functions that round.
//!
//! A [`Quantity`] counts thousandths of an item's base unit, [`Money`] counts fen, a [`Price`] counts
//! ten-thousandths of a yuan. Sums run in `i128`; a rounding has a direction and a reason, and stands here.
//! This file never reads a cell and never knows what an item is.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

mod content;
pub mod decimal;
mod exchange;
mod pack;
mod part;
pub mod unit;

pub use content::Content;
pub use exchange::Exchange;
pub use unit::Unit;

/// Thousandths in one base unit: fine enough for a gram of rice, coarse enough for 9 × 10¹⁵ masks.
pub const THOUSANDTHS: i64 = 1000;
/// Ten-thousandths of a yuan in one yuan, and in one fen: unit prices carry two decimals more than money.
const PRICE_STEPS_PER_FEN: i128 = 100;

/// An exact quantity in thousandths of the item's base unit (piece, pair, kg, L, test …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    /// More than any sum that is kept exact.
    pub const MAX: Quantity = Quantity(i64::MAX);
    /// From here on a quantity is taken, but with a warning: no depot holds 10¹² pieces of anything.
    pub const IMPLAUSIBLE: Quantity = Quantity(1_000_000_000_000 * THOUSANDTHS);

    /// Makes a quantity of `n` thousandths.
    pub const fn from_thousandths(n: i64) -> Quantity {
        Quantity(n)
    }

    /// Makes a quantity of `n` whole base units; `None` when it does not fit.
    pub fn whole(n: i64) -> Option<Quantity> {
        n.checked_mul(THOUSANDTHS).map(Quantity)
    }

    /// Makes a quantity from a sum carried in `i128` thousandths; `None` when it does not fit.
    pub fn from_sum(thousandths: i128) -> Option<Quantity> {
        i64::try_from(thousandths).ok().map(Quantity)
    }

    /// The number of thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whole base units, rounding down: packs and pieces that exist.
    pub fn whole_units_down(self) -> i64 {
        self.0.div_euclid(THOUSANDTHS)
    }

    /// The next whole base unit at or above: needs and gaps are never understated.
    ///
    /// Rule: `D-32`.
    pub fn round_up_to_whole(self) -> Quantity {
        Quantity(div_ceil(i128::from(self.0), i128::from(THOUSANDTHS)) as i64 * THOUSANDTHS)
    }

    /// The whole base units at or below: what is issued is never overstated.
    ///
    /// Rule: `D-32`.
    pub fn round_down_to_whole(self) -> Quantity {
        Quantity(self.0.div_euclid(THOUSANDTHS) * THOUSANDTHS)
    }

    /// Whether nothing is there.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether more than nothing is there.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether less than nothing is there.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The quantity, or nothing where it is negative.
    pub fn or_zero(self) -> Quantity {
        self.max(Quantity::ZERO)
    }

    /// Adds, or `None` when the sum does not fit.
    pub fn checked_add(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_add(other.0).map(Quantity)
    }

    /// So many times the quantity; `None` where it does not fit.
    pub fn times(self, count: i64) -> Option<Quantity> {
        self.0.checked_mul(count).map(Quantity)
    }

    /// Base units as a float, for ratios and statistics only.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / THOUSANDTHS as f64
    }
}

impl Add for Quantity {
    type Output = Quantity;
    /// Adds; a table whose quantities could overflow together is refused when it is read.
    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0 + other.0)
    }
}

impl Sub for Quantity {
    type Output = Quantity;
    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0 - other.0)
    }
}

impl Neg for Quantity {
    type Output = Quantity;
    fn neg(self) -> Quantity {
        Quantity(-self.0)
    }
}

impl AddAssign for Quantity {
    fn add_assign(&mut self, other: Quantity) {
        *self = *self + other;
    }
}

impl SubAssign for Quantity {
    fn sub_assign(&mut self, other: Quantity) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(values: I) -> Quantity {
        values.fold(Quantity::ZERO, Add::add)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal::format(self.0, 3, 0))
    }
}

/// An exact amount of money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    /// Makes an amount of `n` fen.
    pub const fn from_fen(n: i64) -> Money {
        Money(n)
    }

    /// Makes an amount from a sum carried in `i128` fen; `None` when it does not fit.
    pub fn from_sum(fen: i128) -> Option<Money> {
        i64::try_from(fen).ok().map(Money)
    }

    /// The number of fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// What `quantity` costs at `price`, half-up to the fen, once a line; `None` when it does not fit.
    ///
    /// Rule: `D-32`.
    pub fn of(quantity: Quantity, price: Price) -> Option<Money> {
        let exact = i128::from(quantity.0) * i128::from(price.0);
        let steps = i128::from(THOUSANDTHS) * PRICE_STEPS_PER_FEN;
        Money::from_sum(div_half_up(exact, steps))
    }
}

impl fmt::Display for Money {
    /// Writes yuan with two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal::format(self.0, 2, 2))
    }
}

/// An exact unit price in ten-thousandths of a yuan a base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(i64);

impl Price {
    /// Makes a price of `n` ten-thousandths of a yuan.
    pub const fn from_steps(n: i64) -> Price {
        Price(n)
    }

    /// The number of ten-thousandths of a yuan.
    pub const fn steps(self) -> i64 {
        self.0
    }

    /// Yuan as a float, for indices and statistics only.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 10_000.0
    }
}

impl fmt::Display for Price {
    /// Writes yuan with at least two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal::format(self.0, 4, 2))
    }
}

/// Whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(pub i64);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A daily use carried as an exact fraction: `used` over `days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    used: Quantity,
    days: i64,
}

impl Rate {
    /// The use of `used` over `days`; `None` where no day counts, because a rate over no day is not zero.
    pub fn over(used: Quantity, days: i64) -> Option<Rate> {
        (days > 0).then_some(Rate { used, days })
    }

    /// The same use every day.
    pub fn daily(used: Quantity) -> Rate {
        Rate { used, days: 1 }
    }

    /// What is used in [`Rate::denominator`] days.
    pub fn numerator(self) -> Quantity {
        self.used
    }

    /// The days over which [`Rate::numerator`] is used; at least 1.
    pub fn denominator(self) -> i64 {
        self.days
    }

    /// Whether nothing is used.
    pub fn is_zero(self) -> bool {
        self.used.is_zero()
    }

    /// The use of `days` days in whole base units, rounding up; `None` when it does not fit.
    ///
    /// Rule: `D-32`.
    pub fn need(self, days: i64) -> Option<Quantity> {
        let unit = i128::from(self.days) * i128::from(THOUSANDTHS);
        let whole = div_ceil(i128::from(self.used.0) * i128::from(days), unit);
        Quantity::from_sum(whole * i128::from(THOUSANDTHS))
    }

    /// The rate of one day in base units, as numerator and denominator in lowest terms.
    pub fn lowest_terms(self) -> (i128, i128) {
        let (used, days) = (
            i128::from(self.used.0),
            i128::from(self.days) * i128::from(THOUSANDTHS),
        );
        let (mut divisor, mut rest) = (used.abs(), days);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        (used / divisor, days / divisor)
    }

    /// The rate of one day in base units with two decimals, half-up from the exact fraction and not from a rounded
    /// one: for printing, never for a verdict. The worked cases print it; tables have [`rounded`](Self::rounded).
    pub fn to_hundredths(self) -> String {
        let per_hundredth = i128::from(self.days) * i128::from(THOUSANDTHS / 100);
        let hundredths = div_half_up(i128::from(self.used.0), per_hundredth);
        // A tenth of the thousandths, which fit.
        decimal::format(hundredths as i64, 2, 2)
    }

    /// The rate of one day, half-up to a thousandth: for printing, never for a verdict.
    pub fn rounded(self) -> Quantity {
        Quantity(div_half_up(i128::from(self.used.0), i128::from(self.days)) as i64)
    }
}

/// Counts the whole days `stock` lasts at `rate`, rounding down: part of a day is not a day.
/// `None` when nothing is used, because then nothing runs out. Cover itself counts lot by lot; worked cases hold against
/// this.
pub fn days_of_cover(stock: Quantity, rate: Rate) -> Option<Days> {
    if !rate.used.is_positive() {
        return None;
    }
    let days = i128::from(stock.or_zero().0) * i128::from(rate.days) / i128::from(rate.used.0);
    Some(Days(i64::try_from(days).unwrap_or(i64::MAX)))
}

/// Divides, rounding up; `divisor` is positive.
pub fn div_ceil(dividend: i128, divisor: i128) -> i128 {
    -(-dividend).div_euclid(divisor)
}

/// Divides, rounding half away from zero; `divisor` is positive.
pub fn div_half_up(dividend: i128, divisor: i128) -> i128 {
    let half_up = |n: i128| (2 * n + divisor).div_euclid(2 * divisor);
    if dividend < 0 {
        -half_up(-dividend)
    } else {
        half_up(dividend)
    }
}

/// `part` of the `of` shares of a whole, half-up; whole shares first, since the product of large ones would not fit.
pub fn share_half_up(whole: i128, part: i128, of: i128) -> i128 {
    whole.div_euclid(of) * part + div_half_up(whole.rem_euclid(of) * part, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qty(thousandths: i64) -> Quantity {
        Quantity::from_thousandths(thousandths)
    }

    #[test]
    fn needs_round_up_and_issues_round_down() {
        assert_eq!(qty(2_797_200).round_up_to_whole(), qty(2_798_000));
        assert_eq!(qty(2_797_200).round_down_to_whole(), qty(2_797_000));
        assert_eq!(qty(2_798_000).round_up_to_whole(), qty(2_798_000));
    }

    #[test]
    fn money_rounds_half_up_once_a_line() {
        assert_eq!(
            Money::of(qty(1_000), Price::from_steps(50)),
            Some(Money::from_fen(1))
        );
        assert_eq!(
            Money::of(qty(1_000), Price::from_steps(49)),
            Some(Money::from_fen(0))
        );
        assert_eq!(
            Money::of(qty(-1_000), Price::from_steps(50)),
            Some(Money::from_fen(-1))
        );
    }

    #[test]
    fn part_of_a_day_is_not_a_day() {
        let rate = Rate::over(qty(5_400_000), 150).expect("150 days count");
        assert_eq!(days_of_cover(qty(4_000_000), rate), Some(Days(111)));
        assert_eq!(rate.need(30), Some(qty(1_080_000)));
        assert_eq!(days_of_cover(qty(1), Rate::daily(Quantity::ZERO)), None);
        assert_eq!(Rate::over(qty(1), 0), None);
    }

    #[test]
    fn a_rate_prints_as_the_exact_fraction_and_is_rounded_once() {
        let rate = |used, days| Rate::over(qty(used), days).expect("days count");
        assert_eq!(rate(5_400_000, 150).lowest_terms(), (36, 1));
        assert_eq!(rate(5_400_000, 150).to_hundredths(), "36.00");
        assert_eq!(rate(1_000, 30).lowest_terms(), (1, 30));
        assert_eq!(rate(0, 30).lowest_terms(), (0, 1));
        // 1.00476… would become 1.01 by way of 1.005.
        assert_eq!(rate(21_100, 21).to_hundredths(), "1.00");
        assert_eq!(rate(1_005, 1).to_hundredths(), "1.01");
    }

    #[test]
    fn numbers_print_without_idle_zeros() {
        assert_eq!(qty(12_500).to_string(), "12.5");
        assert_eq!(qty(-500).to_string(), "-0.5");
        assert_eq!(qty(0).to_string(), "0");
        assert_eq!(Money::from_fen(-5).to_string(), "-0.05");
        assert_eq!(Price::from_steps(26_600).to_string(), "2.66");
        assert_eq!(Price::from_steps(26_605).to_string(), "2.6605");
    }
}
