//! Denoising diffusion implicit models (Song, Meng & Ermon 2021, arXiv:2010.02502).

use crate::numerics::diffusion::{Denoised, Level};
use burn::tensor::Tensor;

/// One step of equation 12, with σ_t of equation 16: x at `to`.
///
/// η = `eta`: 0 deterministic, 1 the variance of ancestral sampling.
///
/// # Shapes
/// `denoised` and `noise` are `[rows, 2]`; `noise` is standard normal and unused where η is 0 or `to` is the data.
pub fn step(eta: f64, from: Level, to: Level, denoised: Denoised, noise: Option<Tensor<2>>) -> Tensor<2> {
    let (alpha_bar, alpha_bar_next) = (from.alpha_bar(), to.alpha_bar());
    let variance = eta.powi(2) * (1.0 - alpha_bar_next) / (1.0 - alpha_bar)
        * (1.0 - alpha_bar / alpha_bar_next).max(0.0);
    let direction = (1.0 - alpha_bar_next - variance).max(0.0).sqrt();
    let mean = denoised.x0 * to.signal_rate + denoised.eps * direction;
    match noise {
        Some(noise) if variance > 0.0 => mean + noise * variance.sqrt(),
        _ => mean,
    }
}
