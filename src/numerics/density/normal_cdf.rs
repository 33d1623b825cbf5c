//! Φ, the distribution function of the standard normal.

/// ½ ln 2π.
pub const HALF_LN_2PI: f64 = 0.918_938_533_204_672_8;

/// Probability that N(`mean`, `std`²) lies between `low` and `high`, either of which may be infinite; within
/// 1e-15.
pub fn normal_between(mean: f64, std: f64, low: f64, high: f64) -> f64 {
    (normal_cdf((high - mean) / std) - normal_cdf((low - mean) / std)).max(0.0)
}

/// Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), within 1e-15 (Marsaglia 2004, Evaluating the Normal Distribution).
pub fn normal_cdf(x: f64) -> f64 {
    // Beyond it the missing tail is below rounding.
    const FAR: f64 = 8.3;
    if x.is_nan() || x.abs() > FAR {
        return if x > FAR { 1.0 } else { 0.0 * x.signum() };
    }
    let (square, mut term, mut sum) = (x * x, x, x);
    let mut odd = 1.0;
    loop {
        odd += 2.0;
        term *= square / odd;
        let longer = sum + term;
        if longer == sum {
            return 0.5 + sum * (-0.5 * square - HALF_LN_2PI).exp();
        }
        sum = longer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_printed_values() {
        // Abramowitz & Stegun, table 26.1.
        for (x, printed) in [
            (0.0, 0.5),
            (0.5, 0.691_462_461_274_013),
            (1.0, 0.841_344_746_068_543),
            (2.0, 0.977_249_868_051_821),
            (3.0, 0.998_650_101_968_370),
            (5.0, 0.999_999_713_348_428),
        ] {
            assert!((normal_cdf(x) - printed).abs() < 1e-15, "Φ({x}) = {}", normal_cdf(x));
            assert!((normal_cdf(-x) - (1.0 - printed)).abs() < 1e-15, "Φ(−{x}) = {}", normal_cdf(-x));
        }
        assert_eq!((normal_cdf(f64::INFINITY), normal_cdf(f64::NEG_INFINITY)), (1.0, 0.0));
        assert!(normal_cdf(f64::NAN).is_nan());
    }

    #[test]
    fn its_slope_is_the_normal_density() {
        for step in -800..=800 {
            let (x, h) = (f64::from(step) / 100.0, 1e-4);
            let slope = (normal_cdf(x + h) - normal_cdf(x - h)) / (2.0 * h);
            let density = (-0.5 * x * x - HALF_LN_2PI).exp();
            assert!((slope - density).abs() < 2e-9, "at {x}: {slope} for {density}");
        }
    }
}
