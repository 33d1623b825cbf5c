//! What stands beside the stage: nothing, the noised data, samples of another denoiser, or a second run that differs in one thing.

use serde::{Deserialize, Serialize};

/// What the second stage shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffusionBeside {
    #[default]
    Nothing,
    /// The data, noised to the level shown: what the network is trained on.
    Forward,
    /// Samples of the ideal denoiser of the training points, which copies them.
    Copies,
    /// Samples of the data composed with a second model.
    Composed,
    /// A second run from the same seed.
    Fork,
}

/// In what the second run differs from the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fork {
    /// Linear where the first is cosine, else cosine.
    #[default]
    Schedule,
    /// MLP where the first is a residual one, and the other way round.
    Network,
    /// Not clipped where the first is, and the other way round.
    Clip,
    /// v where the first predicts ε, else ε.
    Prediction,
    /// Samples from the last weights where the first averages them, and the other way round.
    Averaging,
}

impl Fork {
    pub const ALL: [Self; 5] = [Self::Schedule, Self::Network, Self::Clip, Self::Prediction, Self::Averaging];
}
