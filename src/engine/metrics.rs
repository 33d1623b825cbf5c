//! Distances between samples and fresh data, with everything that they need beside the two sets.

use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::two_sample::energy_distance::energy_distance;
use crate::numerics::two_sample::mmd::mmd2_each;
use crate::numerics::two_sample::mode_occupancy::{first_share, off_share};
use crate::numerics::two_sample::sliced_wasserstein::{directions, sliced_wasserstein};
use crate::protocol::diffusion::{BANDWIDTHS, Distances};
use crate::settings::DiffusionBug;

/// Directions of the sliced Wasserstein distance.
const DIRECTIONS: usize = 32;

/// How much wider than [`BANDWIDTHS`] the kernels of a blind score are.
const BLIND: f64 = 100.0;

/// The bandwidths that samples are scored with, data units; with one bug of the museum they are too wide to see anything.
pub fn bandwidths(bug: DiffusionBug) -> [f64; 4] {
    match bug {
        DiffusionBug::BlindBandwidth => BANDWIDTHS.map(|bandwidth| BLIND * bandwidth),
        _ => BANDWIDTHS,
    }
}

pub struct Metrics {
    pub law: Law,
    bandwidths: [f64; 4],
    directions: Vec<Point>,
}

impl Metrics {
    pub fn new(seed: u32, law: Law) -> Self {
        let directions = directions(DIRECTIONS, &mut Rng::new(seed, Stream::Projections));
        Self { law, bandwidths: BANDWIDTHS, directions }
    }

    /// With a score that has this bug.
    pub fn with_bug(self, bug: DiffusionBug) -> Self {
        Self { bandwidths: bandwidths(bug), ..self }
    }

    /// Unbiased MMD² at each bandwidth.
    pub fn unbiased(&self, x: &[Point], y: &[Point]) -> [f32; 4] {
        unbiased(x, y, &self.bandwidths)
    }

    /// Between `points` and independent draws of the data, both in data units.
    pub fn distances(&self, points: &[Point], real: &[Point]) -> Distances {
        let mmd = mmd2_each(points, real, &self.bandwidths);
        Distances {
            mmd2: std::array::from_fn(|i| mmd[i].unbiased as f32),
            mmd2_biased: mmd[BANDWIDTHS.len() - 1].biased as f32,
            sliced_wasserstein: sliced_wasserstein(points, real, &self.directions).w1 as f32,
            energy_distance: energy_distance(points, real).root_v() as f32,
            first_share: first_share(points, &self.law) as f32,
            off_share: off_share(points, &self.law) as f32,
        }
    }
}

/// Unbiased MMD² at each of these bandwidths.
pub fn unbiased(x: &[Point], y: &[Point], bandwidths: &[f64; 4]) -> [f32; 4] {
    let mmd = mmd2_each(x, y, bandwidths);
    std::array::from_fn(|i| mmd[i].unbiased as f32)
}

/// Each distance averaged over several sets.
pub fn mean(sets: &[Distances]) -> Distances {
    let mean_of = |part: &dyn Fn(&Distances) -> f32| sets.iter().map(part).sum::<f32>() / sets.len() as f32;
    Distances {
        mmd2: std::array::from_fn(|i| mean_of(&|set| set.mmd2[i])),
        mmd2_biased: mean_of(&|set| set.mmd2_biased),
        sliced_wasserstein: mean_of(&|set| set.sliced_wasserstein),
        energy_distance: mean_of(&|set| set.energy_distance),
        first_share: mean_of(&|set| set.first_share),
        off_share: mean_of(&|set| set.off_share),
    }
}
