//! How good samples could be at best: what two sets of real data reach, and what a single Gaussian does.

use crate::engine::metrics::{Metrics, mean};
use crate::engine::real_vs_real::{Comparisons, PAIRS};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::compare::CompareRealVsReal;
use crate::protocol::diffusion::{BANDWIDTHS, Distances};

pub struct RealVsRealInProgress(Comparisons<Distances>);

impl RealVsRealInProgress {
    pub fn new(seed: u32) -> Self {
        Self(Comparisons::new(seed))
    }

    /// Comparisons done so far.
    pub fn done(&self) -> usize {
        self.0.pairs.len() + self.0.blobs.len()
    }

    /// Compares one more pair of sets of so many points; gives real against real once it is known.
    pub fn advance(&mut self, points: usize, metrics: &Metrics) -> Option<CompareRealVsReal> {
        let another = self.0.advance(points, metrics, |real, other| metrics.distances(other, real));
        let Comparisons { pairs, blobs, .. } = &self.0;
        (another && pairs.len() == PAIRS).then(|| CompareRealVsReal {
            pairs: PAIRS as u32,
            mmd2_q95: quantile_95(pairs.iter().map(Distances::mmd2_mean)),
            mmd2_wide_q95: quantile_95(pairs.iter().map(|pair| pair.mmd2[BANDWIDTHS.len() - 1])),
            sliced_q95: quantile_95(pairs.iter().map(|pair| pair.sliced_wasserstein)),
            off_share: mean(pairs).off_share,
            gaussian_baseline: mean(blobs),
        })
    }
}
