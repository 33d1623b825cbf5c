//! Two equal round Gaussians in d dimensions: ½ N(−m, s²I) + ½ N(m, s²I) with m = (2, 0, …, 0) and s = 0.6.

use super::marginal::Probabilities;
use super::normal_cdf::{HALF_LN_2PI, normal_between};
use super::two_bumps::TwoBumps;
use super::{Landscape, LogDensity, named};
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::LN_2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairOfGaussians {
    dimension: usize,
    bumps: TwoBumps,
}

impl PairOfGaussians {
    /// |m|.
    pub const OFFSET: f64 = 2.0;
    /// s.
    pub const WIDTH: f64 = 0.6;

    /// In `dimension` dimensions; fewer than 2 are taken as 2.
    pub fn new(dimension: usize) -> Self {
        Self { dimension: dimension.max(2), bumps: TwoBumps { offset: Self::OFFSET, width: Self::WIDTH } }
    }

    /// log p and its slope along the first axis; `x` has at least one coordinate.
    fn log_density_and_first_slope(&self, x: &[f64]) -> (f64, f64) {
        let (Lanes([bumps]), Lanes([slope])) = self.bumps.log_and_slope(Lanes([x[0]]));
        let others: f64 = x[1..].iter().map(|x| x * x).sum();
        let log_mass = LN_2 + x.len() as f64 * (HALF_LN_2PI + Self::WIDTH.ln());
        (bumps - 0.5 * others / (Self::WIDTH * Self::WIDTH) - log_mass, slope)
    }
}

impl LogDensity for PairOfGaussians {
    type Position = Vec<f64>;

    /// Normalised.
    fn log_density(&self, x: &Vec<f64>) -> f64 {
        self.log_density_and_first_slope(x).0
    }

    fn log_density_and_score(&self, x: &Vec<f64>) -> (f64, Vec<f64>) {
        let (log_density, slope) = self.log_density_and_first_slope(x);
        let mut score: Vec<f64> = x.iter().map(|x| -x / (Self::WIDTH * Self::WIDTH)).collect();
        score[0] = slope;
        (log_density, score)
    }
}

impl Landscape for PairOfGaussians {
    fn modes(&self) -> Vec<String> {
        named(&["left", "right"])
    }

    /// By the sign of the first coordinate.
    fn mode_of(&self, x: &Vec<f64>) -> usize {
        usize::from(x[0] >= 0.0)
    }

    fn heart(&self, mode: usize) -> Vec<f64> {
        let mut heart = vec![0.0; self.dimension];
        heart[0] = if mode == 0 { -Self::OFFSET } else { Self::OFFSET };
        heart
    }

    /// The second coordinate.
    fn along(&self, x: &Vec<f64>) -> Option<f64> {
        x.get(1).copied()
    }
}

impl Probabilities for PairOfGaussians {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let normal = |mean| normal_between(mean, Self::WIDTH, low, high);
        if axis == 0 { 0.5 * (normal(-Self::OFFSET) + normal(Self::OFFSET)) } else { normal(0.0) }
    }
}
