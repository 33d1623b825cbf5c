//! The Euler–Maruyama method on the reverse-time SDE (Song et al. 2021, arXiv:2011.13456, equations 6 and 11).

use crate::numerics::diffusion::{Denoised, Level};
use burn::tensor::Tensor;

/// One stride of dx = −[½ β x + β ∇ log p] dt + √β dw, time running backwards: x at `to`. Over the stride ∫ β dt is
/// ln (ᾱ' / ᾱ), and ∇ log p = −ε / b. The stride to the data adds no noise.
///
/// # Shapes
/// `x`, `denoised` and `noise` are `[rows, 2]`; `noise` is standard normal.
pub fn step(from: Level, to: Level, x: Tensor<2>, denoised: Denoised, noise: Tensor<2>) -> Tensor<2> {
    let beta = (to.alpha_bar() / from.alpha_bar()).ln();
    let mean = x * (1.0 + 0.5 * beta) - denoised.eps * (beta / from.noise_rate);
    if to == Level::DATA { mean } else { mean + noise * beta.sqrt() }
}
