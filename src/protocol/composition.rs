//! Samples of the data composed with a second model, and what they should be.

use crate::settings::{Compose, Composing};
use serde::{Deserialize, Serialize};

/// What is to be said of a cloud of samples of a composition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComposedCloud {
    pub drawn_as: Composing,
    /// Share of points nearest to the first part of the data, at each state of the cloud.
    #[serde(skip)]
    pub shares: Vec<f32>,
    /// Mean acceptance of the corrector, over all levels.
    pub acceptance: Option<f32>,
}

/// The composition of what both models are at one noise level: where a corrector holds points there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComposedLevel {
    pub compose: Compose,
    /// Noise level, 0 to T; at 0 it is the composition itself.
    pub t: f32,
    /// Contour lines around shares of its mass, as [`Marginal`](super::diffusion::Marginal) has them.
    #[serde(skip)]
    pub contours: Vec<f32>,
    /// The share of its mass nearest to the first part of the data.
    pub share: f32,
}
