//! The best possible noise predictor, E[ε | x_t], from the exact density at every noise level.

use super::Schedule;
use crate::numerics::dataset::{Standardise, TwoMoons};
use crate::numerics::density::{LogDensity, PlaneDensity, TwoMoonsDensity};
use crate::numerics::{Noise, Point};

/// E[ε | x_t] for two moons, one exact density a timestep.
#[derive(Clone, Debug)]
pub struct IdealDenoiser {
    moons: TwoMoons,
    units: Standardise,
    levels: Vec<Level>,
}

#[derive(Clone, Debug)]
struct Level {
    density: TwoMoonsDensity,
    /// √ᾱ_t.
    signal: f64,
    /// √(1 − ᾱ_t).
    noise: f64,
}

impl IdealDenoiser {
    pub fn new(moons: &TwoMoons, units: &Standardise, schedule: &Schedule) -> Self {
        let densities = TwoMoonsDensity::noised_levels(moons, units, &schedule.alpha_bars);
        let levels = densities.into_iter().zip(&schedule.alpha_bars).map(|(density, alpha_bar)| Level {
            density,
            signal: alpha_bar.sqrt(),
            noise: (1.0 - alpha_bar).sqrt(),
        });
        Self { moons: *moons, units: *units, levels: levels.collect() }
    }

    /// E[ε | x_t = x] = −√(1 − ᾱ_t) ∇ log p_t(x), standardised.
    ///
    /// # Panics
    /// As all methods here that take a timestep, if `t` is not below T.
    pub fn epsilon(&self, t: usize, x: Point) -> Point {
        let level = &self.levels[t];
        level.density.score(&x).map(|score| -level.noise * score)
    }

    /// E[x₀ | x_t = x], standardised.
    pub fn clean(&self, t: usize, x: Point) -> Point {
        self.levels[t].density.posterior_mean(x)
    }

    /// The exact law of x_t, standardised.
    pub fn density(&self, t: usize) -> &TwoMoonsDensity {
        &self.levels[t].density
    }

    /// The least ε-loss that any predictor can reach with t uniform: the mean over timesteps, noise and
    /// coordinates of (ε − E[ε | x_t])², estimated from about `draws` draws, the same number at each timestep.
    pub fn least_loss(&self, draws: usize, noise: &mut Noise) -> f64 {
        let draws_per_level = draws.div_ceil(self.levels.len()).max(1);
        let sum: f64 = (0..self.levels.len()).map(|t| self.least_loss_at(t, draws_per_level, noise)).sum();
        sum / self.levels.len() as f64
    }

    /// The same at one timestep.
    ///
    /// Averages Var[ε | x_t] = 1 + (1 − ᾱ_t) ∇² log p_t(x_t), not the squared errors themselves: the mean is the
    /// same, the spread smaller.
    pub fn least_loss_at(&self, t: usize, draws: usize, noise: &mut Noise) -> f64 {
        let level = &self.levels[t];
        let mut sum = 0.0;
        for clean in self.moons.independent(draws, noise) {
            let x = self
                .units
                .to_standard(clean)
                .map(|clean| level.signal * clean + level.noise * noise.normal());
            let hessian = level.density.hessian(&x);
            sum += 1.0 + level.noise * level.noise * (hessian[0][0] + hessian[1][1]) / 2.0;
        }
        sum / draws as f64
    }
}
