//! Heun's method on the probability-flow ODE (Karras et al. 2022, arXiv:2206.00364, algorithm 1 without churn).

use super::level::Level;
use super::prediction::Denoised;
use burn::tensor::Tensor;

/// Along what an ODE is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// d(x / a) = ε dσ, as Karras et al. do.
    Sigma,
    /// dx = (ε − x₀) ds, on a straight path.
    Straight,
}

/// A stride taken again with the mean of the slopes at its two ends: x at `to`, `[rows, 2]`.
///
/// `here` is the denoiser's answer where the stride begins, `there` that where [`euler`](super::euler) has led it. There is
/// none at the data: the last stride is Euler's.
pub fn correct(clock: Clock, from: Level, to: Level, here: Denoised, there: Denoised) -> Tensor<2> {
    let bend = match clock {
        Clock::Sigma => (there.noise - here.noise.clone()) * (0.5 * to.signal * (to.sigma() - from.sigma())),
        Clock::Straight => {
            let slope = there.noise - there.clean - here.noise.clone() + here.clean.clone();
            slope * (0.5 * (to.noise - from.noise))
        }
    };
    here.clean * to.signal + here.noise * to.noise + bend
}
