//! The exact density of a data set at every noise level, with its score, Hessian and ideal denoiser.
//!
//! p(x) = Σ_k w_k ∫ N(x; a c + b, diag v) dk(c) over the clean points c of the parts k, by quadrature, that is, as a Gaussian
//! mixture ([`Blurred`]). The Hessian is a² Cov[c | x] / v² − 1 / v.

use super::blurred::{Blurred, Nodes};
use super::normal_cdf::normal_between;
use super::part_rule::{Rules, nodes};
use super::{Landscape, LogDensity, PlaneDensity, Probabilities};
use crate::numerics::Point;
use crate::numerics::dataset::{Law, Part, Standardise};
use crate::numerics::kernel::lanes::Lanes;

/// A data set under an axis-wise affine map, blurred by an axis-aligned Gaussian. Cheap to evaluate, dear to build: build
/// it once for each noise level.
#[derive(Clone, Debug)]
pub struct DataDensity {
    law: Law,
    /// Nodes are clean points less the data's mean, data units.
    blurred: Blurred,
    /// Units of the clean point.
    clean: Standardise,
    /// What one unit of x beyond its place before the blur says about the clean point.
    clean_gain: Point,
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
        let mut parts = |near| -> Vec<Nodes> {
            let part = |(weight, part): &(f64, Part)| {
                nodes(part, gain[0].max(gain[1]).powi(2), near, rules)
                    .into_iter()
                    .map(|(point, share)| ([point[0] - mean[0], point[1] - mean[1]], (weight * share).ln()))
                    .collect()
            };
            law.parts().iter().map(part).collect()
        };
        let (near, far) = (parts(true), parts(false));
        let centre = units.to_standard(mean).map(|centre| signal * centre);
        Self {
            law: law.clone(),
            blurred: Blurred::new(scale, centre, variance, &near, &far),
            clean: *units,
            clean_gain: [0, 1].map(|axis| signal * blur[axis] / variance[axis]),
        }
    }

    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Standard deviation of the Gaussian that blurs the clean points, along each axis, in this density's units.
    pub fn blur(&self) -> Point {
        self.blurred.variance.map(f64::sqrt)
    }

    /// E[x₀ | x_t = x] in standardised units: the ideal denoiser, summed over the nodes directly.
    pub fn posterior_mean(&self, x: Point) -> Point {
        self.score_and_posterior_mean(x, None).1
    }

    /// ∇ log p(x) and E[x₀ | x_t = x], of the points of one part alone if one is given, in standardised units.
    pub fn score_and_posterior_mean(&self, x: Point, part: Option<usize>) -> (Point, Point) {
        let (_, score, mean) = self.blurred.height_and_score(x, part);
        let data_mean = self.law.mean();
        let before = self.clean.to_standard([0, 1].map(|axis| data_mean[axis] + mean[axis]));
        let beyond = self.blurred.beyond(mean, x);
        let clean = [0, 1].map(|axis| before[axis] + self.clean_gain[axis] * beyond[axis]);
        (score, clean)
    }

    /// P(part | x): the probability that the clean point of x is of `part`.
    pub fn part_probability(&self, x: Point, part: usize) -> f64 {
        let log_mass = |part| {
            let (log_height, [mass]) = self.blurred.sums(x, part, |_, _| [Lanes::splat(1.0)]);
            log_height + mass.ln()
        };
        // Rounding may leave a trifle above 1.
        (log_mass(Some(part)) - log_mass(None)).exp().min(1.0)
    }

    /// In data units; not finite where no signal is left.
    fn in_data_units(&self, x: &Point) -> Point {
        let (mean, Blurred { centre, scale, .. }) = (self.law.mean(), &self.blurred);
        [0, 1].map(|axis| mean[axis] + (x[axis] - centre[axis]) / scale[axis])
    }
}

impl LogDensity for DataDensity {
    type Position = Point;

    /// Normalised.
    fn log_density(&self, x: &Point) -> f64 {
        self.blurred.height_and_score(*x, None).0
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let (log_density, score, _) = self.blurred.height_and_score(*x, None);
        (log_density, score)
    }

    fn score(&self, x: &Point) -> Point {
        self.blurred.height_and_score(*x, None).1
    }
}

impl PlaneDensity for DataDensity {
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let one = Lanes::splat(1.0);
        let (_, sums) = self.blurred.sums(*x, None, |x, y| [one, x, y, x * x, x * y, y * y]);
        let [x, y, xx, xy, yy] = [1, 2, 3, 4, 5].map(|term| sums[term] / sums[0]);
        let [xx, xy, yy] = [xx - x * x, xy - x * y, yy - y * y];
        let Blurred { scale, variance, .. } = &self.blurred;
        let [gx, gy] = [0, 1].map(|axis| scale[axis] / variance[axis]);
        let cross = gx * gy * xy;
        [[gx * gx * xx - 1.0 / variance[0], cross], [cross, gy * gy * yy - 1.0 / variance[1]]]
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
        let Blurred { centre, scale, .. } = &self.blurred;
        [0, 1].map(|axis| centre[axis] + scale[axis] * (heart[axis] - mean[axis]))
    }

    fn along(&self, x: &Point) -> Option<f64> {
        self.law.along(self.in_data_units(x))
    }
}

impl Probabilities for DataDensity {
    /// A sum over the nodes.
    fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        let Blurred { centre, scale, variance, .. } = &self.blurred;
        let std = variance[axis].sqrt();
        let term = |(node, weight): (Point, f64)| {
            weight * normal_between(centre[axis] + scale[axis] * node[axis], std, low, high)
        };
        self.blurred.nodes().map(term).sum()
    }

    fn shares(&self) -> Vec<f64> {
        self.law.shares()
    }
}
