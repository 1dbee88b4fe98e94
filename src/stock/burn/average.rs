//! Average use: what was used over the days on which it could be, a day or a month, as exact fractions.
//!
//! A month is 30.4 days everywhere in granary. No figure here is rounded.

use std::fmt;

use crate::quantity::{Quantity, Rate};

/// Tenths of a day in the month of the World Health Organization's formula (TB supply guide, 2002, annex 5).
pub const MONTH_TENTHS: i64 = 304;

/// What was used over a period, and how much of the period had nothing to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub consumed: Quantity,
    pub days: i64,
    pub days_out: i64,
    pub months: i64,
}

/// The averages of one period beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Averages {
    /// A day, over the days in stock.
    pub daily: Rate,
    /// A month of 30.4 days at that rate; as the next two, `None` where no month is left or it does not fit.
    pub monthly: Option<Rate>,
    /// A month by the formula of the World Health Organization.
    pub monthly_who: Option<Rate>,
    /// A month as if there had been stock every day.
    pub monthly_unadjusted: Option<Rate>,
}

/// There was no day on which anything could have been used: no average, and not zero either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDayInStock;

impl fmt::Display for NoDayInStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no in-stock day in the period")
    }
}

impl std::error::Error for NoDayInStock {}

/// The averages of a period, by the day and by the month.
///
/// Rule: `D-16`.
pub fn averages(period: &Period) -> Result<Averages, NoDayInStock> {
    let daily = average(period.consumed, period.days, period.days_out).ok_or(NoDayInStock)?;
    Ok(Averages {
        daily,
        monthly: monthly(daily),
        monthly_who: monthly_of_months(period.consumed, period.months, period.days_out),
        monthly_unadjusted: Rate::over(period.consumed, period.months),
    })
}

/// What was used a day, over the days on which there was something to use; `None` where there was no such day.
///
/// Rule: `D-16`.
pub fn average(consumed: Quantity, days: i64, days_out: i64) -> Option<Rate> {
    Rate::over(consumed, days - days_out)
}

/// The use of one month at a daily rate, as quantity over months; `None` when it does not fit.
pub fn monthly(daily: Rate) -> Option<Rate> {
    let month = daily.numerator().thousandths().checked_mul(MONTH_TENTHS)?;
    Rate::over(
        Quantity::from_thousandths(month),
        daily.denominator().checked_mul(10)?,
    )
}

/// The use of one month by the formula CT / (RM − DOS / 30.4): `consumed` in `months`, of which `days_out` days
/// without stock. `None` where no month is left or it does not fit.
pub fn monthly_of_months(consumed: Quantity, months: i64, days_out: i64) -> Option<Rate> {
    let consumed = consumed.thousandths().checked_mul(MONTH_TENTHS)?;
    let months = months
        .checked_mul(MONTH_TENTHS)?
        .checked_sub(days_out.checked_mul(10)?)?;
    Rate::over(Quantity::from_thousandths(consumed), months)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Days, days_of_cover, div_half_up};

    /// Hundredths, half-up from the exact fraction.
    fn hundredths(rate: Option<Rate>) -> Option<i128> {
        rate.map(|rate| {
            div_half_up(
                rate.numerator().thousandths().into(),
                i128::from(rate.denominator()) * 10,
            )
        })
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    #[test]
    fn days_without_stock_are_taken_out_of_the_average() {
        let daily = average(pieces(5400), 180, 30).expect("150 days");
        assert_eq!(hundredths(Some(daily)), Some(3600));
        assert_eq!(hundredths(monthly(daily)), Some(109_440));
        assert_eq!(
            hundredths(monthly_of_months(pieces(5400), 6, 30)),
            Some(107_717)
        );
        assert_eq!(hundredths(Rate::over(pieces(5400), 6)), Some(90_000));
        assert_eq!(days_of_cover(pieces(4000), daily), Some(Days(111)));
        assert_eq!(daily.need(30), Some(pieces(1080)));
    }

    #[test]
    fn with_stock_on_every_day_nothing_is_taken_out() {
        let daily = average(pieces(910), 91, 0).expect("91 days");
        assert_eq!(hundredths(Some(daily)), Some(1000));
        assert_eq!(hundredths(monthly(daily)), Some(30_400));
        assert_eq!(
            hundredths(monthly_of_months(pieces(910), 3, 0)),
            Some(30_333)
        );
        assert_eq!(days_of_cover(pieces(295), daily), Some(Days(29)));
        assert_eq!(daily.need(30), Some(pieces(300)));
    }

    #[test]
    fn without_a_day_in_stock_there_is_no_average() {
        assert_eq!(average(Quantity::ZERO, 31, 31), None);
        assert!(average(Quantity::ZERO, 31, 30).is_some());
        let period = |days_out| Period {
            consumed: Quantity::ZERO,
            days: 31,
            days_out,
            months: 1,
        };
        assert_eq!(averages(&period(31)), Err(NoDayInStock));
        assert!(averages(&period(30)).is_ok());
    }
}
