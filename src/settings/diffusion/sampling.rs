//! Choices of how samples are drawn from what is trained: all of them act live.

use super::Prediction;
use serde::{Deserialize, Serialize};

choices! {
/// How a cloud goes from noise to data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffusionSampler {
    /// Ancestral sampling with the variance of q(x_{t−1} | x_t, x₀) (Ho et al. 2020, "fixed small").
    #[default]
    Ddpm => "DDPM",
    /// Ancestral sampling with variance β_t ("fixed large").
    DdpmLarge => "DDPM, large variance",
    /// Song, Meng & Ermon 2021.
    Ddim => "DDIM",
    /// Straight strides along the probability-flow ODE.
    Euler => "Euler",
    /// The same, each stride taken again with the mean of the slopes at its two ends.
    Heun => "Heun",
    /// Strides of the reverse-time SDE (Song et al. 2021).
    EulerMaruyama => "Euler–Maruyama",
    /// DPM-Solver++(2M) (Lu et al. 2022).
    DpmSolver => "DPM-Solver++(2M)",
}
}

impl DiffusionSampler {
    /// Whether it adds noise on the way; DDIM does where `eta` is not 0.
    pub fn is_stochastic(self, eta: f64) -> bool {
        match self {
            Self::Ddpm | Self::DdpmLarge | Self::EulerMaruyama => true,
            Self::Ddim => eta > 0.0,
            Self::Euler | Self::Heun | Self::DpmSolver => false,
        }
    }

    /// Whether it can be used: straight paths have no other samplers than the two ODE solvers.
    pub fn suits(self, prediction: Prediction) -> bool {
        prediction != Prediction::Flow || matches!(self, Self::Euler | Self::Heun)
    }

    /// Evaluations of the denoiser that `steps` steps take.
    pub fn evaluations(self, steps: usize) -> usize {
        // Heun's last step, to the data, has no slope at its end.
        if self == Self::Heun { (2 * steps).saturating_sub(1) } else { steps }
    }

    /// The most steps that take no more than so many evaluations, at least one.
    pub fn steps_within(self, evaluations: usize) -> usize {
        if self == Self::Heun { evaluations.div_ceil(2) } else { evaluations }.max(1)
    }
}

/// Which of the T timesteps a sampler of fewer steps visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    /// Multiples of T / steps, from 0: the last timestep T − 1 is left out.
    Leading,
    /// Counts down from T − 1, so that sampling starts where noise is strongest.
    #[default]
    Trailing,
    /// Even from T − 1 to 0, both included.
    Linspace,
    /// Even in σ^(1/7), denser where there is little noise (Karras et al. 2022, equation 5).
    Karras,
}

/// Where the predicted clean point x̂₀ is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clip {
    Off,
    /// To ±1 along each axis, as for the pixels of an image: wrong for standardised data, which reach further.
    Unit,
    /// To where the data can be.
    #[default]
    Data,
}

/// Which moon a class-conditional model is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskedMoon {
    /// Half of the walkers each.
    #[default]
    Both,
    Upper,
    Lower,
}

/// How samples are drawn: all settings that decide it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// The one in use.
    pub sampler: DiffusionSampler,
    pub steps: usize,
    pub eta: f64,
    pub spacing: Spacing,
    pub clip: Clip,
    pub asked: AskedMoon,
    pub guidance: f64,
}
