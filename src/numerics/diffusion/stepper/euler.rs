//! Euler's method on the probability-flow ODE (Song et al. 2021, arXiv:2011.13456, §4.3).

use crate::numerics::diffusion::{Denoised, Level};
use burn::tensor::Tensor;

/// One stride, `from` one level `to` another, in either direction: x at `to`, `[rows, 2]`.
///
/// In the form of Karras et al. 2022, arXiv:2206.00364, that is d(x / a) = ε dσ with σ = b / a. Straight on in σ with ε held,
/// x / a goes from x̂₀ + σ ε̂ to x̂₀ + σ' ε̂. On a straight path the same stride is x + (s' − s)(ε̂ − x̂₀).
pub fn step(to: Level, denoised: Denoised) -> Tensor<2> {
    denoised.x0 * to.signal_rate + denoised.eps * to.noise_rate
}
