//! How good a cloud is: its distances to fresh data.

use crate::engine::metrics::Metrics;
use crate::numerics::Point;
use crate::numerics::buckets::Buckets;
use crate::numerics::dataset::Law;
use crate::numerics::estimate::Estimate;
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::two_sample::nearest::{distances, ratio};
use crate::protocol::diffusion::{Cloud, Score, WALKERS};
use crate::settings::{AskedMoon, DiffusionSettings};

pub struct Scoring {
    seed: u32,
    /// What is told of the cloud that waits, and its points.
    waiting: Option<(Score, Vec<Point>)>,
}

impl Scoring {
    pub fn new(seed: u32) -> Self {
        Self { seed, waiting: None }
    }

    /// Keeps the last state of `cloud` to be scored; a cloud that was waiting is dropped.
    pub fn offer(&mut self, cloud: &Cloud) {
        let last = &cloud.points[cloud.points.len() - 2 * WALKERS..];
        let points = last.as_chunks::<2>().0.iter().map(|point| point.map(f64::from)).collect();
        let &Cloud { denoiser, step, sampling, .. } = cloud;
        self.waiting = Some((Score { denoiser, step, sampling, ..Score::default() }, points));
    }

    /// The cloud that waits is not wanted any more.
    pub fn drop_cloud(&mut self) {
        self.waiting = None;
    }

    pub fn cloud_is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Scores the cloud that waits, against data drawn for its training step, however many were scored before; and by how near it
    /// is to the points of `training`, data units.
    pub fn score_cloud(
        &mut self,
        metrics: &Metrics,
        settings: &DiffusionSettings,
        training: &Buckets,
    ) -> Option<Score> {
        let (score, points) = self.waiting.take()?;
        let mut rng = Rng::after(self.seed, Stream::FreshData, score.step as usize);
        let fresh = fresh_points(&metrics.law, settings, &mut rng);
        let far = |points: &[Point]| distances(points, training).collect();
        let Estimate { value, error } = ratio(far(&points), far(&fresh));
        let distances = metrics.distances(&points, &fresh);
        Some(Score { distances, nearest: [value as f32, error as f32], ..score })
    }
}

/// [`WALKERS`] fresh points of the parts that samples are asked from.
pub fn fresh_points(law: &Law, settings: &DiffusionSettings, rng: &mut Rng) -> Vec<Point> {
    let wanted = match settings.asked {
        AskedMoon::Upper if settings.conditional => 0,
        AskedMoon::Lower if settings.conditional => 1,
        _ => return law.independent(WALKERS, rng),
    };
    // Half of many draws are of one part; each asks for some more.
    let (points, labels) = law.labelled(3 * WALKERS, rng);
    let of_part = points.into_iter().zip(labels).filter(|(_, label)| *label == wanted);
    of_part.map(|(point, _)| point).take(WALKERS).collect()
}
