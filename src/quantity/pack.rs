//! Whole packs, and how much money buys: the roundings of buying.

use super::{Money, PRICE_STEPS_PER_FEN, Price, Quantity, THOUSANDTHS, div_ceil};

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
}
