//! How good a cloud could be: what two sets of real data reach, and what a single Gaussian does.

use crate::engine::judge::{Judge, mean, unbiased};
use crate::numerics::noise::{Noise, Stream};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::diffusion::{Distances, Floor, WALKERS, mean_over_bandwidths};

/// Pairs of real sets behind the 95 % quantile, and how often the page hears of them.
const PAIRS: usize = 100;
const PAIRS_PER_REPORT: usize = 20;

/// Draws that the Gaussian blob's line is averaged over.
const BLOBS: usize = 5;

pub struct FloorInProgress {
    noise: Noise,
    /// Unbiased MMD² of each pair of real sets.
    pairs: Vec<[f32; 4]>,
    blobs: Vec<Distances>,
}

impl FloorInProgress {
    pub fn new(seed: u32) -> Self {
        Self { noise: Noise::new(seed, Stream::Floor), pairs: Vec::new(), blobs: Vec::new() }
    }

    /// Whether the page has heard of the floor at all.
    pub fn is_known(&self) -> bool {
        self.pairs.len() >= PAIRS_PER_REPORT
    }

    pub fn is_done(&self) -> bool {
        self.pairs.len() >= PAIRS
    }

    /// Compares one more pair of real sets, or a blob and a real set; reports now and then.
    pub fn advance(&mut self, judge: &Judge) -> Option<Floor> {
        let real = judge.law.independent(WALKERS, &mut self.noise);
        if self.blobs.len() < BLOBS {
            let blob = judge.law.gaussian_blob(WALKERS, &mut self.noise);
            self.blobs.push(judge.distances(&blob, &real));
            return None;
        }
        let other = judge.law.independent(WALKERS, &mut self.noise);
        self.pairs.push(unbiased(&real, &other));
        let report = self.pairs.len().is_multiple_of(PAIRS_PER_REPORT) || self.is_done();
        report.then(|| Floor {
            pairs: self.pairs.len() as u32,
            mmd2_mean_q95: quantile_95(self.pairs.iter().map(mean_over_bandwidths)),
            mmd2_q95: std::array::from_fn(|i| quantile_95(self.pairs.iter().map(|pair| pair[i]))),
            blob: mean(&self.blobs),
        })
    }
}
