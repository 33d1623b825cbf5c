//! How good a cloud could be: what two sets of real data reach, and what a single Gaussian does.

use crate::engine::metrics::{Metrics, mean};
use crate::engine::real_vs_real::{Comparisons, PAIRS};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::diffusion::{RealVsReal, WALKERS, mean_over_bandwidths};

/// How often the page hears of it.
const PAIRS_PER_REPORT: usize = 20;

/// With the unbiased MMD² of each pair of real sets.
pub struct RealVsRealInProgress(Comparisons<[f32; 4]>);

impl RealVsRealInProgress {
    pub fn new(seed: u32) -> Self {
        Self(Comparisons::new(seed))
    }

    /// Whether the page has heard of real against real at all.
    pub fn is_known(&self) -> bool {
        self.0.pairs.len() >= PAIRS_PER_REPORT
    }

    pub fn is_done(&self) -> bool {
        self.0.pairs.len() >= PAIRS
    }

    /// Compares one more pair of real sets, or a blob and a real set; reports now and then.
    pub fn advance(&mut self, metrics: &Metrics) -> Option<RealVsReal> {
        let another = self.0.advance(WALKERS, metrics, |one, other| metrics.unbiased(one, other));
        let Comparisons { pairs, blobs, .. } = &self.0;
        let report = another && (pairs.len().is_multiple_of(PAIRS_PER_REPORT) || self.is_done());
        report.then(|| RealVsReal {
            pairs: pairs.len() as u32,
            mmd2_mean_q95: quantile_95(pairs.iter().map(mean_over_bandwidths)),
            mmd2_q95: std::array::from_fn(|i| quantile_95(pairs.iter().map(|pair| pair[i]))),
            gaussian_baseline: mean(blobs),
        })
    }
}
