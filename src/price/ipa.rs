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
    let start = first.number.div_euclid(YEAR);
    let quarter = scores(months, QUARTER, start, method);
    let year = scores(months, YEAR, start + 1, method);
    let value = |(quarter, year): (Option<f64>, Option<f64>)| {
        Some(method.gamma * quarter? + (1.0 - method.gamma) * year?)
    };
    quarter.into_iter().zip(year).map(value).collect()
}

/// The growth a month over `apart` months up to each of `months`, in deviations of the same month in earlier years; the
/// weight of `first_year` is 1.
fn scores(months: &[Month], apart: i32, first_year: i32, method: &Method) -> Vec<Option<f64>> {
    let mut seasons: [Earlier; YEAR as usize] = Default::default();
    let start = months[0].number.div_euclid(YEAR);
    let weight = |year: i32| f64::from((year - first_year + 1).max(0));
    let rates = rates(months, apart).zip(months);
    let score = |(rate, month): (Option<f64>, &Month)| {
        let (rate, year) = (rate?, month.number.div_euclid(YEAR));
        let earlier = &mut seasons[month.number.rem_euclid(YEAR) as usize];
        let (weights, years) = match method.standard {
            Standard::Strict => (earlier.weights, earlier.rates.len() as f64),
            Standard::Ons => ((start..year).map(weight).sum(), f64::from(year - start)),
        };
        let is_enough = earlier.rates.len() >= method.years_min && years >= 2.0;
        let score = is_enough.then(|| earlier.score(rate, weights, years));
        earlier.push(weight(year), rate);
        score.flatten()
    };
    rates.map(score).collect()
}

/// The growth a month up to each of `months`; `None` where the month so far before has no price.
fn rates(months: &[Month], apart: i32) -> impl Iterator<Item = Option<f64>> {
    let mut passed = 0;
    months.iter().map(move |month| {
        let before = month.number - apart;
        while months[passed].number < before {
            passed += 1;
        }
        let base = Some(&months[passed]).filter(|base| base.number == before)?;
        Some((month.price / base.price).powf(1.0 / f64::from(apart)) - 1.0)
    })
}

/// The rates of one month of the year, each with its weight, oldest first, and their sums.
#[derive(Debug, Default)]
struct Earlier {
    rates: Vec<(f64, f64)>,
    weights: f64,
    weighted: f64,
}

impl Earlier {
    fn push(&mut self, weight: f64, rate: f64) {
        self.rates.push((weight, rate));
        self.weights += weight;
        self.weighted += weight * rate;
    }

    /// `rate` in weighted deviations from these, of `years` years whose weights are `weights` together; `None` where
    /// nothing varied.
    fn score(&self, rate: f64, weights: f64, years: f64) -> Option<f64> {
        let mean = self.weighted / weights;
        let squares = self.rates.iter().map(|(w, x)| w * (x - mean).powi(2));
        let sd = (squares.sum::<f64>() / (weights * (years - 1.0) / years)).sqrt();
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
