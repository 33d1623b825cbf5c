//! What a denoising network is trained on.

use super::level::Path;
use crate::numerics::Point;
use crate::numerics::nn::TimeEmbedding;
use crate::settings::{DiffusionSettings, Prediction};

/// What every training step reads and none changes.
pub struct TrainSet {
    /// Standardised training points.
    pub data: Vec<Point>,
    /// Which part each point is of, where the network is told.
    pub classes: Option<Vec<u8>>,
    pub path: Path,
    pub prediction: Prediction,
    pub embedding: TimeEmbedding,
    /// Rows of a step.
    pub batch_size: usize,
}

impl TrainSet {
    /// `data` standardised, and the part that each of its points is of.
    pub fn new(settings: &DiffusionSettings, data: Vec<Point>, classes: Vec<u8>) -> Self {
        Self {
            data,
            classes: settings.conditional.then_some(classes),
            path: Path::of(settings),
            prediction: settings.prediction,
            embedding: TimeEmbedding::new(settings.timesteps),
            batch_size: settings.batch_size,
        }
    }
}
