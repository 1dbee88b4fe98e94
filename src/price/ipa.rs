//! How unlike the growth of earlier years a month's growth is: the indicator of food price anomalies, SDG 2.c.1.
//!
//! Growth a month over a quarter and over a year, each against the same month of earlier years with weights 1, 2, …;
//! IPA = γ·z(quarter) + (1 − γ)·z(year), γ = 0.4 (FAO, SDG indicator 2.c.1 metadata; Baquedano 2015, FAO i7550e).
//!
//! Shape: a value for each month. Levels and their cuts stand in the rule file.

use super::monthly::{Month, YEAR};

/// Months of the shorter of the two growth rates.
const QUARTER: i32 = 3;

/// Below this growth a month, rates differ by what binary fractions lose.
const NOTHING: f64 = 1e-12;

/// Whose reading of the weighted deviation is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// Only years with a rate count.
    Strict,
    /// As the Office for National Statistics codes it: years without a rate count in the weights and in their number.
    Ons,
}

/// How the indicator is worked out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Method {
    pub standard: Standard,
    /// Earlier years with a rate that each of the two needs.
    pub years_min: usize,
    /// The weight of the quarterly rate.
    pub gamma: f64,
}

/// The indicator of each of `months`.
///
/// `None` where a rate is missing, has too few earlier years, or never varied.
pub fn values(months: &[Month], method: &Method) -> Vec<Option<f64>> {
    let Some(first) = months.first() else {
        return Vec::new();
    };
    let quarter = Rates::new(months, QUARTER, first.number.div_euclid(YEAR));
    let year = Rates::new(months, YEAR, first.number.div_euclid(YEAR) + 1);
    let value = |month: &Month| {
        let quarter = quarter.score(month.number, method)?;
        let year = year.score(month.number, method)?;
        Some(method.gamma * quarter + (1.0 - method.gamma) * year)
    };
    months.iter().map(value).collect()
}

/// Growth rates a month, by month.
struct Rates {
    first: i32,
    rates: Vec<Option<f64>>,
    /// The year with the weight 1.
    first_year: i32,
    /// The year of the first price.
    start_year: i32,
}

impl Rates {
    fn new(months: &[Month], apart: i32, first_year: i32) -> Rates {
        let first = months.first().map_or(0, |month| month.number);
        let last = months.last().map_or(0, |month| month.number);
        let mut prices = vec![None; usize::try_from(last - first + 1).unwrap_or(0)];
        for month in months {
            prices[(month.number - first) as usize] = Some(month.price);
        }
        let back = apart as usize;
        let rate = |at: usize| {
            let base = prices[at.checked_sub(back)?]?;
            Some((prices[at]? / base).powf(1.0 / f64::from(apart)) - 1.0)
        };
        Rates {
            first,
            rates: (0..prices.len()).map(rate).collect(),
            first_year,
            start_year: first.div_euclid(YEAR),
        }
    }

    fn at(&self, number: i32) -> Option<f64> {
        let at = usize::try_from(number - self.first).ok()?;
        self.rates.get(at).copied().flatten()
    }

    /// The rate of a month in deviations of the same month in earlier years.
    fn score(&self, number: i32, method: &Method) -> Option<f64> {
        let rate = self.at(number)?;
        let year = number.div_euclid(YEAR);
        let weight = |earlier: i32| f64::from((earlier - self.first_year + 1).max(0));
        let earlier = || {
            (self.start_year..year).filter_map(|earlier| {
                let rate = self.at(number - (year - earlier) * YEAR)?;
                Some((weight(earlier), rate))
            })
        };
        let count = earlier().count();
        let (weights, n): (f64, f64) = match method.standard {
            Standard::Strict => (earlier().map(|(w, _)| w).sum(), count as f64),
            Standard::Ons => (
                (self.start_year..year).map(weight).sum(),
                f64::from(year - self.start_year),
            ),
        };
        if count < method.years_min || n < 2.0 {
            return None;
        }
        let mean: f64 = earlier().map(|(w, x)| w * x).sum::<f64>() / weights;
        let squares: f64 = earlier().map(|(w, x)| w * (x - mean).powi(2)).sum();
        let sd = (squares / (weights * (n - 1.0) / n)).sqrt();
        (sd > NOTHING).then(|| (rate - mean) / sd)
    }
}

#[cfg(test)]
mod tests {
    use super::super::monthly::consecutive;
    use super::*;

    const METHOD: Method = Method {
        standard: Standard::Strict,
        years_min: 5,
        gamma: 0.4,
    };

    fn prices(years: usize) -> Vec<f64> {
        let wobble = |at: usize| ((at * 7919) % 17) as f64 / 100.0;
        (0..years * 12).map(|at| 4.0 + wobble(at)).collect()
    }

    #[test]
    fn too_few_earlier_years_give_no_value() {
        let values = values(&consecutive(&prices(7)), &METHOD);
        let first = values.iter().position(Option::is_some);
        assert_eq!(
            first,
            Some(72),
            "five annual rates lie before the seventh year"
        );
    }

    #[test]
    fn growth_that_never_varied_has_no_deviation() {
        assert!(
            values(&consecutive(&[3.0; 96]), &METHOD)
                .iter()
                .all(Option::is_none)
        );
        assert_eq!(values(&[], &METHOD), []);
    }
}
