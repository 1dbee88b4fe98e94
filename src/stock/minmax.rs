//! Is stock between its minimum and its maximum, in months of use, and how much is to be ordered?
//!
//! Months of stock are what is on hand over what a month uses, as a fraction; what is on order fills an order and no
//! shelf. The minimum and the maximum are whole units, rounded up, as they are printed and as an order fills up to; a
//! bound itself is inside. Nothing here knows a lot, a site or a standard of a plan.

use crate::quantity::{Quantity, Rate, THOUSANDTHS, div_ceil, div_half_up};

/// A number of months, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months(pub i64);

/// The bounds of stock, in months of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinMax {
    /// At or below it an order cannot wait.
    pub emergency: Months,
    pub min: Months,
    pub max: Months,
}

/// How stock stands to its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinMaxStatus {
    Emergency,
    Understock,
    Adequate,
    Overstock,
}

impl MinMaxStatus {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            MinMaxStatus::Emergency => "emergency",
            MinMaxStatus::Understock => "understock",
            MinMaxStatus::Adequate => "adequate",
            MinMaxStatus::Overstock => "overstock",
        }
    }
}

impl MinMax {
    /// How `on_hand` stands to the bounds at the use of `monthly`, which is above nothing; `None` where one does not fit.
    ///
    /// Rule: `D-32`.
    pub fn status(&self, on_hand: Quantity, monthly: Rate) -> Option<MinMaxStatus> {
        let stock = i128::from(on_hand.thousandths()) * i128::from(monthly.denominator());
        let emergency =
            i128::from(monthly.numerator().thousandths()) * i128::from(self.emergency.0);
        let min = need_of_months(monthly, self.min)?;
        let max = need_of_months(monthly, self.max)?;
        Some(if stock * i128::from(THOUSANDTHS) <= emergency {
            MinMaxStatus::Emergency
        } else if on_hand < min {
            MinMaxStatus::Understock
        } else if on_hand > max {
            MinMaxStatus::Overstock
        } else {
            MinMaxStatus::Adequate
        })
    }

    /// What fills stock up to the maximum: what so many months use, rounded up, less what is there and on order.
    ///
    /// `None` where it does not fit. Rule: `D-32`.
    pub fn order(&self, on_hand: Quantity, on_order: Quantity, monthly: Rate) -> Option<Quantity> {
        let target = need_of_months(monthly, self.max)?;
        Some((target - on_hand - on_order).or_zero())
    }
}

/// What so many months use, in whole units, rounded up; `None` where it does not fit.
pub fn need_of_months(monthly: Rate, months: Months) -> Option<Quantity> {
    let used = i128::from(monthly.numerator().thousandths()).checked_mul(i128::from(months.0))?;
    let unit = i128::from(monthly.denominator()) * i128::from(THOUSANDTHS * THOUSANDTHS);
    Quantity::from_sum(div_ceil(used, unit).checked_mul(i128::from(THOUSANDTHS))?)
}

/// Months of stock in hundredths, half-up, for printing; `None` where nothing is used. The worked cases print it; no
/// command does.
pub fn months_of_stock(on_hand: Quantity, monthly: Rate) -> Option<i64> {
    let used = i128::from(monthly.numerator().thousandths());
    let stock = i128::from(on_hand.thousandths()) * i128::from(monthly.denominator()) * 100;
    (used > 0).then(|| i64::try_from(div_half_up(stock, used)).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    const BOUNDS: MinMax = MinMax {
        emergency: Months(1000),
        min: Months(2000),
        max: Months(4000),
    };

    #[test]
    fn each_bound_is_inside_but_the_one_of_an_emergency() {
        let status = |stock| BOUNDS.status(pieces(stock), Rate::daily(pieces(100)));
        assert_eq!(status(100), Some(MinMaxStatus::Emergency));
        assert_eq!(status(101), Some(MinMaxStatus::Understock));
        assert_eq!(status(199), Some(MinMaxStatus::Understock));
        assert_eq!(status(200), Some(MinMaxStatus::Adequate));
        assert_eq!(status(400), Some(MinMaxStatus::Adequate));
        assert_eq!(status(401), Some(MinMaxStatus::Overstock));
    }

    #[test]
    fn stock_that_was_ordered_up_to_the_maximum_is_not_too_much() {
        // 100 in three months: two months are 66.67, and 67 whole ones; four are 133.33, and 134.
        let monthly = Rate::over(pieces(100), 3).expect("three months");
        let status = |stock| BOUNDS.status(Quantity::from_thousandths(stock), monthly);
        assert_eq!(status(66_800), Some(MinMaxStatus::Understock));
        assert_eq!(status(67_000), Some(MinMaxStatus::Adequate));
        assert_eq!(status(134_000), Some(MinMaxStatus::Adequate));
        assert_eq!(status(134_100), Some(MinMaxStatus::Overstock));
    }

    #[test]
    fn an_order_fills_to_the_maximum_and_is_never_below_nothing() {
        let monthly = Rate::over(pieces(100), 3).expect("three months");
        let order = |stock, on_order| BOUNDS.order(pieces(stock), pieces(on_order), monthly);
        // 133.33 rounds up to 134.
        assert_eq!(order(100, 0), Some(pieces(34)));
        assert_eq!(order(100, 30), Some(pieces(4)));
        assert_eq!(order(100, 99), Some(Quantity::ZERO));
        assert_eq!(months_of_stock(pieces(100), monthly), Some(300));
        assert_eq!(
            months_of_stock(pieces(1), Rate::daily(Quantity::ZERO)),
            None
        );
    }
}
