//! The draws that Markov chains are measured by, handed out for use elsewhere.

use super::run_id::RunId;
use crate::settings::Sampler;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draws {
    /// The run that drew them.
    pub run: RunId,
    /// One for each sampler that runs: one, or two in a race.
    pub lanes: Vec<LaneDraws>,
}

/// The draws of one sampler's chains since what it measures began, thinned so that memory stays bounded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LaneDraws {
    pub sampler: Sampler,
    pub chains: u32,
    /// Transitions from one of these draws to the next.
    pub stride: u32,
    /// First two coordinates, `[chains, draws, 2]`, data units.
    #[serde(skip)]
    pub points: Vec<f32>,
    /// Log density, up to a constant that is the same for all draws, `[chains, draws]`.
    #[serde(skip)]
    pub log_density: Vec<f32>,
}

impl Draws {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        self.lanes.iter_mut().flat_map(|lane| [&mut lane.points, &mut lane.log_density]).collect()
    }
}
