//! The diffusion samplers: how each goes from one noise level to the next, one a file.

pub mod ddim;
pub mod ddpm;
pub mod dpm_solver;
pub mod euler;
pub mod euler_maruyama;
pub mod heun;

use super::{Denoised, Level};
use crate::settings::{DiffusionSampler, DiffusionSettings, Prediction};
use burn::tensor::Tensor;
use ddpm::Variance;
use dpm_solver::DpmSolver;
use heun::{Clock, Heun};

/// A sampler with what it keeps from one step to the next.
#[allow(clippy::large_enum_variant, reason = "there is one of them at a time")]
pub enum Stepper {
    Ddim { eta: f64 },
    Ddpm(Variance),
    Euler,
    Heun(Heun),
    EulerMaruyama,
    DpmSolver(DpmSolver),
}

impl Stepper {
    pub fn new(settings: &DiffusionSettings) -> Self {
        match settings.sampler_in_use() {
            DiffusionSampler::Ddim => Self::Ddim { eta: settings.eta },
            DiffusionSampler::Ddpm => Self::Ddpm(Variance::Posterior),
            DiffusionSampler::DdpmLarge => Self::Ddpm(Variance::Beta),
            DiffusionSampler::Euler => Self::Euler,
            DiffusionSampler::Heun if settings.prediction == Prediction::Flow => {
                Self::Heun(Heun::new(Clock::Straight))
            }
            DiffusionSampler::Heun => Self::Heun(Heun::new(Clock::Sigma)),
            DiffusionSampler::EulerMaruyama => Self::EulerMaruyama,
            DiffusionSampler::DpmSolver => Self::DpmSolver(DpmSolver::default()),
        }
    }

    /// Where the denoiser is needed at the end of a stride before that is taken, `[rows, 2]`.
    pub fn look_ahead(&self) -> Option<&Tensor<2>> {
        match self {
            Self::Heun(heun) => heun.look_ahead(),
            _ => None,
        }
    }

    /// Forgets the steps before, where something else has moved the cloud since.
    pub fn forget(&mut self) {
        if let Self::DpmSolver(solver) = self {
            *solver = DpmSolver::default();
        }
    }

    /// A stride from `x`, which is at `from`: x at `to`, or none where the denoiser has to [look ahead](Self::look_ahead)
    /// first. `denoised` is its answer at `x`, or where it has looked ahead; `draw` gives standard normals.
    ///
    /// # Shapes
    /// All are `[rows, 2]`.
    pub fn step(
        &mut self,
        from: Level,
        to: Level,
        x: Tensor<2>,
        denoised: Denoised,
        draw: impl FnOnce() -> Tensor<2>,
    ) -> Option<Tensor<2>> {
        Some(match self {
            Self::Ddim { eta } => ddim::step(*eta, from, to, denoised, (*eta > 0.0).then(draw)),
            Self::Ddpm(variance) => ddpm::step(*variance, from, to, x, denoised, draw()),
            Self::Euler => euler::step(to, denoised),
            Self::Heun(heun) => return heun.step(from, to, denoised),
            Self::EulerMaruyama => euler_maruyama::step(from, to, x, denoised, draw()),
            Self::DpmSolver(solver) => solver.step(from, to, x, denoised.x0),
        })
    }
}
