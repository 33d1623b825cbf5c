//! A wave: (x, y + sin 5x) ~ N(0, Σ).

use super::marginal::{Probabilities, over_normal};
use super::normal_cdf::normal_between;
use super::{CorrelatedGaussian, Formula, Landscape, LogDensity, PlaneDensity};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;

/// Σ.
const COVARIANCE: [Point; 2] = [[2.0, 0.25], [0.25, 0.5]];
/// Waves in 2π of x.
const FREQUENCY: f64 = 5.0;

const STRAIGHT: CorrelatedGaussian = CorrelatedGaussian::new([0.0; 2], COVARIANCE);

/// A Gaussian sheared along y by a sine, which keeps areas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Squiggle {
    log_mass: f64,
}

impl Default for Squiggle {
    fn default() -> Self {
        Self { log_mass: STRAIGHT.log_mass() }
    }
}

impl Formula for Squiggle {
    /// Normalised.
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let angle = x * FREQUENCY;
        let (log_density, [dx, dy]) = STRAIGHT.at([x, y + angle.map(f64::sin)]);
        (log_density - self.log_mass, [dx + angle.map(f64::cos) * FREQUENCY * dy, dy])
    }
}

impl PlaneDensity for Squiggle {
    fn hessian(&self, &[x, y]: &Point) -> [Point; 2] {
        let (sin, cos) = (FREQUENCY * x).sin_cos();
        let straight = [x, y + sin];
        let ([[xx, xy], [_, yy]], [_, dy]) = (STRAIGHT.hessian(&straight), STRAIGHT.score(&straight));
        let slope = FREQUENCY * cos;
        let cross = xy + slope * yy;
        let bend = -FREQUENCY * FREQUENCY * sin * dy;
        [[xx + slope * (xy + cross) + bend, cross], [cross, yy]]
    }
}

impl Landscape for Squiggle {
    fn heart(&self, _mode: usize) -> Point {
        [0.0, 0.0]
    }

    /// x.
    fn along(&self, x: &Point) -> Option<f64> {
        Some(x[0])
    }
}

impl Probabilities for Squiggle {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let [[xx, xy], [_, yy]] = COVARIANCE;
        match axis {
            0 => normal_between(0.0, xx.sqrt(), low, high),
            _ => over_normal(xx.sqrt(), |x| {
                let mean = xy / xx * x - (FREQUENCY * x).sin();
                normal_between(mean, (yy - xy * xy / xx).sqrt(), low, high)
            }),
        }
    }
}
