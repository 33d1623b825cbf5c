//! What the scores of the table can be at best: real data, the exact denoiser with each schedule; and a Gaussian blob's.

use super::score::{self, published_score};
use crate::engine::device::host;
use crate::engine::diffusion::source::ideal_answer;
use crate::engine::metrics::{self, Metrics};
use crate::numerics::dataset::{Law, Standardise, TwoMoons};
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::diffusion::{IdealDenoiser, Path};
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::diffusion::{Distances, WALKERS, mean_over_bandwidths};
use crate::protocol::table::{SETS, ScheduleLimit, TableRealVsReal};
use crate::settings::{DiffusionSettings, Network, ScheduleKind, TableCell, TableSettings};

/// Pairs of real sets behind the means and quantiles.
const PAIRS: usize = 200;
/// Draws that the Gaussian blob's line is averaged over.
const BLOBS: usize = 5;
const SCHEDULES: [ScheduleKind; 2] = [ScheduleKind::Linear, ScheduleKind::Cosine];

pub struct RealVsRealInProgress {
    seed: u32,
    table: TableSettings,
    moons: TwoMoons,
    metrics: Metrics,
    rng: Rng,
    /// Of each pair of real sets: the write-up's score of the one, and the mean unbiased MMD² between both.
    pairs: Vec<[f32; 2]>,
    /// Of each blob: the write-up's score, and our distances.
    blobs: Vec<(f32, Distances)>,
    /// Of the exact denoiser, and the one under way.
    limits: Vec<ScheduleLimit>,
    exact: Option<ExactCloud>,
}

struct ExactCloud {
    denoiser: IdealDenoiser,
    sampling: Sampling,
    alpha_bar_last: f32,
}

impl ExactCloud {
    fn start(seed: u32, settings: &DiffusionSettings, moons: &TwoMoons) -> Self {
        let path = Path::of(settings);
        let law = Law::from(*moons);
        let bound = Bound::of(settings, &law);
        let rng = Rng::new(seed, Stream::Sampling);
        Self {
            denoiser: IdealDenoiser::new(&law, &Standardise::NONE, &path),
            sampling: Sampling::start(SETS * WALKERS, settings, &path, bound, rng, &host()),
            alpha_bar_last: path.last().alpha_bar() as f32,
        }
    }
}

impl RealVsRealInProgress {
    pub fn new(seed: u32, table: &TableSettings) -> Self {
        let moons = TwoMoons::new(table.recipe(TableCell::default()).data_noise);
        Self {
            seed,
            table: table.clone(),
            moons,
            metrics: Metrics::new(seed, moons.into()),
            rng: Rng::new(seed, Stream::RealVsReal),
            pairs: Vec::new(),
            blobs: Vec::new(),
            limits: Vec::new(),
            exact: None,
        }
    }

    /// One slice. Gives real against real once all of it is known.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<Option<TableRealVsReal>, String> {
        let (moons, noise) = (self.moons, &mut self.rng);
        if self.pairs.len() < PAIRS {
            let [one, other] = [(); 2].map(|()| moons.independent(WALKERS, noise));
            let ours = mean_over_bandwidths(&self.metrics.unbiased(&one, &other));
            self.pairs.push([published_score(&one, &moons, noise), ours]);
        } else if self.blobs.len() < BLOBS {
            let gaussian_baseline = self.metrics.law.gaussian_blob(WALKERS, noise);
            let real = moons.independent(WALKERS, noise);
            let distances = self.metrics.distances(&gaussian_baseline, &real);
            self.blobs.push((published_score(&gaussian_baseline, &moons, noise), distances));
        } else if let Some(&schedule) = SCHEDULES.get(self.limits.len()) {
            self.follow(schedule).await?;
        } else {
            return Ok(Some(self.finish()));
        }
        Ok(None)
    }

    /// One step of the exact denoiser's samples; scores those that have arrived.
    async fn follow(&mut self, schedule: ScheduleKind) -> Result<(), String> {
        let moons = self.moons;
        let ExactCloud { denoiser, sampling, alpha_bar_last } = self.exact.get_or_insert_with(|| {
            let settings = self.table.recipe(TableCell { network: Network::default(), schedule });
            ExactCloud::start(self.seed, &settings, &moons)
        });
        if let Some(query) = sampling.query() {
            // Of no class: neither moon is asked for.
            let classes = vec![None; SETS * WALKERS];
            sampling.advance(ideal_answer(denoiser, query.t, query.x, &classes, 1.0).await?);
            return Ok(());
        }
        let sets = score::sets(sampling.last().clone()).await?;
        let scores: Vec<f32> = sets.iter().map(|set| published_score(set, &moons, &mut self.rng)).collect();
        self.limits.push(ScheduleLimit {
            schedule,
            alpha_bar_last: *alpha_bar_last,
            exact_score: score::mean(&scores),
        });
        self.exact = None;
        Ok(())
    }

    fn finish(&mut self) -> TableRealVsReal {
        let column = |index: usize| self.pairs.iter().map(move |pair| pair[index]);
        let mean = |index: usize| column(index).sum::<f32>() / self.pairs.len() as f32;
        let (published, blobs): (Vec<f32>, Vec<Distances>) = self.blobs.iter().cloned().unzip();
        TableRealVsReal {
            pairs: self.pairs.len() as u32,
            published_mean: mean(0),
            published_q95: quantile_95(column(0)),
            mmd2_mean: mean(1),
            mmd2_q95: quantile_95(column(1)),
            gaussian_baseline_published: score::mean(&published),
            gaussian_baseline: metrics::mean(&blobs),
            limits: std::mem::take(&mut self.limits),
        }
    }
}
