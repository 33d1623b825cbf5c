//! A ring: log p = −(|x| − R)² / 2w², up to a constant.

use super::marginal::{Probabilities, Strip};
use super::normal_cdf::normal_cdf;
use super::{Formula, Landscape, PlaneDensity};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::PI;

/// Keeps what is divided by the distance from the centre finite there. The square of a lesser one underflows.
const LEAST_DISTANCE: f64 = 1e-150;

/// Points about `radius` from the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// R.
    pub radius: f64,
    /// w.
    pub width: f64,
}

impl Default for Ring {
    fn default() -> Self {
        Self { radius: 2.0, width: 0.2 }
    }
}

impl Ring {
    /// log ∫ p: 2π (w² e^{−R²/2w²} + √2π R w Φ(R/w)).
    pub fn log_mass(&self) -> f64 {
        let Self { radius, width } = *self;
        let ratio = radius / width;
        let near = width * width * (-0.5 * ratio * ratio).exp();
        (2.0 * PI * (near + (2.0 * PI).sqrt() * radius * width * normal_cdf(ratio))).ln()
    }
}

impl Formula for Ring {
    /// log ∫ p is [`log_mass`](Ring::log_mass). The score has no direction at the origin, and is 0 there.
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let precision = 1.0 / (self.width * self.width);
        let distance = (x * x + y * y).sqrt();
        let beyond = distance - self.radius;
        let pull = beyond * -precision / distance.at_least(Lanes::splat(LEAST_DISTANCE));
        (beyond * beyond * (-0.5 * precision), [pull * x, pull * y])
    }
}

impl PlaneDensity for Ring {
    /// −1/w² outwards, and what bends the ring across.
    fn hessian(&self, &[x, y]: &Point) -> [Point; 2] {
        let precision = 1.0 / (self.width * self.width);
        let distance = (x * x + y * y).sqrt();
        let safe = distance.max(LEAST_DISTANCE);
        let across = -precision * (distance - self.radius) / safe;
        let (nx, ny, excess) = (x / safe, y / safe, -precision - across);
        let cross = excess * nx * ny;
        [[across + excess * nx * nx, cross], [cross, across + excess * ny * ny]]
    }
}

impl Landscape for Ring {
    fn heart(&self, _mode: usize) -> Point {
        [self.radius, 0.0]
    }

    /// The angle, in (−π, π].
    fn along(&self, x: &Point) -> Option<f64> {
        Some(x[1].atan2(x[0]))
    }
}

impl Probabilities for Ring {
    /// By quadrature, for rings with a hole: the tip at the centre, where p has no slope, is not resolved.
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let reach = self.radius + 8.0 * self.width;
        Strip { axis, low, high, reach, step: 0.5 * self.width }.mass(self) / self.log_mass().exp()
    }

    fn log_mass(&self) -> f64 {
        Self::log_mass(self)
    }
}
