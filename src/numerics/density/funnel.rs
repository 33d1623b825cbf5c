//! Neal's funnel (2003): v ~ N(0, s²), x given v ~ N(0, e^v). A point is (v, x).

use super::marginal::{Probabilities, over_normal};
use super::normal_cdf::{HALF_LN_2PI, normal_between};
use super::{Formula, Landscape, PlaneDensity};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    /// s: standard deviation of v.
    pub spread: f64,
}

impl Default for Funnel {
    fn default() -> Self {
        Self { spread: 3.0 }
    }
}

impl Formula for Funnel {
    /// Normalised.
    #[inline(always)]
    fn at<const N: usize>(&self, [v, x]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let precision = 1.0 / (self.spread * self.spread);
        let pull = x * v.map(|v| (-v).exp());
        let log = (v * v * precision + x * pull + v) * -0.5 - (2.0 * HALF_LN_2PI + self.spread.ln());
        (log, [(x * pull - 1.0) * 0.5 - v * precision, -pull])
    }
}

impl PlaneDensity for Funnel {
    fn hessian(&self, &[v, x]: &Point) -> [Point; 2] {
        let precision = (-v).exp();
        let cross = x * precision;
        [[-0.5 * x * cross - 1.0 / (self.spread * self.spread), cross], [cross, -precision]]
    }
}

impl Landscape for Funnel {
    /// Where the middle of the mass is; the density is higher in the neck.
    fn heart(&self, _mode: usize) -> Point {
        [0.0, 0.0]
    }

    /// v.
    fn along(&self, x: &Point) -> Option<f64> {
        Some(x[0])
    }
}

impl Probabilities for Funnel {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        match axis {
            0 => normal_between(0.0, self.spread, low, high),
            _ => over_normal(self.spread, |v| normal_between(0.0, (0.5 * v).exp(), low, high)),
        }
    }
}
