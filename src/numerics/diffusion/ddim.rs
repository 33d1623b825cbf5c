//! Denoising diffusion implicit models (Song, Meng & Ermon 2021, arXiv:2010.02502).
//!
//! | code | paper | |
//! |---|---|---|
//! | `alpha_bar` | α_t | share of signal variance (ᾱ_t of Ho et al. 2020) |
//! | `eta` | η | 0 deterministic, 1 ancestral |
//! | `x0` | "predicted x₀" | (x_t − √(1−ᾱ_t) ε) / √ᾱ_t |

use super::schedule::Schedule;
use crate::settings::Spacing;
use burn::tensor::Tensor;

/// The timesteps that `steps` sampler steps visit, highest first, 0-based.
///
/// Leading and trailing as defined by Lin et al. 2024, arXiv:2305.08891, table 2. `steps` is held to
/// 1 … `timesteps`.
pub fn timesteps(timesteps: usize, steps: usize, spacing: Spacing) -> Vec<usize> {
    let steps = steps.clamp(1, timesteps);
    match spacing {
        Spacing::Leading => (0..steps).rev().map(|i| i * (timesteps / steps)).collect(),
        Spacing::Trailing => {
            let stride = timesteps as f64 / steps as f64;
            (0..steps)
                .map(|i| (timesteps as f64 - i as f64 * stride).round_ties_even() as usize - 1)
                .collect()
        }
    }
}

/// One DDIM step, from timestep `t` to an earlier one or to the data.
#[derive(Clone, Copy, Debug)]
pub struct Ddim {
    pub eta: f64,
    /// Holds each coordinate of the predicted x₀ to ± this. Where ᾱ_t is tiny, x₀ multiplies the
    /// network's error by 1/√ᾱ_t, up to 2,000 on the cosine schedule.
    pub clip: Option<f64>,
}

impl Ddim {
    /// Equation 12 with σ_t of equation 16: x at `next`, or x₀ where `next` is `None`.
    ///
    /// # Shapes
    /// `x`, `epsilon` and `noise` are `[rows, 2]`; `noise` is standard normal and unused where η is 0.
    pub fn step(
        &self,
        schedule: &Schedule,
        (t, next): (usize, Option<usize>),
        x: Tensor<2>,
        epsilon: Tensor<2>,
        noise: Option<Tensor<2>>,
    ) -> Tensor<2> {
        let alpha_bar = schedule.alpha_bar(t);
        let alpha_bar_next = next.map_or(1.0, |next| schedule.alpha_bar(next));
        let mut x0 = (x - epsilon.clone() * (1.0 - alpha_bar).sqrt()) / alpha_bar.sqrt();
        if let Some(bound) = self.clip {
            x0 = x0.clamp(-bound, bound);
        }
        let variance = self.eta.powi(2) * (1.0 - alpha_bar_next) / (1.0 - alpha_bar)
            * (1.0 - alpha_bar / alpha_bar_next);
        let direction = (1.0 - alpha_bar_next - variance).max(0.0).sqrt();
        let mean = x0 * alpha_bar_next.sqrt() + epsilon * direction;
        match noise {
            Some(noise) if variance > 0.0 => mean + noise * variance.sqrt(),
            _ => mean,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacings_cover_what_they_promise() {
        for steps in [1, 3, 7, 50, 99, 100] {
            let leading = timesteps(100, steps, Spacing::Leading);
            let trailing = timesteps(100, steps, Spacing::Trailing);
            assert_eq!((leading.len(), trailing.len()), (steps, steps));
            assert_eq!((leading[steps - 1], trailing[0]), (0, 99));
            assert!(leading.is_sorted_by(|a, b| a > b) && trailing.is_sorted_by(|a, b| a > b));
        }
    }

    #[test]
    fn more_steps_than_levels_visit_every_level() {
        assert_eq!(timesteps(10, 200, Spacing::Trailing), (0..10).rev().collect::<Vec<_>>());
        assert_eq!(timesteps(10, 200, Spacing::Leading), (0..10).rev().collect::<Vec<_>>());
    }
}
