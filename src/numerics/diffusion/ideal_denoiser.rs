//! The best possible denoiser, E[x₀ | x_t] and E[ε | x_t], from the exact density at every noise level.

use super::divergence::NoiseAt;
use super::level::{Level, Path};
use super::timestep_losses::part_of;
use crate::numerics::dataset::{Law, Standardise};
use crate::numerics::density::{DataDensity, PlaneDensity};
use crate::numerics::{Point, Rng};

/// The ideal denoiser of a data set: one exact density a timestep.
#[derive(Clone, Debug)]
pub struct IdealDenoiser {
    law: Law,
    units: Standardise,
    levels: Vec<Level>,
    /// Laws of x_t / √(a² + b²): where variance is preserved, of x_t.
    densities: Vec<DataDensity>,
}

/// What there is to know about a point's clean point and noise, standardised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// E[x₀ | x_t].
    pub x0: Point,
    /// E[ε | x_t].
    pub eps: Point,
}

impl Answer {
    /// From the score of x_t / √(a² + b²) there, by Tweedie's formula: ε = −b ∇ log p_t, at the level's share of noise
    /// b / √(a² + b²). All standardised.
    pub fn of_score(level: Level, x: Point, score: Point) -> Self {
        let eps = score.map(|score| -level.noise_rate / level.size() * score);
        let x0 = [0, 1].map(|axis| (x[axis] - level.noise_rate * eps[axis]) / level.signal_rate);
        Self { x0, eps }
    }
}

impl IdealDenoiser {
    pub fn new(law: &Law, units: &Standardise, path: &Path) -> Self {
        let alpha_bars: Vec<f64> = path.levels().iter().map(Level::alpha_bar).collect();
        Self {
            law: law.clone(),
            units: *units,
            levels: path.levels().to_vec(),
            densities: DataDensity::noised_levels(law, units, &alpha_bars),
        }
    }

    /// At x_t = x, standardised, where the point is known to be of `part`, if one is given.
    ///
    /// # Panics
    /// As all methods here that take a timestep, if `t` is not below T.
    pub fn answer(&self, t: usize, x: Point, part: Option<usize>) -> Answer {
        let size = self.levels[t].size();
        let (score, clean) = self.densities[t].score_and_posterior_mean(x.map(|x| x / size), part);
        // Tweedie's formula: ε = −b ∇ log p_t, at the level's share of noise b / √(a² + b²).
        Answer { x0: clean, eps: score.map(|score| -self.levels[t].noise_rate / size * score) }
    }

    /// The same guided towards `part`: see [`super::guidance::guided`].
    pub fn guided(&self, t: usize, x: Point, part: usize, weight: f64) -> Answer {
        let (all, one) = (self.answer(t, x, None), self.answer(t, x, Some(part)));
        let mix = |all: Point, one: Point| [0, 1].map(|axis| all[axis] + weight * (one[axis] - all[axis]));
        Answer { x0: mix(all.x0, one.x0), eps: mix(all.eps, one.eps) }
    }

    /// P(part | x_t = x), x standardised: the probability that the way back from there ends in `part`.
    pub fn part_probability(&self, t: usize, x: Point, part: usize) -> f64 {
        self.densities[t].part_probability(x.map(|x| x / self.levels[t].size()), part)
    }

    /// E[ε | x_t = x] and its divergence by x: −b/√(a² + b²) times the trace of the Hessian of log p_t.
    pub fn noise_at(&self, t: usize, x: Point) -> NoiseAt {
        let size = self.levels[t].size();
        let hessian = self.densities[t].hessian(&x.map(|x| x / size));
        let noise = self.levels[t].noise_rate / size;
        let divergence = -noise / size * (hessian[0][0] + hessian[1][1]);
        NoiseAt { eps: self.answer(t, x, None).eps, divergence }
    }

    /// The exact law of x_t / √(a² + b²), standardised.
    pub fn density(&self, t: usize) -> &DataDensity {
        &self.densities[t]
    }

    /// The least squared error of ε that any denoiser can reach at a timestep: the mean over noise and coordinates of
    /// (ε − E[ε | x_t])², estimated from `draws` draws.
    ///
    /// Averages Var[ε | x_t] = 1 + (1 − ᾱ_t) ∇² log p_t(x_t), not the squared errors themselves: the mean is the
    /// same, the spread smaller.
    pub fn least_loss_at(&self, t: usize, draws: usize, rng: &mut Rng) -> f64 {
        let alpha_bar = self.levels[t].alpha_bar();
        let (signal, spread) = (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt());
        let mut sum = 0.0;
        for clean in self.law.independent(draws, rng) {
            let x = self.units.to_standard(clean).map(|clean| signal * clean + spread * rng.normal());
            let hessian = self.densities[t].hessian(&x);
            sum += 1.0 + spread * spread * (hessian[0][0] + hessian[1][1]) / 2.0;
        }
        sum / draws as f64
    }

    /// The same at every timestep, `[T]`, from about `draws` draws in all.
    pub fn least_losses(&self, draws: usize, rng: &mut Rng) -> Vec<f64> {
        let each = draws.div_ceil(self.levels.len()).max(1);
        (0..self.levels.len()).map(|t| self.least_loss_at(t, each, rng)).collect()
    }
}

/// Means of `values` `[T]` over `parts` parts of the timesteps of equal length; NaN where a part has none.
pub fn means_of_parts(values: &[f64], parts: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0); parts];
    for (t, value) in values.iter().enumerate() {
        let (sum, count) = &mut sums[part_of(t, values.len(), parts)];
        *sum += value;
        *count += 1;
    }
    sums.into_iter().map(|(sum, count)| sum / f64::from(count)).collect()
}
