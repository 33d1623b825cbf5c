//! Two crescents: potential U1 of Rezende & Mohamed 2015 (table 1).
//!
//! log p = −½((|w| − 2) / 0.4)² + log(e^{−½((w₁−2)/0.6)²} + e^{−½((w₁+2)/0.6)²}), up to a constant, in the frame
//! w that is turned by an angle.

use super::marginal::{Probabilities, Strip};
use super::two_bumps::TwoBumps;
use super::{Formula, Landscape, PlaneDensity, Ring, named};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;

const RING: Ring = Ring { radius: 2.0, width: 0.4 };
const BUMPS: TwoBumps = TwoBumps { offset: 2.0, width: 0.6 };

/// U1, turned counterclockwise; [`Default`] is the published one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RezendeMohamed {
    cos: f64,
    sin: f64,
}

impl Default for RezendeMohamed {
    fn default() -> Self {
        Self::turned(0.0)
    }
}

impl RezendeMohamed {
    /// log ∫ p, by quadrature.
    pub const LOG_MASS: f64 = 1.877_501_626_11;

    /// U1 turned by `angle` radians.
    pub fn turned(angle: f64) -> Self {
        Self { cos: angle.cos(), sin: angle.sin() }
    }

    /// w of x.
    #[inline]
    fn turn_back(&self, &[x, y]: &Point) -> Point {
        [self.cos * x + self.sin * y, self.cos * y - self.sin * x]
    }
}

impl Formula for RezendeMohamed {
    /// log ∫ p is [`LOG_MASS`](RezendeMohamed::LOG_MASS).
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let (ring, pull) = RING.at([x, y]);
        let (bumps, slope) = BUMPS.log_and_slope(x * self.cos + y * self.sin);
        (ring + bumps, [pull[0] + slope * self.cos, pull[1] + slope * self.sin])
    }
}

impl PlaneDensity for RezendeMohamed {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let curvature = BUMPS.curvature(self.turn_back(x)[0]);
        let ([cos, sin], [[xx, xy], [_, yy]]) = ([self.cos, self.sin], RING.hessian(x));
        let cross = xy + curvature * cos * sin;
        [[xx + curvature * cos * cos, cross], [cross, yy + curvature * sin * sin]]
    }
}

impl Landscape for RezendeMohamed {
    fn modes(&self) -> Vec<String> {
        named(&["right crescent", "left crescent"])
    }

    /// By the sign of w₁.
    fn mode_of(&self, x: &Point) -> usize {
        usize::from(self.turn_back(x)[0] < 0.0)
    }

    fn heart(&self, mode: usize) -> Point {
        let side = if mode == 0 { RING.radius } else { -RING.radius };
        [side * self.cos, side * self.sin]
    }

    /// The angle from the crescent's middle, in [−π/2, π/2].
    fn along(&self, x: &Point) -> Option<f64> {
        let [across, up] = self.turn_back(x);
        Some(up.atan2(across.abs()))
    }
}

impl Probabilities for RezendeMohamed {
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        Strip { axis, low, high, reach: 6.0, step: 0.12 }.mass(self) / Self::LOG_MASS.exp()
    }

    fn log_mass(&self) -> f64 {
        Self::LOG_MASS
    }
}
