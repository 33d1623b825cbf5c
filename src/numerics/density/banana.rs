//! A bent Gaussian: x ~ N(0, a²), y given x ~ N(b (x² − a²), s²), up to a constant (Haario et al. 1999).

use super::marginal::{Probabilities, over_normal};
use super::normal_cdf::normal_between;
use super::{Formula, Landscape, PlaneDensity};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::TAU;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Banana {
    /// a: standard deviation along x.
    pub length: f64,
    /// b: how strongly it is bent.
    pub bend: f64,
    /// s: standard deviation of y about the bent line.
    pub width: f64,
}

impl Default for Banana {
    fn default() -> Self {
        Self { length: 2.0, bend: 0.25, width: 0.5 }
    }
}

impl Banana {
    /// The bent line.
    fn line(&self, x: f64) -> f64 {
        self.bend * (x * x - self.length * self.length)
    }
}

impl Formula for Banana {
    /// log ∫ p = log(2π a s).
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let (u, beyond) = (x / self.length, y - (x * x - self.length * self.length) * self.bend);
        let (v, pull) = (beyond / self.width, beyond / (self.width * self.width));
        let score = [pull * x * (2.0 * self.bend) - x / (self.length * self.length), -pull];
        ((u * u + v * v) * -0.5, score)
    }
}

impl PlaneDensity for Banana {
    fn hessian(&self, &[x, y]: &Point) -> [Point; 2] {
        let precision = 1.0 / (self.width * self.width);
        let (slope, pull) = (2.0 * self.bend * x, precision * (y - self.line(x)));
        let cross = slope * precision;
        let along = -1.0 / (self.length * self.length) + 2.0 * self.bend * pull - slope * cross;
        [[along, cross], [cross, -precision]]
    }
}

impl Landscape for Banana {
    fn heart(&self, _mode: usize) -> Point {
        [0.0, self.line(0.0)]
    }

    /// x.
    fn along(&self, x: &Point) -> Option<f64> {
        Some(x[0])
    }
}

impl Probabilities for Banana {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        match axis {
            0 => normal_between(0.0, self.length, low, high),
            _ => over_normal(self.length, |x| normal_between(self.line(x), self.width, low, high)),
        }
    }

    fn log_mass(&self) -> f64 {
        (TAU * self.length * self.width).ln()
    }
}
