//! A composition at every noise level of a path: what scores are added of, and what a corrector holds a cloud to.

use super::composed::{Composed, Composition};
use super::factor::{Factor, NoisedFactor};
use crate::numerics::Point;
use crate::numerics::dataset::{Law, Standardise};
use crate::numerics::density::{DataDensity, LogDensity};
use crate::numerics::diffusion::ideal_denoiser::Answer;
use crate::numerics::diffusion::{IdealDenoiser, Level, Path};

/// A law and a factor at each noise level of a path, and at the data; standardised. The law is that of an ideal denoiser of the
/// same path, which every method is given.
#[derive(Clone, Debug)]
pub struct CompositionLevels {
    pub composition: Composition,
    levels: Vec<Level>,
    data: DataDensity,
    /// At each timestep, and at the data.
    factors: Vec<NoisedFactor>,
}

impl CompositionLevels {
    pub fn new(
        law: &Law,
        units: &Standardise,
        path: &Path,
        factor: &Factor,
        composition: Composition,
    ) -> Self {
        let alpha_bars: Vec<f64> = path.levels().iter().map(Level::alpha_bar).chain([1.0]).collect();
        Self {
            composition,
            levels: path.levels().to_vec(),
            data: DataDensity::noised(law, units, 1.0),
            factors: factor.noised_levels(units, &alpha_bars),
        }
    }

    /// The composition of both, noised, at a timestep, of x_t / √(a² + b²); at the data without one.
    pub fn at<'a>(&'a self, ideal: &'a IdealDenoiser, t: Option<usize>) -> Composed<'a, DataDensity> {
        let base = t.map_or(&self.data, |t| ideal.density(t));
        Composed { base, factor: self.factor(t), composition: self.composition }
    }

    pub fn factor(&self, t: Option<usize>) -> &NoisedFactor {
        &self.factors[t.unwrap_or(self.levels.len())]
    }

    /// √(a² + b²) of a timestep, 1 at the data: what x_t is divided by for [`at`](Self::at).
    pub fn size(&self, t: Option<usize>) -> f64 {
        t.map_or(1.0, |t| self.levels[t].size())
    }

    /// What a denoiser says whose scores are those of the noised parts, composed: x̂₀ and ε̂ at x_t = x.
    pub fn answer(&self, ideal: &IdealDenoiser, t: usize, x: Point) -> Answer {
        let size = self.size(Some(t));
        let score = self.at(ideal, Some(t)).score(&x.map(|x| x / size));
        Answer::of_score(self.levels[t], x, score)
    }
}
