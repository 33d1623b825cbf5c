//! Runs of which something is known, for tests.

use super::*;

impl LaneModel {
    /// A run of which this is known exactly.
    pub fn of(reference: Reference) -> Self {
        Self { reference: Some(reference), reference_is_new: true, ..Self::default() }
    }

    /// With noise levels from 0 to T, no signal or noise in them.
    pub fn of_levels(last: usize) -> Self {
        Self::of(Reference { levels: vec![0.0; 2 * (last + 1)], ..Reference::default() })
    }

    pub fn with_score(mut self, score: Score) -> Self {
        match score.denoiser {
            Denoiser::Ideal => self.ideal_score = Some(score),
            Denoiser::Learned => self.learned_score = Some(score),
        }
        self
    }

    /// With these noise levels and bridges.
    pub fn with_barriers(mut self, barriers: &[(f32, f32)]) -> Self {
        let marginal = |&(t, barrier): &(f32, f32)| Marginal { t, barrier, ..Marginal::default() };
        self.marginals = barriers.iter().map(marginal).collect();
        self
    }

    /// Samples at noise levels 2 and 0, all alike: at (4, 0) and at (1, 1), beside noised data of one point.
    pub fn drawn(cloud: Cloud) -> Self {
        use crate::protocol::diffusion::WALKERS;
        use crate::protocol::exact::Exact;
        let cloud = Cloud {
            times: vec![2.0, 0.0],
            points: [[4.0, 0.0].repeat(WALKERS), [1.0, 1.0].repeat(WALKERS)].concat(),
            ..cloud
        };
        let reference = Reference {
            exact: Exact { data: vec![1.0, 1.0], ..Exact::default() },
            forward_noise: vec![2.0, 0.0],
            levels: vec![1.0, 0.0, 0.5, 0.5, 0.0, 1.0],
            ..Reference::default()
        };
        let (cloud, reference) = (Some(cloud), Some(reference));
        let mut lane = Self::default();
        lane.take(DiffusionLane { cloud, reference, ..DiffusionLane::default() }, 0, None);
        lane
    }

    /// The exact denoiser's samples, at one noise level.
    pub fn at_level(mut self, t: f32) -> Self {
        self.ideal = Some(Cloud { times: vec![t], ..Cloud::default() });
        self
    }
}
