//! Noise schedules: β_t and what follows from it.

use crate::settings::ScheduleKind;
use std::f64::consts::FRAC_PI_2;

/// No step may remove all signal (Nichol & Dhariwal 2021).
const LARGEST_BETA: f64 = 0.999;
/// The number of timesteps that the line from 1e-4 to .02 was made for (Ho et al. 2020).
const LINEAR_TIMESTEPS: f64 = 1000.0;
const LINEAR_END: f64 = 0.02;

/// β_t and ᾱ_t for timesteps `0..T`: timestep 0 has the least noise, T − 1 the most.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// β_t, `[T]`, each in (0, .999].
    pub betas: Vec<f64>,
    /// ᾱ_t = ∏ₛ≤ₜ (1 − β_s), `[T]`, falling.
    pub alpha_bars: Vec<f64>,
}

impl Schedule {
    pub fn new(kind: ScheduleKind, timesteps: usize) -> Self {
        let stretch = LINEAR_TIMESTEPS / timesteps as f64;
        match kind {
            ScheduleKind::Linear => Self::linear(1e-4, LINEAR_END, timesteps),
            ScheduleKind::RescaledLinear => Self::linear(1e-4 * stretch, LINEAR_END * stretch, timesteps),
            ScheduleKind::ScaledLinear => {
                Self::scaled_linear(1e-4 * stretch, LINEAR_END * stretch, timesteps)
            }
            ScheduleKind::Cosine => Self::cosine(timesteps),
        }
    }

    /// β on a line from `beta_start` to `beta_end`, both included (Ho et al. 2020), capped at .999.
    pub fn linear(beta_start: f64, beta_end: f64, timesteps: usize) -> Self {
        Self::from_betas(line(beta_start, beta_end, timesteps))
    }

    /// √β on a line, both ends included (Rombach et al. 2022; `scaled_linear` in diffusers), β capped at .999.
    pub fn scaled_linear(beta_start: f64, beta_end: f64, timesteps: usize) -> Self {
        Self::from_betas(line(beta_start.sqrt(), beta_end.sqrt(), timesteps).map(|root| root * root))
    }

    /// ᾱ along cos² (Nichol & Dhariwal 2021, equation 17), β capped at .999.
    pub fn cosine(timesteps: usize) -> Self {
        Self::from_betas(Self::cosine_betas(timesteps))
    }

    /// The museum's bug: β of the cosine schedule capped where the line for T = 1000 ends.
    pub fn capped_cosine(timesteps: usize) -> Self {
        Self::from_betas(Self::cosine_betas(timesteps).map(|beta| beta.min(LINEAR_END)))
    }

    fn cosine_betas(timesteps: usize) -> impl Iterator<Item = f64> {
        let signal = move |t: usize| {
            let share = (t as f64 / timesteps as f64 + 0.008) / 1.008;
            (share * FRAC_PI_2).cos().powi(2)
        };
        (0..timesteps).map(move |t| 1.0 - signal(t + 1) / signal(t))
    }

    fn from_betas(betas: impl Iterator<Item = f64>) -> Self {
        let betas: Vec<f64> = betas.map(|beta| beta.min(LARGEST_BETA)).collect();
        let alpha_bars = betas
            .iter()
            .scan(1.0, |alpha_bar, beta| {
                *alpha_bar *= 1.0 - beta;
                Some(*alpha_bar)
            })
            .collect();
        Self { betas, alpha_bars }
    }
}

/// `count` numbers from `start` to `end`, both included.
fn line(start: f64, end: f64, count: usize) -> impl Iterator<Item = f64> {
    let step = (end - start) / count.saturating_sub(1).max(1) as f64;
    (0..count).map(move |index| start + step * index as f64)
}
