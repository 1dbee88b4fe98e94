//! Whole packs, how much money buys, and what part of a unit is worth: the roundings of buying.

use super::{Money, PRICE_STEPS_PER_FEN, Price, Quantity, THOUSANDTHS, div_ceil, div_half_up};

impl Quantity {
    /// The least multiple of `pack`, which is positive, at or above: packs are not broken to buy less than is needed.
    /// `None` when it does not fit.
    ///
    /// Rule: `D-32`.
    pub fn round_up_to_multiple(self, pack: Quantity) -> Option<Quantity> {
        let packs = div_ceil(i128::from(self.0), i128::from(pack.0));
        Quantity::from_sum(packs * i128::from(pack.0))
    }

    /// The largest multiple of `pack`, which is positive, at or below: what is paid for is never overstated.
    ///
    /// Rule: `D-32`.
    pub fn round_down_to_multiple(self, pack: Quantity) -> Quantity {
        Quantity(self.0.div_euclid(pack.0) * pack.0)
    }
}

impl Money {
    /// The whole base units that this much money buys at `price`, rounding down; `None` without a price above nothing,
    /// or where it does not fit.
    ///
    /// Rule: `D-32`.
    pub fn buys(self, price: Price) -> Option<Quantity> {
        if price.0 <= 0 || self.0 < 0 {
            return None;
        }
        let units = i128::from(self.0) * PRICE_STEPS_PER_FEN / i128::from(price.0);
        Quantity::from_sum(units * i128::from(THOUSANDTHS))
    }

    /// The price of a part of a unit that no quantity holds: `parts` of which `scale`, which is positive, make a
    /// thousandth; half-up once. `None` when it does not fit.
    pub fn of_parts(parts: i128, scale: i128, price: Price) -> Option<Money> {
        let steps = parts.checked_mul(price.0.into())?;
        let per_fen = PRICE_STEPS_PER_FEN.checked_mul(THOUSANDTHS.into())?;
        Money::from_sum(div_half_up(steps, per_fen.checked_mul(scale)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_are_whole_from_both_sides() {
        let qty = Quantity::from_thousandths;
        let pack = qty(20_000);
        assert_eq!(
            qty(7_490_000).round_up_to_multiple(pack),
            Some(qty(7_500_000))
        );
        assert_eq!(
            qty(7_500_000).round_up_to_multiple(pack),
            Some(qty(7_500_000))
        );
        assert_eq!(
            qty(7_500_001).round_up_to_multiple(pack),
            Some(qty(7_520_000))
        );
        assert_eq!(qty(7_519_999).round_down_to_multiple(pack), qty(7_500_000));
        assert_eq!(qty(i64::MAX).round_up_to_multiple(pack), None);
    }

    #[test]
    fn money_buys_whole_units_and_nothing_without_a_price() {
        let yuan = Money::from_fen(10_000);
        assert_eq!(yuan.buys(Price::from_steps(3_333)), Quantity::whole(300));
        assert_eq!(yuan.buys(Price::from_steps(1_000_000)), Quantity::whole(1));
        assert_eq!(yuan.buys(Price::from_steps(1_000_001)), Quantity::whole(0));
        assert_eq!(yuan.buys(Price::from_steps(0)), None);
    }

    #[test]
    fn a_part_is_priced_exactly_and_rounded_once() {
        // A third of a piece at 0.30 yuan is 10 fen; a third rounded up to a thousandth would make no difference here,
        // and at 300 yuan it makes 20 fen.
        let third = |price| Money::of_parts(1_000, 3, Price::from_steps(price));
        assert_eq!(third(3_000), Some(Money::from_fen(10)));
        assert_eq!(third(3_000_000), Some(Money::from_fen(10_000)));
        assert_eq!(
            Money::of(
                Quantity::from_thousandths(334),
                Price::from_steps(3_000_000)
            ),
            Some(Money::from_fen(10_020))
        );
        assert_eq!(Money::of_parts(i128::MAX, 3, Price::from_steps(2)), None);
    }
}
