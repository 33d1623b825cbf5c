//! Gauss–Legendre quadrature: spectrally accurate also at the ends of an interval.

use std::f64::consts::PI;

/// Nodes in (−1, 1), rising, and weights that sum to 2, of the rule with `count` nodes: the roots of the
/// Legendre polynomial by Newton's method (Abramowitz & Stegun 25.4.29).
pub fn gauss_legendre(count: usize) -> Vec<(f64, f64)> {
    (0..count).map(|index| node(count, count - 1 - index)).collect()
}

fn node(count: usize, index: usize) -> (f64, f64) {
    let n = count as f64;
    // Tricomi's estimate is so close that three steps reach rounding for every count from 2.
    let bent = 1.0 - (1.0 - 1.0 / n) / (8.0 * n * n);
    let mut x = bent * (PI * (4 * index + 3) as f64 / (4.0 * n + 2.0)).cos();
    for _ in 0..3 {
        let (value, slope) = legendre(count, x);
        x -= value / slope;
    }
    let (_, slope) = legendre(count, x);
    (x, 2.0 / ((1.0 - x * x) * slope * slope))
}

/// The Legendre polynomial of the given degree and its derivative, for |x| < 1.
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=degree {
        let k = k as f64;
        // (2k − 1) x P₁ − (k − 1) P₀ over k, arranged so that only one division waits for another.
        (before, value) = (value, x * value + (1.0 - 1.0 / k) * (x * value - before));
    }
    (value, degree as f64 * (before - x * value) / (1.0 - x * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrates_polynomials_of_degree_2n_minus_1_exactly() {
        for count in [2, 3, 16, 64, 333] {
            let rule = gauss_legendre(count);
            for degree in [0, 2, 3, 2 * count - 2, 2 * count - 1] {
                let sum: f64 = rule.iter().map(|(x, weight)| weight * x.powi(degree as i32)).sum();
                let exact = if degree % 2 == 0 { 2.0 / (degree + 1) as f64 } else { 0.0 };
                assert!((sum - exact).abs() < 1e-13, "{count} nodes, degree {degree}: {sum} for {exact}");
            }
            // Control: the next even degree is out of reach, as long as the deficit is above rounding.
            if count < 16 {
                let sum: f64 = rule.iter().map(|(x, weight)| weight * x.powi(2 * count as i32)).sum();
                assert!((sum - 2.0 / (2 * count + 1) as f64).abs() > 1e-3, "{count} nodes reach too far");
            }
        }
    }
}
