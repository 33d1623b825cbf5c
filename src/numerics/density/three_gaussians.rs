//! Three Gaussians of unequal weight and shape.

use super::marginal::Probabilities;
use super::{CorrelatedGaussian, Formula, GaussianMixture, Landscape, PlaneDensity, PlaneRule, named};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;

/// Half of the mass on the left, three tenths on the right, two tenths at the top.
#[derive(Clone, Copy, Debug)]
pub struct ThreeGaussians(GaussianMixture<3>);

impl ThreeGaussians {
    /// Of the left, the right and the top Gaussian.
    pub const WEIGHTS: [f64; 3] = [0.5, 0.3, 0.2];
}

impl Default for ThreeGaussians {
    fn default() -> Self {
        let [left, right, top] = Self::WEIGHTS;
        Self(GaussianMixture::new([
            (left, CorrelatedGaussian::new([-1.5, -0.8], [[0.6, 0.35], [0.35, 0.4]])),
            (right, CorrelatedGaussian::new([1.6, -1.0], [[0.2, -0.1], [-0.1, 0.5]])),
            (top, CorrelatedGaussian::new([0.3, 1.9], [[0.8, -0.15], [-0.15, 0.12]])),
        ]))
    }
}

impl Formula for ThreeGaussians {
    /// Normalised.
    #[inline(always)]
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        self.0.at(x)
    }
}

impl PlaneDensity for ThreeGaussians {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        self.0.hessian(x)
    }
}

impl Landscape for ThreeGaussians {
    fn modes(&self) -> Vec<String> {
        named(&["left", "right", "top"])
    }

    /// The Gaussian it most probably comes from.
    fn mode_of(&self, x: &Point) -> usize {
        self.0.likeliest_part(x)
    }

    fn heart(&self, mode: usize) -> Point {
        self.0.mean(mode)
    }
}

impl Probabilities for ThreeGaussians {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        self.0.between(axis, low, high)
    }

    /// By quadrature, within 1e-4: near the borders between modes a point may come from another Gaussian, so these
    /// are not quite the weights.
    fn shares(&self) -> Vec<f64> {
        let rule = PlaneRule::of(self, [-6.0; 2], [6.0; 2], 300);
        let share = |mode| rule.mean(|x| f64::from(u8::from(self.mode_of(&x) == mode)));
        (0..Self::WEIGHTS.len()).map(share).collect()
    }
}
