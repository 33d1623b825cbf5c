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

/// Below it Φ is too small a difference for its series.
const LEFT: f64 = -3.0;
/// Levels of the continued fraction: enough for rounding at [`LEFT`], where it converges slowest.
const FRACTIONS: u32 = 36;

/// log Φ(x) and its slope φ(x) / Φ(x), accurate however far left x is; within 1e-13 of the larger of the value and 1.
///
/// Left of −3 by Laplace's continued fraction Φ(−u) = φ(u) / (u + 1 / (u + 2 / (u + 3 / …))) (Abramowitz & Stegun 26.2.14).
pub fn log_normal_cdf(x: f64) -> (f64, f64) {
    let log_height = -0.5 * x * x - HALF_LN_2PI;
    if x > LEFT || x.is_nan() {
        let mass = normal_cdf(x);
        return (mass.ln(), log_height.exp() / mass);
    }
    let level = |below: f64, level: u32| f64::from(level) / below - x;
    // What all deeper levels come to when they are taken as alike.
    let deepest = 0.5 * ((x * x + f64::from(4 * FRACTIONS)).sqrt() - x);
    let slope = (1..FRACTIONS).rev().fold(deepest, level);
    (log_height - slope.ln(), slope)
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

    #[test]
    fn its_logarithm_has_the_values_of_another_program() {
        // mpmath with 40 digits, `log(erfc(-x / sqrt(2)) / 2)`; SciPy's `log_ndtr` agrees.
        for (x, known) in [
            (5.0, -2.866_516_129_637_636e-7),
            (0.5, -0.368_946_415_288_656_4),
            (-0.5, -1.175_911_761_593_618_6),
            (-1.0, -1.841_021_645_009_263_5),
            (-2.9, -6.284_058_234_947_419),
            (-3.1, -6.940_688_458_421_228),
            (-5.0, -15.064_998_393_988_726),
            (-10.0, -53.231_285_150_512_47),
            (-40.0, -804.608_442_013_753_8),
            (-300.0, -45_006.622_732_118_66),
        ] {
            let (log, _) = log_normal_cdf(x);
            assert!((log - known).abs() <= 1e-13 * known.abs().max(1.0), "log Φ({x}) = {log} for {known}");
        }
        assert_eq!(log_normal_cdf(f64::INFINITY), (0.0, 0.0));
        assert!(log_normal_cdf(f64::NAN).0.is_nan());
    }

    #[test]
    fn the_slope_of_its_logarithm_is_a_difference_of_it() {
        for step in -400..=80 {
            let (x, h) = (f64::from(step) / 10.0, 1e-3);
            let log = |by: f64| log_normal_cdf(x + by).0;
            let slope = (8.0 * (log(h) - log(-h)) - (log(2.0 * h) - log(-2.0 * h))) / (12.0 * h);
            let (_, exact) = log_normal_cdf(x);
            assert!((slope - exact).abs() < 1e-9 * exact.max(1.0), "at {x}: {slope} for {exact}");
        }
    }
}
