//! What the data are composed with, and how the cloud is held to it at each noise level.

use super::sampling::Sampling;
use serde::{Deserialize, Serialize};

/// A second model, and how the two act together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compose {
    /// Data and one side of a line.
    #[default]
    HalfPlane,
    /// Data and a ring.
    Ring,
    /// Data without what lies about a point.
    Without,
    /// Data or points about one place.
    Either,
}

/// What moves points at each noise level, before the sampler goes on to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectorKind {
    #[default]
    None,
    /// Steps wide enough to jump from moon to moon.
    RandomWalk,
    Mala,
    Hmc,
}

/// Everything that decides how samples of a composition are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Composing {
    pub compose: Compose,
    pub corrector: CorrectorKind,
    /// Transitions of each point at each noise level.
    pub sweeps: usize,
    pub sampling: Sampling,
}
