//! One Gaussian with any covariance: log p = −½ (x − m)ᵀ C⁻¹ (x − m), up to a constant.

use super::marginal::Probabilities;
use super::normal_cdf::{HALF_LN_2PI, normal_between};
use super::{Formula, Landscape, PlaneDensity};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;

/// N(m, C); [`Default`] has unit variances and correlation 0.9.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorrelatedGaussian {
    mean: Point,
    covariance: [Point; 2],
    /// C⁻¹: xx, xy, yy.
    precision: [f64; 3],
}

impl Default for CorrelatedGaussian {
    fn default() -> Self {
        Self::new([0.0; 2], [[1.0, 0.9], [0.9, 1.0]])
    }
}

impl CorrelatedGaussian {
    /// The covariance must be symmetric and positive definite.
    pub const fn new(mean: Point, covariance: [Point; 2]) -> Self {
        let [[xx, xy], [_, yy]] = covariance;
        let determinant = xx * yy - xy * xy;
        Self { mean, covariance, precision: [yy / determinant, -xy / determinant, xx / determinant] }
    }

    /// log ∫ p = log 2π + ½ log det C.
    pub fn log_mass(&self) -> f64 {
        let [[xx, xy], [_, yy]] = self.covariance;
        2.0 * HALF_LN_2PI + 0.5 * (xx * yy - xy * xy).ln()
    }

    pub fn mean(&self) -> Point {
        self.mean
    }
}

impl Formula for CorrelatedGaussian {
    /// log ∫ p is [`log_mass`](CorrelatedGaussian::log_mass).
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let (dx, dy) = (x - self.mean[0], y - self.mean[1]);
        let [xx, xy, yy] = self.precision;
        let score = [-(dx * xx + dy * xy), -(dx * xy + dy * yy)];
        ((dx * score[0] + dy * score[1]) * 0.5, score)
    }
}

impl PlaneDensity for CorrelatedGaussian {
    #[inline]
    fn hessian(&self, _x: &Point) -> [Point; 2] {
        let [xx, xy, yy] = self.precision;
        [[-xx, -xy], [-xy, -yy]]
    }
}

impl Landscape for CorrelatedGaussian {
    fn heart(&self, _mode: usize) -> Point {
        self.mean
    }
}

impl Probabilities for CorrelatedGaussian {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        normal_between(self.mean[axis], self.covariance[axis][axis].sqrt(), low, high)
    }

    fn log_mass(&self) -> f64 {
        Self::log_mass(self)
    }
}
