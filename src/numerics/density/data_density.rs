//! The exact density of a data set at every noise level, with its score, Hessian and ideal denoiser.
//!
//! p(x) = Σ_k w_k ∫ N(x; a c + b, diag v) dk(c) over the clean points c of the parts k, by quadrature, that is, as a Gaussian
//! mixture. Everything asked for follows from the law of the clean point c given x: with m = E[a c + b | x], the score is
//! (m − x) / v (Tweedie's formula), and the Hessian a² Cov[c | x] / v² − 1 / v.

use super::block::{Block, Sums};
use super::normal_cdf::normal_between;
use super::part_rule::{Rules, nodes};
use super::{Landscape, LogDensity, PlaneDensity, Probabilities};
use crate::numerics::Point;
use crate::numerics::dataset::{Law, Standardise};
use std::f64::consts::PI;

/// A node of this log weight relative to the heaviest is below rounding.
const NEGLIGIBLE: f64 = -37.0;

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
    blocks: Vec<Block>,
}

/// What x tells about the point c that it is a blur of, before the blur.
struct Posterior {
    log_density: f64,
    /// E[c | x] − mean of the data, data units.
    mean: Point,
    /// Cov[c | x]: xx, xy, yy.
    covariance: [f64; 3],
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
        let pull = [0, 1].map(|axis| scale[axis] * scale[axis] / variance[axis]);
        let mean = law.mean();
        let mut blocks = Vec::new();
        for (index, (weight, part)) in law.parts().iter().enumerate() {
            let nodes: Vec<(Point, f64)> = nodes(part, pull[0].max(pull[1]), rules)
                .into_iter()
                .map(|(point, share)| ([point[0] - mean[0], point[1] - mean[1]], (weight * share).ln()))
                .collect();
            blocks.extend(nodes.chunks(Block::MOST).map(|nodes| Block::new(index, nodes, pull)));
        }
        Self {
            law: law.clone(),
            scale,
            centre: units.to_standard(mean).map(|centre| signal * centre),
            variance,
            clean: *units,
            clean_gain: [0, 1].map(|axis| signal * blur[axis] / variance[axis]),
            log_height: -(2.0 * PI).ln() - 0.5 * (variance[0] * variance[1]).ln(),
            blocks,
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
        let Posterior { mean, .. } = self.posterior(x, part);
        let data_mean = self.law.mean();
        let before = self.clean.to_standard([0, 1].map(|axis| data_mean[axis] + mean[axis]));
        let beyond = self.beyond(mean, x);
        let clean = [0, 1].map(|axis| before[axis] + self.clean_gain[axis] * beyond[axis]);
        ([0, 1].map(|axis| -beyond[axis] / self.variance[axis]), clean)
    }

    /// In data units; not finite where no signal is left.
    fn in_data_units(&self, x: &Point) -> Point {
        let mean = self.law.mean();
        [0, 1].map(|axis| mean[axis] + (x[axis] - self.centre[axis]) / self.scale[axis])
    }

    fn score_from(&self, posterior: &Posterior, x: Point) -> Point {
        let beyond = self.beyond(posterior.mean, x);
        [0, 1].map(|axis| -beyond[axis] / self.variance[axis])
    }

    /// x − E[a c + b | x], where E[c | x] less the data's mean is `mean`.
    fn beyond(&self, mean: Point, x: Point) -> Point {
        [0, 1].map(|axis| x[axis] - self.centre[axis] - self.scale[axis] * mean[axis])
    }

    /// The law of c given x, of one part's points alone if one is given. With d = x less the map's centre and u = c less the
    /// data's mean, a node's exponent −½ Σ (d − a u)² / v splits into −½ Σ d² / v, the same for all, and
    /// (a d / v)·u − ½ Σ a² u² / v, accurate however far out x is.
    fn posterior(&self, x: Point, part: Option<usize>) -> Posterior {
        let d = [x[0] - self.centre[0], x[1] - self.centre[1]];
        let pull = [0, 1].map(|axis| self.scale[axis] * d[axis] / self.variance[axis]);
        let common = -0.5 * (d[0] * d[0] / self.variance[0] + d[1] * d[1] / self.variance[1]);
        // Blocks far from x hold nothing that counts: how much they can hold is known from where they lie.
        let bound = |block: &Block| block.bound(d, self.scale, self.variance) - common;
        let asked = |block: &&Block| part.is_none_or(|part| block.part == part);
        let blocks = || self.blocks.iter().filter(asked);
        let nearest = blocks().map(|block| (bound(block), block)).max_by(|a, b| a.0.total_cmp(&b.0));
        let mut peak = nearest.map_or(f64::NEG_INFINITY, |(_, block)| block.peak(pull));
        // The bounds' own rounding.
        let slack = 1e-12 * common.abs();
        for block in blocks() {
            if may_reach(bound(block), peak - slack) {
                peak = peak.max(block.peak(pull));
            }
        }
        let mut sums = Sums::default();
        for block in blocks() {
            if may_reach(bound(block), peak + NEGLIGIBLE - slack) {
                block.add(pull, peak, NEGLIGIBLE, &mut sums);
            }
        }
        let [mass, x, y, xx, xy, yy] = sums.totals();
        let mean = [x / mass, y / mass];
        Posterior {
            log_density: self.log_height + common + peak + mass.ln(),
            mean,
            covariance: [
                xx / mass - mean[0] * mean[0],
                xy / mass - mean[0] * mean[1],
                yy / mass - mean[1] * mean[1],
            ],
        }
    }
}

/// Not-a-number may be anything.
fn may_reach(bound: f64, height: f64) -> bool {
    bound >= height || bound.is_nan() || height.is_nan()
}

impl LogDensity for DataDensity {
    type Position = Point;

    /// Normalised.
    fn log_density(&self, x: &Point) -> f64 {
        self.posterior(*x, None).log_density
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let posterior = self.posterior(*x, None);
        (posterior.log_density, self.score_from(&posterior, *x))
    }
}

impl PlaneDensity for DataDensity {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let [xx, xy, yy] = self.posterior(*x, None).covariance;
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
        let pull = [0, 1].map(|axis| self.scale[axis] * self.scale[axis] / self.variance[axis]);
        let nodes = self.blocks.iter().flat_map(|block| block.nodes(pull));
        let term = |(node, weight): (Point, f64)| {
            weight * normal_between(self.centre[axis] + self.scale[axis] * node[axis], std, low, high)
        };
        nodes.map(term).sum()
    }

    fn shares(&self) -> Vec<f64> {
        self.law.shares()
    }
}
