//! How far samples are from fresh data, and how far real data and a Gaussian blob are.

use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::two_sample::mmd::mmd2_each;
use crate::numerics::two_sample::mode_occupancy::{first_share, off_share};
use crate::numerics::two_sample::quantile_95;
use crate::protocol::diffusion::BANDWIDTHS;
use crate::protocol::ebm::{EbmRealVsReal, SampleScore};

/// Pairs of real sets behind the 95 % quantile, and blobs behind their mean.
const PAIRS: usize = 200;
const BLOBS: usize = 20;
/// Pairs compared in one slice.
const SLICE: usize = 10;

pub struct Scoring {
    law: Law,
    /// Points of each set.
    points: usize,
    fresh: Rng,
    real_vs_real: Rng,
    pairs: Vec<f64>,
}

impl Scoring {
    pub fn new(seed: u32, law: &Law, points: usize) -> Self {
        Self {
            law: law.clone(),
            points,
            fresh: Rng::new(seed, Stream::FreshData),
            real_vs_real: Rng::new(seed, Stream::RealVsReal),
            pairs: Vec::new(),
        }
    }

    /// Of sets of another size real against real is another.
    pub fn set_points(&mut self, points: usize) {
        if points != self.points {
            self.points = points;
            self.pairs.clear();
        }
    }

    /// Scores points `[n, 2]`; of more than real against real is for, the first.
    pub fn score(&mut self, points: &[f32]) -> SampleScore {
        let points = points.as_chunks::<2>().0.iter().take(self.points);
        let points: Vec<Point> = points.map(|place| place.map(f64::from)).collect();
        let real = self.law.independent(self.points, &mut self.fresh);
        SampleScore {
            mmd2: mean_mmd2(&points, &real),
            first_share: first_share(&points, &self.law),
            off_share: off_share(&points, &self.law),
        }
    }

    pub fn real_vs_real_is_known(&self) -> bool {
        self.pairs.len() >= PAIRS
    }

    /// One slice of real against real; gives it once it is known.
    pub fn advance_real_vs_real(&mut self) -> Option<EbmRealVsReal> {
        let points = self.points;
        for _ in 0..SLICE {
            let pair = [(); 2].map(|()| self.law.independent(points, &mut self.real_vs_real));
            self.pairs.push(mean_mmd2(&pair[0], &pair[1]));
        }
        if !self.real_vs_real_is_known() {
            return None;
        }
        let gaussian_baseline = (0..BLOBS).map(|_| {
            let gaussian_baseline = self.law.gaussian_blob(points, &mut self.real_vs_real);
            mean_mmd2(&gaussian_baseline, &self.law.independent(points, &mut self.real_vs_real))
        });
        Some(EbmRealVsReal {
            points: points as u32,
            gaussian_baseline: gaussian_baseline.sum::<f64>() / BLOBS as f64,
            mmd2_q95: quantile_95(self.pairs.iter().map(|&mmd2| mmd2 as f32)).into(),
        })
    }
}

fn mean_mmd2(x: &[Point], y: &[Point]) -> f64 {
    let each = mmd2_each(x, y, &BANDWIDTHS);
    each.iter().map(|mmd2| mmd2.unbiased).sum::<f64>() / each.len() as f64
}
