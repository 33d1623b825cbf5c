//! What a run of the table sends: four models trained anew, several seeds each.

use super::diffusion::Distances;
use super::estimate::Estimate;
use crate::settings::{ScheduleKind, TableCell, TableModel};
use serde::{Deserialize, Serialize};

/// Sets of samples that each model's scores are averaged over.
pub const SETS: usize = 4;

/// What one slice of training brought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableFrame {
    /// The model under way, none once all are done.
    pub current: Option<TableProgress>,
    /// Training steps done by this engine, and all it has to do.
    pub done: u32,
    pub all: u32,
    /// Models that are finished since the last frame.
    pub results: Vec<TableResult>,
    /// Told once, by the engine of the first part.
    pub real_vs_real: Option<TableRealVsReal>,
}

/// The model under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableProgress {
    pub model: TableModel,
    /// Loss of its newest training step; none before the first.
    pub loss: Option<f32>,
}

/// One model of one seed. A loss that was not finite has ended its training: then no score is a number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableResult {
    pub model: TableModel,
    /// As the write-up scored it: biased MMD² at bandwidth 1 between 1,000 samples and 1,000 points of `make_moons`,
    /// averaged over [`SETS`] sets.
    pub published_score: f32,
    /// The same samples against independent points, averaged likewise.
    pub distances: Distances,
    /// Time taken by training and sampling.
    pub seconds: f32,
}

/// What the scores of the table can be at best, and how little a bad sampler is above that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableRealVsReal {
    /// Pairs of sets behind the means and quantiles.
    pub pairs: u32,
    /// As [`TableResult::published_score`], of independent draws of the data: a perfect sampler's mean, and what it
    /// stays under 95 times in 100.
    pub published_mean: f32,
    pub published_q95: f32,
    /// Mean unbiased MMD² (see [`Distances::mmd2_mean`]) between two independent real sets, likewise.
    pub mmd2_mean: f32,
    pub mmd2_q95: f32,
    /// One Gaussian with the data's mean and covariance.
    pub gaussian_baseline_published: f32,
    pub gaussian_baseline: Distances,
    pub limits: Vec<ScheduleLimit>,
}

/// The best that can be had with a schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScheduleLimit {
    pub schedule: ScheduleKind,
    /// ᾱ_T: the share of signal variance left at the last noise level.
    pub alpha_bar_last: f32,
    /// As [`TableResult::published_score`], of samples by the exact denoiser.
    pub exact_score: f32,
}

impl TableRealVsReal {
    /// What the schedule of a cell allows at best.
    pub fn limit(&self, schedule: ScheduleKind) -> Option<&ScheduleLimit> {
        self.limits.iter().find(|limit| limit.schedule == schedule)
    }
}

/// All runs of one of the four models together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellSummary {
    pub published_score: Option<Estimate>,
    /// Mean unbiased MMD² over the bandwidths.
    pub mmd2: Option<Estimate>,
    /// Share of samples farther than 4σ from both moons.
    pub off_share: Option<Estimate>,
    pub seconds: Option<Estimate>,
    /// Runs whose loss stopped being a number: they are in no mean of scores.
    pub diverged: usize,
}

impl CellSummary {
    pub fn of(cell: TableCell, results: &[TableResult]) -> Self {
        let estimate = |of: fn(&TableResult) -> f32| {
            let runs = results.iter().filter(|result| result.model.cell == cell);
            Estimate::of(runs.map(|result| f64::from(of(result))))
        };
        let diverged =
            |result: &&TableResult| result.model.cell == cell && !result.published_score.is_finite();
        Self {
            published_score: estimate(|result| result.published_score),
            mmd2: estimate(|result| result.distances.mmd2_mean()),
            off_share: estimate(|result| result.distances.off_share),
            seconds: estimate(|result| result.seconds),
            diverged: results.iter().filter(diverged).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(cell: TableCell, published_score: f32) -> TableResult {
        TableResult { model: TableModel { cell, seed: 1 }, published_score, ..TableResult::default() }
    }

    #[test]
    fn a_cell_is_its_own_runs_and_those_that_diverged_are_counted_apart() {
        let [one, other, ..] = TableCell::ALL;
        let results = [result(one, 0.25), result(other, 9.0), result(one, f32::NAN), result(one, 0.75)];
        let summary = CellSummary::of(one, &results);
        assert_eq!(summary.published_score.map(|score| (score.mean, score.n)), Some((0.5, 2)));
        assert_eq!(summary.diverged, 1);
        assert_eq!(CellSummary::of(TableCell::ALL[3], &results), CellSummary::default());
    }
}
