//! The exact density of a data set at every noise level, with its score, Hessian and ideal denoiser.
//!
//! p(x) = Σ_k w_k ∫ N(x; a c + b, diag v) dk(c) over the clean points c of the parts k, by quadrature, that is, as a Gaussian
//! mixture. Everything asked for follows from the law of the clean point c given x: with m = E[a c + b | x], the score is
//! (m − x) / v (Tweedie's formula), and the Hessian a² Cov[c | x] / v² − 1 / v.

use super::block::{Mixture, NODES};
use super::normal_cdf::normal_between;
use super::part_rule::{NEAR, Rules, nodes};
use super::{Landscape, LogDensity, PlaneDensity, Probabilities};
use crate::numerics::Point;
use crate::numerics::dataset::{Law, Part, Standardise};
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::{LN_2, LOG2_E, PI};

/// A Gaussian that is lower than the nearest one by e^−37 is below rounding.
const NEGLIGIBLE: f64 = 37.0;
/// Exponents of base 2 that need no peak subtracted first.
const MOST_EXPONENT: f64 = 900.0;

/// A data set under an axis-wise affine map, blurred by an axis-aligned Gaussian. Cheap to evaluate, dear to build: build
/// it once for each noise level.
#[derive(Clone, Debug)]
pub struct DataDensity {
    law: Law,
    /// a of the map from data units to this density's.
    scale: Point,
    /// Where the map takes the data's mean.
    centre: Point,
    /// v, the blur's variance along each axis, in this density's units.
    variance: Point,
    /// Units of the clean point.
    clean: Standardise,
    /// What one unit of x beyond its place before the blur says about the clean point.
    clean_gain: Point,
    /// log of the factor that is the same for all nodes and all x.
    log_height: f64,
    /// For points within [`NEAR`] blurs of the data.
    near: Mixture,
    /// For all others, where they need another.
    far: Option<Mixture>,
}

impl DataDensity {
    /// The data's own density, in data units. The blur must be positive.
    pub fn new(law: &Law) -> Self {
        Self::noised(law, &Standardise::NONE, 1.0)
    }

    /// The law of x_t = √ᾱ (x₀ − mean) / std + √(1 − ᾱ) ε, in standardised units. ᾱ = `alpha_bar` ∈ [0, 1];
    /// at 1 the data's blur must be positive.
    pub fn noised(law: &Law, units: &Standardise, alpha_bar: f64) -> Self {
        Self::with_rules(law, units, alpha_bar, &mut Rules::default())
    }

    /// [`Self::noised`] at each of several ᾱ.
    pub fn noised_levels(law: &Law, units: &Standardise, alpha_bars: &[f64]) -> Vec<Self> {
        let mut rules = Rules::default();
        alpha_bars.iter().map(|&alpha_bar| Self::with_rules(law, units, alpha_bar, &mut rules)).collect()
    }

    fn with_rules(law: &Law, units: &Standardise, alpha_bar: f64, rules: &mut Rules) -> Self {
        let signal = alpha_bar.sqrt();
        let blur = units.std.map(|std| (law.sigma() / std).powi(2));
        let variance = blur.map(|blur| alpha_bar * blur + 1.0 - alpha_bar);
        let scale = units.std.map(|std| signal / std);
        let gain = [0, 1].map(|axis| scale[axis] / variance[axis].sqrt());
        let mean = law.mean();
        let mut parts = |near| -> Vec<Vec<(Point, f64)>> {
            let part = |(weight, part): &(f64, Part)| {
                nodes(part, gain[0].max(gain[1]).powi(2), near, rules)
                    .into_iter()
                    .map(|(point, share)| ([point[0] - mean[0], point[1] - mean[1]], (weight * share).ln()))
                    .collect()
            };
            law.parts().iter().map(part).collect()
        };
        let (near, far) = (parts(true), parts(false));
        let mixture = |parts: &[Vec<(Point, f64)>]| Mixture::new(parts.iter().map(Vec::as_slice), gain);
        Self {
            law: law.clone(),
            scale,
            centre: units.to_standard(mean).map(|centre| signal * centre),
            variance,
            clean: *units,
            clean_gain: [0, 1].map(|axis| signal * blur[axis] / variance[axis]),
            log_height: -(2.0 * PI).ln() - 0.5 * (variance[0] * variance[1]).ln(),
            near: mixture(&near),
            far: (far != near).then(|| mixture(&far)),
        }
    }

    pub fn law(&self) -> &Law {
        &self.law
    }

    /// E[x₀ | x_t = x] in standardised units: the ideal denoiser, summed over the nodes directly.
    pub fn posterior_mean(&self, x: Point) -> Point {
        self.score_and_posterior_mean(x, None).1
    }

    /// ∇ log p(x) and E[x₀ | x_t = x], of the points of one part alone if one is given, in standardised units.
    pub fn score_and_posterior_mean(&self, x: Point, part: Option<usize>) -> (Point, Point) {
        let (_, score, mean) = self.height_and_score(x, part);
        let data_mean = self.law.mean();
        let before = self.clean.to_standard([0, 1].map(|axis| data_mean[axis] + mean[axis]));
        let beyond = self.beyond(mean, x);
        let clean = [0, 1].map(|axis| before[axis] + self.clean_gain[axis] * beyond[axis]);
        (score, clean)
    }

    /// P(part | x): the probability that the clean point of x is of `part`.
    pub fn part_probability(&self, x: Point, part: usize) -> f64 {
        let log_mass = |part| {
            let (log_height, [mass]) = self.sums(x, part, |_, _| [Lanes::splat(1.0)]);
            log_height + mass.ln()
        };
        // Rounding may leave a trifle above 1.
        (log_mass(Some(part)) - log_mass(None)).exp().min(1.0)
    }

    /// In data units; not finite where no signal is left.
    fn in_data_units(&self, x: &Point) -> Point {
        let mean = self.law.mean();
        [0, 1].map(|axis| mean[axis] + (x[axis] - self.centre[axis]) / self.scale[axis])
    }

    /// x − E[a c + b | x], where E[c | x] less the data's mean is `mean`.
    fn beyond(&self, mean: Point, x: Point) -> Point {
        [0, 1].map(|axis| x[axis] - self.centre[axis] - self.scale[axis] * mean[axis])
    }

    /// Sums over the nodes u, clean points less the data's mean, of what `terms` says times their weights given x; of one
    /// part's if one is given. With them log of what the weights were divided by, relative to the density. With d = x less
    /// the map's centre, a node's exponent −½ Σ (d − a u)² / v splits into −½ Σ d² / v, the same for all, and
    /// (a d / v)·u − ½ Σ a² u² / v, accurate however far out x is.
    #[inline(always)]
    fn sums<const K: usize>(
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

    /// log p(x) and ∇ log p(x).
    #[inline(always)]
    fn height_and_score(&self, x: Point, part: Option<usize>) -> (f64, Point, Point) {
        let (log_height, [mass, first, second]) = self.sums(x, part, |x, y| [Lanes::splat(1.0), x, y]);
        let mean = [first / mass, second / mass];
        let beyond = self.beyond(mean, x);
        (log_height + mass.ln(), [0, 1].map(|axis| -beyond[axis] / self.variance[axis]), mean)
    }
}

impl LogDensity for DataDensity {
    type Position = Point;

    /// Normalised.
    fn log_density(&self, x: &Point) -> f64 {
        self.height_and_score(*x, None).0
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let (log_density, score, _) = self.height_and_score(*x, None);
        (log_density, score)
    }

    fn score(&self, x: &Point) -> Point {
        self.height_and_score(*x, None).1
    }
}

impl PlaneDensity for DataDensity {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let one = Lanes::splat(1.0);
        let (_, sums) = self.sums(*x, None, |x, y| [one, x, y, x * x, x * y, y * y]);
        let [x, y, xx, xy, yy] = [1, 2, 3, 4, 5].map(|term| sums[term] / sums[0]);
        let [xx, xy, yy] = [xx - x * x, xy - x * y, yy - y * y];
        let [gx, gy] = [0, 1].map(|axis| self.scale[axis] / self.variance[axis]);
        let cross = gx * gy * xy;
        [[gx * gx * xx - 1.0 / self.variance[0], cross], [cross, gy * gy * yy - 1.0 / self.variance[1]]]
    }
}

impl Landscape for DataDensity {
    fn modes(&self) -> Vec<String> {
        self.law.modes().to_vec()
    }

    /// The nearest part, in data units.
    fn mode_of(&self, x: &Point) -> usize {
        self.law.mode_of(self.in_data_units(x))
    }

    /// The middle of the part.
    fn heart(&self, mode: usize) -> Point {
        let (mean, heart) = (self.law.mean(), self.law.heart(mode));
        [0, 1].map(|axis| self.centre[axis] + self.scale[axis] * (heart[axis] - mean[axis]))
    }

    fn along(&self, x: &Point) -> Option<f64> {
        self.law.along(self.in_data_units(x))
    }
}

impl Probabilities for DataDensity {
    /// A sum over the nodes.
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let std = self.variance[axis].sqrt();
        let gain = [0, 1].map(|axis| self.scale[axis] / self.variance[axis].sqrt());
        let nodes = self.near.nodes(gain);
        let term = |(node, weight): (Point, f64)| {
            weight * normal_between(self.centre[axis] + self.scale[axis] * node[axis], std, low, high)
        };
        nodes.map(term).sum()
    }

    fn shares(&self) -> Vec<f64> {
        self.law.shares()
    }
}
