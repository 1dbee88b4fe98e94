//! Quantiles of Student's distribution, which a test on few values needs.
//!
//! The distribution by the incomplete beta function as a continued fraction, the quantile by halving; logarithms of the
//! gamma function by Lanczos' series with the coefficients of Press et al., Numerical Recipes, 2007, 6.1 and 6.4.

/// Lanczos' coefficients, six terms.
const LANCZOS: [f64; 6] = [
    76.180_091_729_471_46,
    -86.505_320_329_416_77,
    24.014_098_240_830_91,
    -1.231_739_572_450_155,
    0.120_865_097_386_617_9e-2,
    -0.539_523_938_495_3e-5,
];
/// Halvings that bring a bracket of this width down to what binary fractions can tell apart.
const HALVINGS: usize = 100;
const WIDEST: f64 = 1e6;
/// Terms of the continued fraction, and how small the last may be.
const TERMS: usize = 200;
const SMALLEST: f64 = 1e-15;

/// The value that a variable of Student's distribution with `freedom` degrees stays under with `probability`.
pub fn quantile(probability: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (-WIDEST, WIDEST);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if below(middle, freedom) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// The probability to stay under `t`.
fn below(t: f64, freedom: f64) -> f64 {
    let tail = incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2.0;
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The regularised incomplete beta function.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let factor =
        (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    // The fraction converges fast on one side of the mean; the other follows by symmetry.
    if x < (a + 1.0) / (a + b + 2.0) {
        factor * fraction(x, a, b) / a
    } else {
        1.0 - factor * fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let kept = |value: f64| {
        if value.abs() < f64::MIN_POSITIVE {
            f64::MIN_POSITIVE
        } else {
            value
        }
    };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for term in 1..=TERMS {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / kept(1.0 + coefficient * d);
            c = kept(1.0 + coefficient / c);
            step = d * c;
            result *= step;
        }
        if (step - 1.0).abs() < SMALLEST {
            break;
        }
    }
    result
}

/// The logarithm of the gamma function of a positive number.
fn log_gamma(x: f64) -> f64 {
    let shifted = x + 5.5;
    let power = shifted - (x + 0.5) * shifted.ln();
    let terms = LANCZOS.iter().zip(1..);
    let series = terms.fold(1.000_000_000_190_015, |sum, (coefficient, at)| {
        sum + coefficient / (x + f64::from(at))
    });
    -power + (2.506_628_274_631_000_5 * series / x).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        // Two-sided five percent, and one percent.
        for (freedom, five, one) in [
            (1.0, 12.7062, 63.6567),
            (5.0, 2.5706, 4.0321),
            (30.0, 2.0423, 2.7500),
        ] {
            assert!((quantile(0.975, freedom) - five).abs() < 1e-4, "{freedom}");
            assert!((quantile(0.995, freedom) - one).abs() < 1e-4, "{freedom}");
        }
        assert!(quantile(0.5, 4.0).abs() < 1e-6);
    }
}
