//! A run that two engines share. They tell each other what came of it; the page only passes it on, and shows what the first
//! tells.
//!
//! Of a comparison the first trains the energy model, the second the diffusion model, and both measure. Of two networks side
//! by side the second trains one ahead of the first, which takes the steps over as it trains the other, and does all else.
//! Of a single denoiser the second draws and scores samples while the first trains on.

use super::compare::{CompareRealVsReal, MethodScore, ModelState};
use super::diffusion::DiffusionLane;
use super::run_id::RunId;
use serde::{Deserialize, Serialize};

/// An engine's part in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It does everything.
    #[default]
    Alone,
    /// It trains the energy model, or the first network, and its frames are shown.
    First,
    /// It trains the diffusion model, or the second network, and lets no walkers walk to be shown; or it draws and scores
    /// samples of the only network.
    Second,
}

/// What one of the two has to tell the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub run: RunId,
    /// Changes that it had been told of since the run is shared. What was measured after fewer or more of them than the
    /// listener knows is of no use to it.
    pub changes: u32,
    /// The energy model and the diffusion model as they are there.
    pub models: [ModelState; 2],
    /// Weights of the model that is trained there, once it is trained or training rests; else empty.
    pub weights: Vec<f32>,
    pub scores: Vec<MethodScore>,
    pub real_vs_real: Option<CompareRealVsReal>,
    /// Why training cannot go on.
    pub halt: Option<String>,
    /// To the second engine: what it trains on from, or draws from, in a slice of no steps. From it: what it has trained since.
    pub slices: Vec<Slice>,
    /// Samples that it has drawn, with their score.
    pub drawn: Option<Box<DiffusionLane>>,
}

/// Some training steps of a network, and all that training goes on from after them, so that another engine that goes on
/// takes the same steps to the bit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Training steps before it, and in it.
    pub from: u32,
    pub steps: u32,
    /// Time that they took.
    pub seconds: f32,
    /// The newest step whose weights are kept.
    pub kept: u32,
    /// What training goes on from; the trainer alone knows what they mean.
    pub words: Vec<u64>,
    #[serde(skip)]
    pub values: Vec<f32>,
    /// What each step has told: its loss, or the five numbers of a step of an energy.
    #[serde(skip)]
    pub numbers: Vec<f32>,
}

impl Progress {
    /// The flat arrays, in a fixed order.
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = vec![&mut self.weights];
        for slice in &mut self.slices {
            arrays.extend([&mut slice.values, &mut slice.numbers]);
        }
        arrays.extend(self.drawn.iter_mut().flat_map(|drawn| drawn.arrays_mut()));
        arrays
    }
}
