//! Rates added up: the use of an area is the sum over its sites, as one fraction.

use crate::ledger::tables::Burn;
use crate::ledger::word::NoRate;
use crate::quantity::{Quantity, Rate, div_ceil};

/// What the sites of an area use a day, together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaUse {
    /// The sum of the rates that are known.
    pub rate: Rate,
    /// How many are known.
    pub known: usize,
    /// Of how many.
    pub of: usize,
}

impl AreaUse {
    /// Whether the area uses at least so much, and what else it uses is not known: unknown is not nothing.
    pub fn is_least(&self) -> bool {
        self.known < self.of
    }
}

/// Whether goods are used where a rate was looked for: durable goods are not, nor what one of the `stores` of the area
/// itself keeps and never gave out.
pub fn uses(burn: &Burn, stores: &[&str]) -> bool {
    let lies_still = burn.reason == Some(NoRate::NoUseWritten) && stores.contains(&&*burn.site);
    burn.reason != Some(NoRate::Durable) && !lies_still
}

/// The sum of `rates` as an exact fraction; `None` without any, or when it does not fit.
///
/// Where the exact fraction outgrows its bounds each rate is rounded up to a thousandth: a use is never understated.
pub fn sum_of_rates(rates: impl Iterator<Item = Rate> + Clone) -> Option<Rate> {
    exact(rates.clone()).or_else(|| {
        let up = |rate: Rate| {
            div_ceil(
                rate.numerator().thousandths().into(),
                rate.denominator().into(),
            )
        };
        let sum: Option<i128> = rates
            .map(up)
            .fold(None, |sum, rate| Some(sum.unwrap_or(0) + rate));
        Quantity::from_sum(sum?).map(Rate::daily)
    })
}

fn exact(rates: impl Iterator<Item = Rate>) -> Option<Rate> {
    let mut sum: Option<(i128, i128)> = None;
    for rate in rates {
        let (used, days) = sum.unwrap_or((0, 1));
        let (more, over) = (
            i128::from(rate.numerator().thousandths()),
            i128::from(rate.denominator()),
        );
        let scale = over / common_divisor(days, over);
        let used = used
            .checked_mul(scale)?
            .checked_add(more.checked_mul(days / common_divisor(days, over))?)?;
        sum = Some((used, days.checked_mul(scale)?));
    }
    let (used, days) = sum?;
    let shared = common_divisor(used.abs(), days);
    Rate::over(
        Quantity::from_sum(used / shared)?,
        i64::try_from(days / shared).ok()?,
    )
}

/// The greatest common divisor; `b` is positive.
fn common_divisor(a: i128, b: i128) -> i128 {
    if a == 0 { b } else { common_divisor(b % a, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(thousandths: i64, days: i64) -> Rate {
        Rate::over(Quantity::from_thousandths(thousandths), days).expect("a day at least")
    }

    #[test]
    fn thirds_and_halves_add_up_exactly() {
        let sum = |rates: &[Rate]| sum_of_rates(rates.iter().copied());
        assert_eq!(
            sum(&[rate(1000, 3), rate(1000, 6), rate(1000, 2)]),
            Some(rate(1000, 1))
        );
        assert_eq!(sum(&[rate(0, 28)]), Some(rate(0, 1)));
        assert_eq!(sum(&[]), None);
    }

    #[test]
    fn a_sum_that_outgrows_its_fraction_is_rounded_up() {
        let primes = [1_000_003, 1_000_033, 1_000_037, 1_000_039];
        let rates = primes.map(|days| rate(1, days));
        assert_eq!(sum_of_rates(rates.into_iter()), Some(rate(4, 1)));
    }
}
