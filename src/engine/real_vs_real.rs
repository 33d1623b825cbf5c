//! How good samples could be at best: real data held against real data, and a single Gaussian.

use super::metrics::Metrics;
use crate::numerics::Point;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::Distances;

/// Pairs of real sets behind the quantiles, and draws that the Gaussian blob's line is averaged over.
pub const PAIRS: usize = 100;
pub const BLOBS: usize = 5;

/// Comparisons so far; of each pair of real sets what a `T` holds.
pub struct Comparisons<T> {
    rng: Rng,
    pub pairs: Vec<T>,
    pub blobs: Vec<Distances>,
}

impl<T> Comparisons<T> {
    pub fn new(seed: u32) -> Self {
        Self { rng: Rng::new(seed, Stream::RealVsReal), pairs: Vec::new(), blobs: Vec::new() }
    }

    /// One more, of sets of so many points: a blob with real data first, then two real sets, as `compare` has it. Whether
    /// there is another pair.
    pub fn advance(
        &mut self,
        points: usize,
        metrics: &Metrics,
        compare: impl FnOnce(&[Point], &[Point]) -> T,
    ) -> bool {
        let real = metrics.law.independent(points, &mut self.rng);
        if self.blobs.len() < BLOBS {
            let gaussian_baseline = metrics.law.gaussian_blob(points, &mut self.rng);
            self.blobs.push(metrics.distances(&gaussian_baseline, &real));
            return false;
        }
        let other = metrics.law.independent(points, &mut self.rng);
        self.pairs.push(compare(&real, &other));
        true
    }
}
