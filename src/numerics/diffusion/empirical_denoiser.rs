//! The ideal denoiser of a set of points and nothing else: what the denoising loss over training points is least for.
//!
//! The law of x_t = a x₀ + b ε for x₀ one of n points, all alike, is a mixture of n Gaussians, so that
//! E[x₀ | x_t = x] = Σᵢ wᵢ xᵢ with wᵢ ∝ exp(−|x − a xᵢ|² / 2b²): a softmax over the points (Gu et al. 2023, arXiv:2310.02664;
//! Biroli et al. 2024, arXiv:2402.18491). Where noise is less than what lies between points it says the nearest one:
//! samples that it draws are copies.

use super::ideal_denoiser::Answer;
use super::level::{Level, Path};
use crate::numerics::Point;
use crate::numerics::buckets::{Bucket, Buckets, SIZE, squares_to};
use crate::numerics::exp::exp_2;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::LOG2_E;

/// A weight lower than the greatest by e^−37 is below rounding.
const NEGLIGIBLE: f64 = 37.0;

/// The ideal denoiser of some points at every noise level of a path.
#[derive(Clone, Debug)]
pub struct EmpiricalDenoiser {
    points: Buckets,
    levels: Vec<Level>,
}

impl EmpiricalDenoiser {
    /// Of standardised `points`.
    pub fn new(points: &[Point], path: &Path) -> Self {
        Self { points: Buckets::new(points), levels: path.levels().to_vec() }
    }

    /// At x_t = x, standardised; not-a-number without points, or where x is not finite. Takes time proportional to the number
    /// of points within some eight b / a of x / a.
    ///
    /// # Panics
    /// If `t` is not below T.
    pub fn answer(&self, t: usize, x: Point) -> Answer {
        let Level { signal_rate, noise_rate } = self.levels[t];
        let x0 = self.mean(x.map(|x| x / signal_rate), self.levels[t].sigma());
        Answer { x0, eps: [0, 1].map(|axis| (x[axis] - signal_rate * x0[axis]) / noise_rate) }
    }

    /// Mean of the points with weights ∝ exp(−|x − xᵢ|² / 2σ²). The nearest one's is 1: nothing overflows, and some weight
    /// is left however far out x is.
    fn mean(&self, x: Point, sigma: f64) -> Point {
        let nearest = self.points.nearest(x);
        let gain = -0.5 * LOG2_E / (sigma * sigma);
        let mut sums = [Lanes::<SIZE>::splat(0.0); 3];
        for bucket in self.points.within(x, nearest + 2.0 * NEGLIGIBLE * sigma * sigma) {
            add(bucket, x, nearest, gain, &mut sums);
        }
        let [mass, first, second] = sums.map(|sum| sum.0.into_iter().sum::<f64>());
        [first / mass, second / mass]
    }
}

/// Adds the weights of the bucket's points, and the weights times their coordinates.
#[inline(always)]
fn add(bucket: &Bucket, x: Point, nearest: f64, gain: f64, sums: &mut [Lanes<SIZE>; 3]) {
    let weights = exp_2((squares_to(bucket, x) - nearest) * gain);
    sums[0] += weights;
    sums[1] += weights * bucket[0];
    sums[2] += weights * bucket[1];
}
