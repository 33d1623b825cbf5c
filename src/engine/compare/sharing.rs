//! What an engine knows of the run that it shares with another, and has not told it yet.

use crate::protocol::compare::{CompareRealVsReal, MethodScore, ModelState};
use crate::protocol::sharing::{Progress, Role};
use crate::settings::Family;

/// The families that learn, in the order in which their models are trained.
pub const LEARNED: [Family; 2] = [Family::Energy, Family::Diffusion];

#[derive(Default)]
pub struct Sharing {
    pub role: Role,
    /// Changes of the settings, and models taken along, since the run is shared.
    pub changes: u32,
    /// The model that the other engine trains, as it was when last told of.
    pub elsewhere: ModelState,
    /// The model trained here, as it was when last told of, and the training steps of the weights handed over.
    pub told: ModelState,
    pub handed: u32,
    /// Measured and not told yet.
    pub scores: Vec<MethodScore>,
    pub real_vs_real: Option<CompareRealVsReal>,
    pub next: Option<Progress>,
}

impl Sharing {
    pub fn is_on(&self) -> bool {
        self.role != Role::Alone
    }

    /// Whether the model of a family is trained here, if it is trained at all.
    pub fn trains(&self, family: Family) -> bool {
        match self.role {
            Role::Alone => true,
            Role::First => family == Family::Energy,
            Role::Second => family == Family::Diffusion,
        }
    }

    pub fn note_score(&mut self, score: &MethodScore) {
        if self.is_on() {
            self.scores.push(score.clone());
        }
    }

    pub fn note_real_vs_real(&mut self, real_vs_real: &CompareRealVsReal) {
        if self.is_on() {
            self.real_vs_real = Some(real_vs_real.clone());
        }
    }
}

/// Of the models of [`LEARNED`], that of a family; of the exact density there is nothing to tell.
pub fn state_in(models: &[ModelState; 2], family: Family) -> ModelState {
    LEARNED.iter().position(|&other| other == family).map_or_else(ModelState::default, |at| models[at])
}

/// What is told of a model before its first training step.
pub fn untrained(goal: usize, weights: usize) -> ModelState {
    ModelState { goal: goal as u32, weights: weights as u32, ..ModelState::default() }
}
