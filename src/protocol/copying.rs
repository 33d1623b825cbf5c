//! Whether a network has learned the law of its training points or copies them.

use serde::{Deserialize, Serialize};

/// Where a network lies between the two ideal denoisers, of the law (0) and of the training points (1), on noised training points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Copying {
    /// Training steps behind the network.
    pub step: u32,
    /// Over all noise levels, by the squared error of ε: how far along from the law to the points, and its standard error.
    pub share: [f32; 2],
    /// The middles of some bands of noise levels, rising; in each the same share and its standard error.
    #[serde(skip)]
    pub times: Vec<f32>,
    #[serde(skip)]
    pub shares: Vec<f32>,
    #[serde(skip)]
    pub errors: Vec<f32>,
    /// Mean squared distances in each band of the network's ε̂ to that of the law, and to that of the points.
    #[serde(skip)]
    pub to_law: Vec<f32>,
    #[serde(skip)]
    pub to_points: Vec<f32>,
}
