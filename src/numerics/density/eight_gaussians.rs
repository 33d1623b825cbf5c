//! Eight equal round Gaussians on a circle.

use super::marginal::Probabilities;
use super::{CorrelatedGaussian, Formula, GaussianMixture, Landscape, PlaneDensity, named};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::FRAC_PI_4;

/// Gaussians at R (cos kπ/4, sin kπ/4); [`Default`] has R = 2 and σ = 0.2.
#[derive(Clone, Copy, Debug)]
pub struct EightGaussians(GaussianMixture<8>);

impl EightGaussians {
    /// R and σ, data units; σ must be positive.
    pub fn new(radius: f64, sigma: f64) -> Self {
        let variance = sigma * sigma;
        Self(GaussianMixture::new(std::array::from_fn(|part| {
            let (sin, cos) = (part as f64 * FRAC_PI_4).sin_cos();
            let covariance = [[variance, 0.0], [0.0, variance]];
            (1.0 / 8.0, CorrelatedGaussian::new([radius * cos, radius * sin], covariance))
        })))
    }
}

impl Default for EightGaussians {
    fn default() -> Self {
        Self::new(2.0, 0.2)
    }
}

impl Formula for EightGaussians {
    /// Normalised.
    #[inline(always)]
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        self.0.at(x)
    }
}

impl PlaneDensity for EightGaussians {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        self.0.hessian(x)
    }
}

impl Landscape for EightGaussians {
    fn modes(&self) -> Vec<String> {
        named(&["east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east"])
    }

    /// The nearest Gaussian, which is the one of the nearest direction.
    fn mode_of(&self, x: &Point) -> usize {
        (x[1].atan2(x[0]) / FRAC_PI_4).round().rem_euclid(8.0) as usize
    }

    fn heart(&self, mode: usize) -> Point {
        self.0.mean(mode)
    }
}

impl Probabilities for EightGaussians {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        self.0.between(axis, low, high)
    }
}
