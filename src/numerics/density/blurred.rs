//! A sum of equal axis-aligned Gaussians about many weighted nodes: what every exact density of data comes down to.
//!
//! p(x) = Σ_k w_k N(x; a u_k + b, diag v) with nodes u_k. Everything asked for follows from the law of the node u given x:
//! with m = E[a u + b | x], the score is (m − x) / v (Tweedie's formula).

use super::block::{Mixture, NODES};
use super::part_rule::NEAR;
use crate::numerics::Point;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::{LN_2, LOG2_E, PI};

/// A Gaussian that is lower than the nearest one by e^−37 is below rounding.
const NEGLIGIBLE: f64 = 37.0;
/// Exponents of base 2 that need no peak subtracted first.
const MOST_EXPONENT: f64 = 900.0;

/// Nodes with log weights, in the units of a map's input.
pub type Nodes = Vec<(Point, f64)>;

/// See the module.
#[derive(Clone, Debug)]
pub struct Blurred {
    /// a, along each axis.
    pub scale: Point,
    /// b.
    pub centre: Point,
    /// v, along each axis.
    pub variance: Point,
    /// log of the factor that is the same for all nodes and all x.
    log_height: f64,
    /// For points within [`NEAR`] blurs of the nodes.
    near: Mixture,
    /// For all others, where they need another.
    far: Option<Mixture>,
}

impl Blurred {
    /// From nodes part by part; `far` has those for points farther than [`NEAR`] blurs from them.
    pub fn new(scale: Point, centre: Point, variance: Point, near: &[Nodes], far: &[Nodes]) -> Self {
        let gain = [0, 1].map(|axis| scale[axis] / variance[axis].sqrt());
        let mixture = |parts: &[Nodes]| Mixture::new(parts.iter().map(Vec::as_slice), gain);
        Self {
            scale,
            centre,
            variance,
            log_height: -(2.0 * PI).ln() - 0.5 * (variance[0] * variance[1]).ln(),
            near: mixture(near),
            far: (far != near).then(|| mixture(far)),
        }
    }

    /// Each node with its weight.
    pub fn nodes(&self) -> impl Iterator<Item = (Point, f64)> + '_ {
        self.near.nodes([0, 1].map(|axis| self.scale[axis] / self.variance[axis].sqrt()))
    }

    /// x − E[a u + b | x], where E[u | x] is `mean`.
    pub fn beyond(&self, mean: Point, x: Point) -> Point {
        [0, 1].map(|axis| x[axis] - self.centre[axis] - self.scale[axis] * mean[axis])
    }

    /// Sums over the nodes u of what `terms` says times their weights given x; of one part's if one is given. With them log of
    /// what the weights were divided by, relative to the density. With d = x less the map's centre, a node's exponent
    /// −½ Σ (d − a u)² / v splits into −½ Σ d² / v, the same for all, and (a d / v)·u − ½ Σ a² u² / v, accurate however far
    /// out x is.
    #[inline(always)]
    pub fn sums<const K: usize>(
        &self,
        x: Point,
        part: Option<usize>,
        terms: impl Fn(Lanes<NODES>, Lanes<NODES>) -> [Lanes<NODES>; K],
    ) -> (f64, [f64; K]) {
        let d = [x[0] - self.centre[0], x[1] - self.centre[1]];
        let blurs = [0, 1].map(|axis| d[axis] / self.variance[axis].sqrt());
        let pull = [0, 1].map(|axis| self.scale[axis] * d[axis] / self.variance[axis] * LOG2_E);
        let mut mixture = &self.near;
        let mut nearest = mixture.nearest(blurs, part);
        if let Some(far) = self.far.as_ref().filter(|_| nearest > NEAR * NEAR) {
            (mixture, nearest) = (far, far.nearest(blurs, part));
        }
        let reach = (nearest + 2.0 * NEGLIGIBLE).sqrt();
        let square = blurs[0] * blurs[0] + blurs[1] * blurs[1];
        // Relative to a Gaussian as far away as the nearest block's middle, or, where that may overflow, to the highest.
        let (peak, log_height) = if nearest.sqrt() * mixture.largest * LOG2_E < MOST_EXPONENT {
            (0.5 * LOG2_E * (square - nearest), -0.5 * nearest)
        } else {
            let near = mixture.clusters(part).flat_map(|cluster| cluster.within(blurs, reach));
            let peak = near.map(|block| block.peak(pull)).fold(f64::NEG_INFINITY, f64::max);
            (peak, peak * LN_2 - 0.5 * square)
        };
        let mut sums = [Lanes::splat(0.0); K];
        for cluster in mixture.clusters(part) {
            for block in cluster.within(blurs, reach) {
                block.add(pull, peak, |block| terms(block.x, block.y), &mut sums);
            }
        }
        (self.log_height + log_height, sums.map(|sum| sum.0.into_iter().sum()))
    }

    /// log p(x), ∇ log p(x) and E[u | x].
    #[inline(always)]
    pub fn height_and_score(&self, x: Point, part: Option<usize>) -> (f64, Point, Point) {
        let (log_height, [mass, first, second]) = self.sums(x, part, |x, y| [Lanes::splat(1.0), x, y]);
        let mean = [first / mass, second / mass];
        let beyond = self.beyond(mean, x);
        (log_height + mass.ln(), [0, 1].map(|axis| -beyond[axis] / self.variance[axis]), mean)
    }
}
