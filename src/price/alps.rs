//! How far a month's price stands from its trend and season: the indicator of price spikes of the World Food Programme.
//!
//! P_t = a + b·t + Σ g_m·D_m + e by least squares over the observed months, ALPS = (P_t − P̂_t) / sd(e); normal below
//! 0.25, stress to 1, alert to 2, crisis from 2 on (WFP, Technical Guidance Note, April 2014; its cut-offs stand in the
//! rule file). By Frisch and Waugh the months are demeaned, and one slope is left.
//!
//! Shape: a score for each month. [`published`] fits on the whole sample, the month itself and the future with it;
//! [`real_time`] fits the logarithm on the months before, which is what could have been known.

use super::monthly::{History, Month, YEAR};

/// The published indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// A score for each month.
    pub scores: Vec<f64>,
    /// The standard deviation of the residuals, in yuan.
    pub sd: f64,
}

/// The score of every month against trend and season of all of them; `ddof` is what the count is lessened by.
///
/// `None` where nothing is left to deviate: too few months, or not one residual.
pub fn published(months: &[Month], ddof: u32) -> Option<Published> {
    let mut fit = Fit::default();
    months
        .iter()
        .for_each(|month| fit.add(month.number, month.price));
    let within = fit.within();
    let residuals: Vec<f64> = months
        .iter()
        .map(|month| Some(month.price - fit.expected(month.number, within)?))
        .collect::<Option<_>>()?;
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    let sd = deviation(squares, fit.count, ddof)?;
    let scores = residuals.iter().map(|residual| residual / sd).collect();
    Some(Published { scores, sd })
}

/// The score of each month against trend and season of the months before it, of logarithms.
///
/// `None` where `is_enough` says that the months before are too few, where this month of the year is new, or where
/// nothing deviated so far.
pub fn real_time(
    months: &[Month],
    ddof: u32,
    is_enough: impl Fn(&History<'_>) -> bool,
) -> Vec<Option<f64>> {
    let mut fit = Fit::default();
    let numbered = months.iter().enumerate();
    let scored = numbered.map(|(at, month)| {
        let price = month.price.ln();
        let score = if is_enough(&History::before(months, at)) {
            let within = fit.within();
            let expected = fit.expected(month.number, within);
            let expected = expected.zip(fit.deviation(ddof, within));
            expected.map(|(expected, sd)| (price - expected) / sd)
        } else {
            None
        };
        fit.add(month.number, price);
        score
    });
    scored.collect()
}

/// Sums of one month of the year, around the first value seen so that no digits are lost.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    n: f64,
    t: f64,
    y: f64,
    tt: f64,
    ty: f64,
    yy: f64,
    /// What the products of the sums take away from the sums of products: of time, of both, of values.
    taken: [f64; 3],
}

/// Trend and season of the months added so far.
#[derive(Debug, Default)]
struct Fit {
    seasons: [Sums; YEAR as usize],
    origin: Option<(i32, f64)>,
    count: u32,
}

impl Fit {
    fn add(&mut self, number: i32, value: f64) {
        let (first, level) = *self.origin.get_or_insert((number, value));
        let (t, y) = (f64::from(number - first), value - level);
        let sums = &mut self.seasons[number.rem_euclid(YEAR) as usize];
        sums.n += 1.0;
        sums.t += t;
        sums.y += y;
        sums.tt += t * t;
        sums.ty += t * y;
        sums.yy += y * y;
        let product = |a: f64, b: f64| a * b / sums.n;
        sums.taken = [
            product(sums.t, sums.t),
            product(sums.t, sums.y),
            product(sums.y, sums.y),
        ];
        self.count += 1;
    }

    /// The sums of squares within the months of the year: of time, of both, of values.
    fn within(&self) -> [f64; 3] {
        let seen = self.seasons.iter().filter(|sums| sums.n > 0.0);
        seen.fold([0.0; 3], |[tt, ty, yy], sums| {
            let [t_taken, ty_taken, y_taken] = sums.taken;
            [
                tt + sums.tt - t_taken,
                ty + sums.ty - ty_taken,
                yy + sums.yy - y_taken,
            ]
        })
    }

    /// The value that trend and season expect of a month; `None` where that month of the year was never seen.
    fn expected(&self, number: i32, [tt, ty, _]: [f64; 3]) -> Option<f64> {
        let (first, level) = self.origin?;
        let sums = &self.seasons[number.rem_euclid(YEAR) as usize];
        if sums.n == 0.0 || tt <= 0.0 {
            return None;
        }
        let t = f64::from(number - first);
        Some(level + sums.y / sums.n + ty / tt * (t - sums.t / sums.n))
    }

    fn deviation(&self, ddof: u32, [tt, ty, yy]: [f64; 3]) -> Option<f64> {
        (tt > 0.0).then(|| deviation(yy - ty * ty / tt, self.count, ddof))?
    }
}

/// Below this part of a yuan, or of a logarithm, residuals are what binary fractions lose, not a deviation.
const NOTHING: f64 = 1e-9;

fn deviation(squares: f64, count: u32, ddof: u32) -> Option<f64> {
    let freedom = count.checked_sub(ddof).filter(|freedom| *freedom > 0)?;
    let sd = (squares.max(0.0) / f64::from(freedom)).sqrt();
    (sd > NOTHING).then_some(sd)
}

#[cfg(test)]
mod tests {
    use super::super::monthly::consecutive;
    use super::*;

    /// Five years around a trend, with a season of twelve and an unlike digit.
    fn prices() -> Vec<f64> {
        let wobble = |at: usize| ((at * 7919) % 13) as f64 / 100.0;
        let season = |at: usize| ((at % 12) as f64 - 5.5).abs() / 10.0;
        (0..60)
            .map(|at| 4.0 + at as f64 * 0.01 + season(at) + wobble(at))
            .collect()
    }

    #[test]
    fn residuals_of_each_month_of_the_year_add_up_to_nothing() {
        let months = consecutive(&prices());
        let published = published(&months, 1).expect("there is a deviation");
        for month in 0..12 {
            let sum: f64 = published.scores.iter().skip(month).step_by(12).sum();
            assert!(sum.abs() < 1e-9, "month {month}: {sum}");
        }
        let squares: f64 = published.scores.iter().map(|score| score * score).sum();
        assert!((squares - 59.0).abs() < 1e-9);
    }

    #[test]
    fn a_later_price_changes_no_earlier_score_in_real_time() {
        let mut prices = prices();
        let before = real_time(&consecutive(&prices), 1, |before| before.months.len() >= 36);
        assert_eq!(before[35], None);
        assert!(before[36].is_some());
        prices[59] = 40.0;
        let after = real_time(&consecutive(&prices), 1, |before| before.months.len() >= 36);
        assert_eq!(before[..59], after[..59]);
        assert!(after[59].expect("a score") > 10.0);
    }

    #[test]
    fn a_price_that_never_moved_has_no_score_and_no_infinity() {
        let months = consecutive(&[3.0; 60]);
        assert_eq!(published(&months, 1), None);
        assert!(
            real_time(&months, 1, |_| true)
                .iter()
                .all(|score| score.is_none())
        );
    }
}
