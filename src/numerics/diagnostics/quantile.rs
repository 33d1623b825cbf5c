//! Quantiles of a sample, interpolated linearly between its order statistics.

use super::chains::pooled;

/// Quantile of all draws at `probability` in [0, 1] (type 7 of Hyndman & Fan 1996); not-a-number without draws.
pub fn quantile(chains: &[impl AsRef<[f64]>], probability: f64) -> f64 {
    let mut draws: Vec<f64> = pooled(chains).collect();
    if draws.is_empty() {
        return f64::NAN;
    }
    // Counted from 1, in the form that rounds as SciPy's.
    let place = draws.len() as f64 * probability + (1.0 - probability);
    let below = (place as usize).clamp(1, draws.len()) - 1;
    let (_, &mut low, above) = draws.select_nth_unstable_by(below, f64::total_cmp);
    match above.iter().copied().min_by(f64::total_cmp) {
        // Between equal draws lies that draw, without rounding: others are compared with it.
        Some(high) if high != low => (1.0 - place.fract()) * low + place.fract() * high,
        _ => low,
    }
}
