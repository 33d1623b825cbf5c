//! Ancestral sampling (Ho, Jain & Abbeel 2020, arXiv:2006.11239), also over strides of several timesteps.

use crate::numerics::diffusion::{Denoised, Level};
use burn::tensor::Tensor;

/// The variance of the noise that a step adds (Ho et al. 2020, §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// That of q(x_{t−1} | x_t, x₀), equation 7: right for data that are a single point.
    Posterior,
    /// β_t: right for data that are standard normal.
    Beta,
}

/// One draw of q(x_s | x_t, x̂₀), equation 7 with β = 1 − ᾱ_t / ᾱ_s: x at `to`. The step to the data adds no noise.
///
/// # Shapes
/// `x`, `denoised` and `noise` are `[rows, 2]`; `noise` is standard normal.
pub fn step(
    variance: Variance,
    from: Level,
    to: Level,
    x: Tensor<2>,
    denoised: Denoised,
    noise: Tensor<2>,
) -> Tensor<2> {
    let (alpha_bar, alpha_bar_next) = (from.alpha_bar(), to.alpha_bar());
    let alpha = alpha_bar / alpha_bar_next;
    let (beta, rest) = (1.0 - alpha, 1.0 - alpha_bar);
    let mean =
        denoised.x0 * (to.signal_rate * beta / rest) + x * (alpha.sqrt() * (1.0 - alpha_bar_next) / rest);
    if to == Level::DATA {
        return mean;
    }
    let variance = match variance {
        Variance::Posterior => posterior_variance(from, to),
        Variance::Beta => beta,
    };
    mean + noise * variance.sqrt()
}

/// Variance of q(x_s | x_t, x₀) between two levels (Ho et al. 2020, equation 7): 0 at the data.
pub fn posterior_variance(from: Level, to: Level) -> f64 {
    let (alpha_bar, alpha_bar_next) = (from.alpha_bar(), to.alpha_bar());
    (1.0 - alpha_bar / alpha_bar_next) * (1.0 - alpha_bar_next) / (1.0 - alpha_bar)
}
