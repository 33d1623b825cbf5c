//! A comparison that two engines share: the first trains the energy model, the second the diffusion model, and both measure.
//! Each tells the other what came of it; the page only passes it on, and shows what the first tells.

use super::compare::{CompareFloor, MethodScore, ModelState};
use super::run_id::RunId;
use serde::{Deserialize, Serialize};

/// An engine's part in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It does everything.
    #[default]
    Alone,
    /// It trains the energy model, and its frames are shown.
    First,
    /// It trains the diffusion model, and lets no walkers walk to be shown.
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
    /// Weights of the model that is trained there, once it is trained or training rests; else empty. From the engine they
    /// travel beside the bytes, to the engine within it.
    pub weights: Vec<f32>,
    pub scores: Vec<MethodScore>,
    pub floor: Option<CompareFloor>,
    /// Why training cannot go on.
    pub halt: Option<String>,
}
