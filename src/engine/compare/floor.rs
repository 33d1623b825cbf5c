//! How good samples could be at best: what two sets of real data reach, and what a single Gaussian does.

use crate::engine::judge::{Judge, mean};
use crate::numerics::noise::{Noise, Stream};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::compare::CompareFloor;
use crate::protocol::diffusion::{BANDWIDTHS, Distances};

/// Pairs of real sets behind the quantiles, and draws that the Gaussian blob's line is averaged over.
pub const PAIRS: usize = 100;
pub const BLOBS: usize = 5;

pub struct FloorInProgress {
    noise: Noise,
    pairs: Vec<Distances>,
    blobs: Vec<Distances>,
}

impl FloorInProgress {
    pub fn new(seed: u32) -> Self {
        Self { noise: Noise::new(seed, Stream::Floor), pairs: Vec::new(), blobs: Vec::new() }
    }

    /// Comparisons done so far, of [`PAIRS`] and [`BLOBS`].
    pub fn done(&self) -> usize {
        self.pairs.len() + self.blobs.len()
    }

    /// Compares one more pair of sets of so many points; gives the floor once it is known.
    pub fn advance(&mut self, points: usize, judge: &Judge) -> Option<CompareFloor> {
        let real = judge.law.independent(points, &mut self.noise);
        if self.blobs.len() < BLOBS {
            let blob = judge.law.gaussian_blob(points, &mut self.noise);
            self.blobs.push(judge.distances(&blob, &real));
            return None;
        }
        let other = judge.law.independent(points, &mut self.noise);
        self.pairs.push(judge.distances(&other, &real));
        (self.pairs.len() == PAIRS).then(|| CompareFloor {
            pairs: PAIRS as u32,
            mmd2_q95: quantile_95(self.pairs.iter().map(Distances::mmd2_mean)),
            mmd2_wide_q95: quantile_95(self.pairs.iter().map(|pair| pair.mmd2[BANDWIDTHS.len() - 1])),
            sliced_q95: quantile_95(self.pairs.iter().map(|pair| pair.sliced_wasserstein)),
            off_share: mean(&self.pairs).off_share,
            blob: mean(&self.blobs),
        })
    }
}
