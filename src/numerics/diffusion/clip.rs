//! Where the predicted clean point is held.

use super::level::Level;
use super::prediction::Denoised;
use crate::numerics::dataset::Law;
use crate::settings::{Clip, DiffusionBug, DiffusionSettings};
use burn::tensor::Tensor;

/// How far out |x_t| is looked at in the bound below: beyond four standard deviations hardly a point lies.
const FAR: f64 = 4.0;

/// The range that x̂₀ is held to, in standardised units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    None,
    /// ±1, wherever the data are.
    Unit,
    /// What E[x₀ | x_t] can be for data that reach this far.
    Reach(f64),
}

impl Bound {
    pub fn of(settings: &DiffusionSettings, law: &Law) -> Self {
        match settings.clip {
            _ if settings.bug == DiffusionBug::Unclipped => Self::None,
            Clip::Off => Self::None,
            Clip::Unit => Self::Unit,
            Clip::Data => Self::Reach(law.reach()),
        }
    }

    /// `denoised`, a denoiser's answer for `x` `[rows, 2]` at `level`, with its x̂₀ held to the bound there.
    pub fn hold(self, level: Level, x: &Tensor<2>, denoised: Denoised) -> Denoised {
        match self.at(level) {
            Some(bound) => denoised.clipped(level, x, bound),
            None => denoised,
        }
    }

    /// Each coordinate of x̂₀ is held to ± this at `level`.
    ///
    /// E[x₀ | x_t] never leaves the data, which reach R: 4σ outside their parts. Where little signal is left it is also
    /// close to the mean: for data within R, |E[x₀ | x_t]| ≤ R² |x_t| √ᾱ / (1 − ᾱ), the most that a tilt of
    /// that strength can move a mean. Clipping to R alone lets through errors up to R in the first steps of
    /// the cosine schedule, and DDIM, which forgets nothing, carries them to the samples.
    pub fn at(self, level: Level) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Unit => Some(1.0),
            Self::Reach(reach) => {
                let alpha_bar = level.alpha_bar();
                Some(reach.min(reach.powi(2) * FAR * alpha_bar.sqrt() / (1.0 - alpha_bar)))
            }
        }
    }
}
