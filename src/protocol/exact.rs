//! What is known exactly about what a chapter samples or learns: all that its stage draws of it.

use serde::{Deserialize, Serialize};

/// Sent once. What a chapter does not show is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exact {
    /// Training points, `[points, 2]`, data units.
    #[serde(skip)]
    pub data: Vec<f32>,
    /// Density, `[Stage::CELLS, Stage::CELLS]`, rows from the lowest y: normalised, of chapter 1 up to a factor.
    #[serde(skip)]
    pub density: Vec<f32>,
    /// Its contour lines as separate segments, `[n, 4]`: x₀ y₀ x₁ y₁ in data units.
    #[serde(skip)]
    pub contours: Vec<f32>,
    /// Score at the arrow grid, `[ARROWS², 2]`, rows from the lowest y.
    #[serde(skip)]
    pub score: Vec<f32>,
    /// Probability of each mode; of the data in the order of [`crate::settings::DataSettings::modes`].
    #[serde(skip)]
    pub shares: Vec<f32>,
}

impl Exact {
    pub(super) fn arrays_mut(&mut self) -> [&mut Vec<f32>; 5] {
        let Self { data, density, contours, score, shares } = self;
        [data, density, contours, score, shares]
    }
}
