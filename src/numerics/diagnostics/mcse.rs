//! Monte Carlo standard errors: how far an estimate from these draws may be off.

use super::chains::{mapped, measurable, pooled, pooled_mean, variance};
use super::ess::ess_mean;

/// Of the mean: the draws' standard deviation over the root of their effective number. Units of the draws.
pub fn mcse_mean(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 1) {
        return f64::NAN;
    }
    let draws: Vec<f64> = pooled(chains).collect();
    (variance(&draws) / ess_mean(chains)).sqrt()
}

/// Of the standard deviation, by the delta method (Kenney & Keeping 1951). Not-a-number for constant chains.
pub fn mcse_sd(chains: &[impl AsRef<[f64]>]) -> f64 {
    let mean = pooled_mean(chains);
    let squares = mapped(chains, |draw| (draw - mean).powi(2));
    let fourths = mapped(&squares, |square| square * square);
    let variance = pooled_mean(&squares);
    let of_variance = (pooled_mean(&fourths) - variance * variance) / ess_mean(&squares);
    (of_variance / variance).sqrt() / 2.0
}
