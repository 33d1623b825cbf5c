//! The exact density of two moons at every noise level, with its score, Hessian and ideal denoiser.
//!
//! p(x) = ½ Σ_k (1/π) ∫₀^π N(x; a c_k(θ) + b, diag v) dθ over the arcs c_k, by quadrature in θ, that is, as a
//! Gaussian mixture. Everything asked for follows from the law of the arc point c given x: with
//! m = E[a c + b | x], the score is (m − x) / v (Tweedie's formula), and the Hessian a² Cov[c | x] / v² − 1 / v.
//!
//! The arcs are each other's reflection in the centre h = (½, ¼). So one list of nodes u = c − h serves both:
//! −u are the lower arc's.

use super::arc_rule::{LANES, arc_rule, node_count};
use super::normal_cdf::normal_between;
use super::{Landscape, LogDensity, PlaneDensity, Probabilities};
use crate::numerics::dataset::two_moons::{even_angles, lower_from_upper};
use crate::numerics::dataset::{Standardise, TwoMoons};
use crate::numerics::two_sample::mode_occupancy::{distance_to_lower, distance_to_upper};
use crate::numerics::{Point, exp::exp_negative};
use std::f64::consts::{FRAC_PI_2, LN_2, PI};

/// A node of this log weight relative to the heaviest is below rounding.
const NEGLIGIBLE: f64 = -37.0;

/// Two arcs under an axis-wise affine map, blurred by an axis-aligned Gaussian. Cheap to evaluate, dear to
/// build: build it once for each noise level.
#[derive(Clone, Debug)]
pub struct TwoMoonsDensity {
    /// a of the map from data units to this density's.
    scale: Point,
    /// a h + b: where the map takes the moons' centre.
    centre: Point,
    /// v, the blur's variance along each axis, in this density's units.
    variance: Point,
    /// Units of the clean point.
    clean: Standardise,
    /// What one unit of x beyond its arc point says about the clean point.
    clean_gain: Point,
    /// log of the factor that is the same for all nodes and all x.
    log_height: f64,
    nodes: Vec<Nodes>,
}

/// [`LANES`] nodes of the upper arc.
#[derive(Clone, Debug)]
struct Nodes {
    /// u = c − h, data units.
    x: [f64; LANES],
    y: [f64; LANES],
    /// log weight − ½ Σ a² u² / v; −∞ where there is no node.
    lead: [f64; LANES],
}

/// Which of the two arcs a point can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arcs {
    Both,
    Upper,
    Lower,
}

/// What x tells about the arc point behind it.
struct ArcPoint {
    log_density: f64,
    /// E[c − h | x], data units.
    mean: Point,
    /// Cov[c | x]: xx, xy, yy.
    covariance: [f64; 3],
}

impl TwoMoonsDensity {
    /// The data's own density, in data units. The noise must be positive.
    pub fn new(moons: &TwoMoons) -> Self {
        Self::noised(moons, &Standardise::NONE, 1.0)
    }

    /// The law of x_t = √ᾱ (x₀ − mean) / std + √(1 − ᾱ) ε, in standardised units. ᾱ = `alpha_bar` ∈ [0, 1];
    /// at 1 the data's noise must be positive.
    pub fn noised(moons: &TwoMoons, units: &Standardise, alpha_bar: f64) -> Self {
        Self::with_nodes(moons, units, alpha_bar, &arc_rule(node_count(moons, units, alpha_bar)))
    }

    /// [`Self::noised`] at each of several ᾱ, building one quadrature rule for neighbours that need the same.
    pub fn noised_levels(moons: &TwoMoons, units: &Standardise, alpha_bars: &[f64]) -> Vec<Self> {
        let mut rule = Vec::new();
        let level = |&alpha_bar: &f64| {
            let count = node_count(moons, units, alpha_bar);
            if rule.len() != count {
                rule = arc_rule(count);
            }
            Self::with_nodes(moons, units, alpha_bar, &rule)
        };
        alpha_bars.iter().map(level).collect()
    }

    /// The density that scikit-learn's `make_moons` really has: an equal mixture of Gaussians at `per_moon`
    /// even angles of each arc, both ends included. In data units.
    pub fn of_grid(moons: &TwoMoons, per_moon: usize) -> Self {
        let rule: Vec<_> = even_angles(per_moon).map(|angle| (angle, 1.0 / per_moon as f64)).collect();
        Self::with_nodes(moons, &Standardise::NONE, 1.0, &rule)
    }

    /// From angles and weights that sum to 1.
    fn with_nodes(moons: &TwoMoons, units: &Standardise, alpha_bar: f64, rule: &[(f64, f64)]) -> Self {
        let signal = alpha_bar.sqrt();
        let blur = units.std.map(|std| (moons.noise / std).powi(2));
        let variance = blur.map(|blur| alpha_bar * blur + 1.0 - alpha_bar);
        let scale = units.std.map(|std| signal / std);
        let pull = [0, 1].map(|axis| scale[axis] * scale[axis] / variance[axis]);
        let nodes = rule.chunks(LANES).map(|part| {
            let mut nodes = Nodes { x: [0.0; LANES], y: [0.0; LANES], lead: [f64::NEG_INFINITY; LANES] };
            for (lane, &(angle, weight)) in part.iter().enumerate() {
                let (x, y) = (angle.cos() - TwoMoons::MEAN[0], angle.sin() - TwoMoons::MEAN[1]);
                (nodes.x[lane], nodes.y[lane]) = (x, y);
                nodes.lead[lane] = weight.ln() - 0.5 * (pull[0] * x * x + pull[1] * y * y);
            }
            nodes
        });
        Self {
            scale,
            centre: units.to_standard(TwoMoons::MEAN).map(|centre| signal * centre),
            variance,
            clean: *units,
            clean_gain: [0, 1].map(|axis| signal * blur[axis] / variance[axis]),
            log_height: -LN_2 - (2.0 * PI).ln() - 0.5 * (variance[0] * variance[1]).ln(),
            nodes: nodes.collect(),
        }
    }

    /// E[x₀ | x_t = x] in standardised units: the ideal denoiser, summed over the nodes directly.
    pub fn posterior_mean(&self, x: Point) -> Point {
        self.score_and_posterior_mean(x, Arcs::Both).1
    }

    /// ∇ log p(x) and E[x₀ | x_t = x] of the points of `arcs` alone, in standardised units.
    pub fn score_and_posterior_mean(&self, x: Point, arcs: Arcs) -> (Point, Point) {
        let mean = match arcs {
            Arcs::Both => self.arc_point(x).mean,
            Arcs::Upper => self.mean_on_one_arc(x, 1.0),
            Arcs::Lower => self.mean_on_one_arc(x, -1.0),
        };
        let on_arc = self.clean.to_standard([0, 1].map(|axis| TwoMoons::MEAN[axis] + mean[axis]));
        let beyond = self.beyond_arc(mean, x);
        let clean = [0, 1].map(|axis| on_arc[axis] + self.clean_gain[axis] * beyond[axis]);
        ([0, 1].map(|axis| -beyond[axis] / self.variance[axis]), clean)
    }

    /// In data units; not finite where no signal is left.
    fn in_data_units(&self, x: &Point) -> Point {
        [0, 1].map(|axis| TwoMoons::MEAN[axis] + (x[axis] - self.centre[axis]) / self.scale[axis])
    }

    fn score_from(&self, arc: &ArcPoint, x: Point) -> Point {
        let beyond = self.beyond_arc(arc.mean, x);
        [0, 1].map(|axis| -beyond[axis] / self.variance[axis])
    }

    /// x − E[a c + b | x], where E[c − h | x] is `mean`.
    fn beyond_arc(&self, mean: Point, x: Point) -> Point {
        [0, 1].map(|axis| x[axis] - self.centre[axis] - self.scale[axis] * mean[axis])
    }

    /// E[c − h | x] for c on one arc: the upper where `side` is 1, the lower where it is −1. See
    /// [`Self::arc_point`]; the weights of the other arc's nodes are left out.
    fn mean_on_one_arc(&self, x: Point, side: f64) -> Point {
        let pull =
            [0, 1].map(|axis| side * self.scale[axis] * (x[axis] - self.centre[axis]) / self.variance[axis]);
        let exponents = |nodes: &Nodes| -> [f64; LANES] {
            std::array::from_fn(|lane| nodes.lead[lane] + pull[0] * nodes.x[lane] + pull[1] * nodes.y[lane])
        };
        let peak = self.nodes.iter().flat_map(exponents).fold(f64::NEG_INFINITY, f64::max);
        let mut sums = [0.0; 3];
        for nodes in &self.nodes {
            for (lane, exponent) in exponents(nodes).into_iter().enumerate() {
                let weight = exp_negative(exponent - peak);
                sums[0] += weight;
                sums[1] += weight * nodes.x[lane];
                sums[2] += weight * nodes.y[lane];
            }
        }
        [side * sums[1] / sums[0], side * sums[2] / sums[0]]
    }

    /// The law of c given x. With d = x − (a h + b), a node's exponent −½ Σ (d ∓ a u)² / v splits into
    /// −½ Σ d² / v, the same for all, and ±(a d / v)·u − ½ Σ a² u² / v, accurate however far out x is.
    fn arc_point(&self, x: Point) -> ArcPoint {
        let d = [x[0] - self.centre[0], x[1] - self.centre[1]];
        let [px, py] = [0, 1].map(|axis| self.scale[axis] * d[axis] / self.variance[axis]);

        let mut peaks = [f64::NEG_INFINITY; LANES];
        for nodes in &self.nodes {
            for (lane, peak) in peaks.iter_mut().enumerate() {
                let higher = nodes.lead[lane] + (px * nodes.x[lane] + py * nodes.y[lane]).abs();
                *peak = if higher > *peak { higher } else { *peak };
            }
        }
        let peak = peaks.into_iter().fold(f64::NEG_INFINITY, f64::max);

        let mut sums = [[0.0; LANES]; 6];
        for nodes in &self.nodes {
            let along: [f64; LANES] = std::array::from_fn(|lane| px * nodes.x[lane] + py * nodes.y[lane]);
            let lead = nodes.lead.map(|lead| lead - peak);
            if (0..LANES).all(|lane| lead[lane] + along[lane].abs() < NEGLIGIBLE) {
                continue;
            }
            for lane in 0..LANES {
                let upper = exp_negative(lead[lane] + along[lane]);
                let lower = exp_negative(lead[lane] - along[lane]);
                let (both, difference) = (upper + lower, upper - lower);
                let (x, y) = (nodes.x[lane], nodes.y[lane]);
                sums[0][lane] += both;
                sums[1][lane] += difference * x;
                sums[2][lane] += difference * y;
                sums[3][lane] += both * x * x;
                sums[4][lane] += both * x * y;
                sums[5][lane] += both * y * y;
            }
        }
        let [mass, x, y, xx, xy, yy] = sums.map(|sum| sum.iter().sum::<f64>());
        let mean = [x / mass, y / mass];
        let common = -0.5 * (d[0] * d[0] / self.variance[0] + d[1] * d[1] / self.variance[1]);
        ArcPoint {
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

impl LogDensity for TwoMoonsDensity {
    type Position = Point;

    /// Normalised.
    fn log_density(&self, x: &Point) -> f64 {
        self.arc_point(*x).log_density
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let arc = self.arc_point(*x);
        (arc.log_density, self.score_from(&arc, *x))
    }
}

impl PlaneDensity for TwoMoonsDensity {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let [xx, xy, yy] = self.arc_point(*x).covariance;
        let [gx, gy] = [0, 1].map(|axis| self.scale[axis] / self.variance[axis]);
        let cross = gx * gy * xy;
        [[gx * gx * xx - 1.0 / self.variance[0], cross], [cross, gy * gy * yy - 1.0 / self.variance[1]]]
    }
}

impl Landscape for TwoMoonsDensity {
    fn modes(&self) -> &'static [&'static str] {
        &["upper moon", "lower moon"]
    }

    /// The moon of the nearer arc, in data units.
    fn mode_of(&self, x: &Point) -> usize {
        let x = self.in_data_units(x);
        usize::from(distance_to_lower(x) < distance_to_upper(x))
    }

    /// The middle of the arc.
    fn heart(&self, mode: usize) -> Point {
        let top = [0.0, 1.0];
        let middle = if mode == 0 { top } else { lower_from_upper(top) };
        [0, 1].map(|axis| self.centre[axis] + self.scale[axis] * (middle[axis] - TwoMoons::MEAN[axis]))
    }

    /// θ on the point's own arc, radians. Cut opposite the arc's middle, it is continuous all over the moon: in
    /// (−π/2, 3π/2].
    fn along(&self, x: &Point) -> Option<f64> {
        let x = self.in_data_units(x);
        let lower = distance_to_lower(x) < distance_to_upper(x);
        let [x, y] = if lower { lower_from_upper(x) } else { x };
        let angle = y.atan2(x);
        Some(if angle <= -FRAC_PI_2 { angle + 2.0 * PI } else { angle })
    }
}

impl Probabilities for TwoMoonsDensity {
    /// A sum over the nodes. The moons' shares are equal: they are each other's reflection.
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let std = self.variance[axis].sqrt();
        let pull = [0, 1].map(|axis| 0.5 * self.scale[axis] * self.scale[axis] / self.variance[axis]);
        let mut sum = 0.0;
        for nodes in &self.nodes {
            for lane in 0..LANES {
                let node = [nodes.x[lane], nodes.y[lane]];
                let weight =
                    (nodes.lead[lane] + pull[0] * node[0] * node[0] + pull[1] * node[1] * node[1]).exp();
                let [upper, lower] = [1.0, -1.0].map(|side| {
                    let mean = self.centre[axis] + side * self.scale[axis] * node[axis];
                    normal_between(mean, std, low, high)
                });
                sum += 0.5 * weight * (upper + lower);
            }
        }
        sum
    }
}
