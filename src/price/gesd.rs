//! Up to a number of outliers in a sample of normal values: the generalised extreme studentised deviate test.
//!
//! Rosner 1983; NIST/SEMATECH e-Handbook 1.3.5.17.3. Of no use where half of the values are equal: the deviation is then
//! next to nothing, and every step an outlier. The robust score is for that.

use super::sorted::mean;
use super::student::quantile;

/// What the test says.
#[derive(Debug, Clone, PartialEq)]
pub struct Gesd {
    /// The greatest deviation of each round, in standard deviations.
    pub statistics: Vec<f64>,
    /// What each round's is held against.
    pub critical: Vec<f64>,
    /// The positions of the outliers, the most extreme first.
    pub outliers: Vec<usize>,
}

/// Tests `values` for up to `outliers_max` outliers at the level `alpha`.
pub fn gesd(values: &[f64], outliers_max: usize, alpha: f64) -> Gesd {
    let mut left: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    let mut gesd = Gesd {
        statistics: Vec::new(),
        critical: Vec::new(),
        outliers: Vec::new(),
    };
    let (mut removed, mut found) = (Vec::new(), 0);
    // Each round needs two degrees of freedom.
    for round in 1..=outliers_max.min(values.len().saturating_sub(2)) {
        let Some((place, statistic)) = extreme(&left) else {
            break;
        };
        removed.push(left.remove(place).0);
        let critical = critical(values.len(), round, alpha);
        if statistic > critical {
            found = round;
        }
        gesd.statistics.push(statistic);
        gesd.critical.push(critical);
    }
    removed.truncate(found);
    gesd.outliers = removed;
    gesd
}

/// The place of the value furthest from the mean, and how many standard deviations off; `None` where all are equal.
fn extreme(left: &[(usize, f64)]) -> Option<(usize, f64)> {
    let values: Vec<f64> = left.iter().map(|(_, value)| *value).collect();
    let middle = mean(&values)?;
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    let sd = (squares / (values.len() as f64 - 1.0)).sqrt();
    let off = values.iter().map(|value| (value - middle).abs());
    let (place, furthest) = off.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (sd > 0.0).then(|| (place, furthest / sd))
}

fn critical(n: usize, round: usize, alpha: f64) -> f64 {
    let left = (n - round + 1) as f64;
    let freedom = left - 2.0;
    let t = quantile(1.0 - alpha / (2.0 * left), freedom);
    (left - 1.0) * t / ((freedom + t * t) * left).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_wild_values_are_found_though_they_hide_each_other() {
        let mut values: Vec<f64> = (0..30).map(|at| f64::from(at % 7)).collect();
        values.extend([40.0, 41.0]);
        assert_eq!(gesd(&values, 5, 0.05).outliers, [31, 30]);
    }

    #[test]
    fn equal_values_have_no_outlier_and_too_few_none_either() {
        assert_eq!(gesd(&[3.0; 10], 3, 0.05).outliers, [0_usize; 0]);
        assert_eq!(gesd(&[1.0, 2.0], 3, 0.05).statistics, [0.0; 0]);
    }
}
