//! A trained model on its way from one chapter to another.

use super::RunId;
use crate::settings::{DataSettings, Experiment};
use serde::{Deserialize, Serialize};

/// Weights with everything that tells what they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The run that trained them.
    pub run: RunId,
    pub seed: u32,
    pub data: DataSettings,
    /// What they were trained as: an energy model or a diffusion model.
    pub experiment: Experiment,
    /// Training steps behind them, and the time these took.
    pub step: u32,
    pub seconds: f32,
    /// Of each layer its matrix `[inputs, outputs]` row by row, then its biases. From the engine they travel beside the
    /// JSON, to the engine within it.
    pub values: Vec<f32>,
}
