//! A mixture of K Gaussians of the plane, by log-sum-exp.

use super::{CorrelatedGaussian, Formula, LogDensity, PlaneDensity, marginal::Probabilities};
use crate::numerics::kernel::lanes::Lanes;
use crate::numerics::{Point, exp::exp_2};
use std::f64::consts::LOG2_E;

/// Σ_k w_k N(m_k, C_k).
#[derive(Clone, Copy, Debug)]
pub struct GaussianMixture<const K: usize> {
    parts: [Part; K],
}

#[derive(Clone, Copy, Debug)]
struct Part {
    weight: f64,
    /// log weight less the Gaussian's log mass.
    lead: f64,
    gaussian: CorrelatedGaussian,
}

impl<const K: usize> GaussianMixture<K> {
    /// From Gaussians and positive weights that sum to 1.
    pub fn new(parts: [(f64, CorrelatedGaussian); K]) -> Self {
        let part = |(weight, gaussian): (f64, CorrelatedGaussian)| Part {
            weight,
            lead: weight.ln() - gaussian.log_mass(),
            gaussian,
        };
        Self { parts: parts.map(part) }
    }

    /// The middle of a part.
    pub fn mean(&self, part: usize) -> Point {
        self.parts[part].gaussian.mean()
    }

    /// The part that a point most probably comes from; the first for not-a-number.
    pub fn likeliest_part(&self, x: &Point) -> usize {
        let logs = self.parts.map(|part| part.lead + part.gaussian.log_density(x));
        (1..K).fold(0, |best, part| if logs[part] > logs[best] { part } else { best })
    }

    /// Probability of `low < x[axis] < high`.
    pub fn between(&self, axis: usize, low: f64, high: f64) -> f64 {
        self.parts.iter().map(|part| part.weight * part.gaussian.between(axis, low, high)).sum()
    }

    /// log p, each part's posterior probability and its score.
    #[inline(always)]
    fn posterior<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [(Lanes<N>, [Lanes<N>; 2]); K]) {
        let mut terms = self.parts.map(|part| {
            let (log_density, score) = part.gaussian.at(x);
            (log_density + part.lead, score)
        });
        let peak = terms.iter().fold(terms[0].0, |peak, term| peak.at_least(term.0));
        let mut sum = Lanes::splat(0.0);
        for (log, _) in &mut terms {
            *log = exp_2((*log - peak) * LOG2_E);
            sum += *log;
        }
        (peak + sum.map(f64::ln), terms.map(|(height, score)| (height / sum, score)))
    }
}

#[inline(always)]
fn mean_score<const K: usize, const N: usize>(terms: &[(Lanes<N>, [Lanes<N>; 2]); K]) -> [Lanes<N>; 2] {
    let add = |sum: [Lanes<N>; 2], (share, score): &(Lanes<N>, [Lanes<N>; 2])| {
        [sum[0] + *share * score[0], sum[1] + *share * score[1]]
    };
    terms.iter().fold([Lanes::splat(0.0); 2], add)
}

impl<const K: usize> Formula for GaussianMixture<K> {
    /// Normalised.
    #[inline(always)]
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let (log_density, terms) = self.posterior(x);
        (log_density, mean_score(&terms))
    }
}

impl<const K: usize> PlaneDensity for GaussianMixture<K> {
    /// The mean Hessian of the parts and the covariance of their scores, under the posterior.
    fn hessian(&self, x: &Point) -> [Point; 2] {
        let (_, terms) = self.posterior(x.map(|coordinate| Lanes([coordinate])));
        let mean = mean_score(&terms).map(|Lanes([part])| part);
        let mut hessian = [[0.0; 2]; 2];
        for (part, (Lanes([share]), score)) in self.parts.iter().zip(terms) {
            let score = score.map(|Lanes([part])| part);
            let own = part.gaussian.hessian(x);
            for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                hessian[i][j] += share * (own[i][j] + (score[i] - mean[i]) * (score[j] - mean[j]));
            }
        }
        hessian
    }
}
