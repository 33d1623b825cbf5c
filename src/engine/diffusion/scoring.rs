//! How good a cloud is, and how good it could be: scores against fresh data, and their floor.

use crate::numerics::Point;
use crate::numerics::dataset::two_moons::TwoMoons;
use crate::numerics::noise::{Noise, Stream};
use crate::numerics::two_sample::energy_distance::energy_distance;
use crate::numerics::two_sample::mmd::mmd2_each;
use crate::numerics::two_sample::mode_occupancy::{off_share, upper_share};
use crate::numerics::two_sample::quantile_95;
use crate::numerics::two_sample::sliced_wasserstein::{directions, sliced_wasserstein};
use crate::protocol::diffusion::{BANDWIDTHS, Cloud, Denoiser, Distances, Floor, Score, WALKERS};
use crate::settings::DiffusionSettings;

/// Pairs of real sets behind the 95 % quantile, and how often the page hears of them.
const PAIRS: usize = 100;
const PAIRS_PER_REPORT: usize = 20;

/// Draws that the Gaussian blob's line is averaged over.
const BLOBS: usize = 5;

/// Directions of the sliced Wasserstein distance.
const DIRECTIONS: usize = 32;

pub struct Scoring {
    moons: TwoMoons,
    directions: Vec<Point>,
    fresh: Noise,
    floor: Noise,
    waiting: Option<(Denoiser, u32, Vec<Point>)>,
    /// Unbiased MMD² of each pair of real sets.
    pairs: Vec<[f32; 4]>,
    blobs: Vec<Distances>,
}

impl Scoring {
    pub fn new(seed: u32, settings: &DiffusionSettings) -> Self {
        Self {
            moons: TwoMoons { noise: settings.data_noise },
            directions: directions(DIRECTIONS, &mut Noise::new(seed, Stream::Projections)),
            fresh: Noise::new(seed, Stream::FreshData),
            floor: Noise::new(seed, Stream::Floor),
            waiting: None,
            pairs: Vec::new(),
            blobs: Vec::new(),
        }
    }

    /// Keeps the last state of `cloud` to be scored; a cloud that was waiting is dropped.
    pub fn offer(&mut self, cloud: &Cloud) {
        let last = &cloud.points[cloud.points.len() - 2 * WALKERS..];
        let points = last.as_chunks::<2>().0.iter().map(|point| point.map(f64::from)).collect();
        self.waiting = Some((cloud.denoiser, cloud.step, points));
    }

    pub fn cloud_is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Scores the cloud that waits.
    pub fn score_cloud(&mut self) -> Option<Score> {
        let (denoiser, step, points) = self.waiting.take()?;
        let fresh = self.moons.independent(WALKERS, &mut self.fresh);
        Some(Score { denoiser, step, distances: self.distances(&points, &fresh) })
    }

    /// Whether the page has heard of the floor at all.
    pub fn floor_is_known(&self) -> bool {
        self.pairs.len() >= PAIRS_PER_REPORT
    }

    pub fn floor_is_done(&self) -> bool {
        self.pairs.len() >= PAIRS
    }

    /// Compares one more pair of real sets, or a blob and a real set; reports now and then.
    pub fn advance_floor(&mut self) -> Option<Floor> {
        let real = self.moons.independent(WALKERS, &mut self.floor);
        if self.blobs.len() < BLOBS {
            let blob = self.moons.gaussian_blob(WALKERS, &mut self.floor);
            self.blobs.push(self.distances(&blob, &real));
            return None;
        }
        let other = self.moons.independent(WALKERS, &mut self.floor);
        self.pairs.push(unbiased(&real, &other));
        let report = self.pairs.len().is_multiple_of(PAIRS_PER_REPORT) || self.floor_is_done();
        report.then(|| Floor {
            pairs: self.pairs.len() as u32,
            mmd2_mean_q95: quantile_95(self.pairs.iter().map(|pair| pair.iter().sum::<f32>() / 4.0)),
            mmd2_q95: std::array::from_fn(|i| quantile_95(self.pairs.iter().map(|pair| pair[i]))),
            blob: mean(&self.blobs),
        })
    }

    fn distances(&self, points: &[Point], real: &[Point]) -> Distances {
        let mmd = mmd2_each(points, real, &BANDWIDTHS);
        Distances {
            mmd2: std::array::from_fn(|i| mmd[i].unbiased as f32),
            mmd2_biased: mmd[BANDWIDTHS.len() - 1].biased as f32,
            sliced_wasserstein: sliced_wasserstein(points, real, &self.directions).w1 as f32,
            energy_distance: energy_distance(points, real).root_v() as f32,
            upper_share: upper_share(points) as f32,
            off_share: off_share(points, 4.0 * self.moons.noise) as f32,
        }
    }
}

fn unbiased(x: &[Point], y: &[Point]) -> [f32; 4] {
    let mmd = mmd2_each(x, y, &BANDWIDTHS);
    std::array::from_fn(|i| mmd[i].unbiased as f32)
}

fn mean(blobs: &[Distances]) -> Distances {
    let mean_of = |part: &dyn Fn(&Distances) -> f32| blobs.iter().map(part).sum::<f32>() / blobs.len() as f32;
    Distances {
        mmd2: std::array::from_fn(|i| mean_of(&|blob| blob.mmd2[i])),
        mmd2_biased: mean_of(&|blob| blob.mmd2_biased),
        sliced_wasserstein: mean_of(&|blob| blob.sliced_wasserstein),
        energy_distance: mean_of(&|blob| blob.energy_distance),
        upper_share: mean_of(&|blob| blob.upper_share),
        off_share: mean_of(&|blob| blob.off_share),
    }
}
