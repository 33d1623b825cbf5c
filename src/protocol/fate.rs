//! Where points end: maps of the plane, and how many samples come home.

use super::denoiser::Denoiser;
use crate::settings::Sampling;
use serde::{Deserialize, Serialize};

/// Who sent points back, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    pub denoiser: Denoiser,
    /// Training steps behind it; 0 of the ideal denoiser.
    pub step: u32,
    /// Of the ideal denoiser it says nothing: what it has is exact, with noise on the way.
    pub sampling: Sampling,
}

/// The probability that a point of the plane ends in the first part of the data, at one noise level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FateMap {
    pub drawn: Drawn,
    /// Noise level, 0 to T.
    pub t: f32,
    /// Over the stage, as many rows as columns, rows from the lowest y.
    #[serde(skip)]
    pub first: Vec<f32>,
}

/// How often a sample comes home to its part that is noised to a level and denoised again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UTurns {
    pub drawn: Drawn,
    /// Noise levels, rising from 0 to T; the share that comes home from each, and its standard error.
    #[serde(skip)]
    pub times: Vec<f32>,
    #[serde(skip)]
    pub shares: Vec<f32>,
    #[serde(skip)]
    pub errors: Vec<f32>,
    /// The share that comes home by chance.
    pub chance: f32,
    /// The noise level at which the share falls through the middle between 1 and chance, and its standard error; none where it
    /// never does.
    pub speciation: Option<[f32; 2]>,
}
