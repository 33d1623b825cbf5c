//! What stands beside the stage: nothing, the noised data, or a second run that differs in one thing.

use super::{Clip, DiffusionSettings, Network, Prediction, ScheduleKind};
use serde::{Deserialize, Serialize};

/// What the second stage shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffusionBeside {
    #[default]
    Nothing,
    /// The data, noised to the level shown: what the network is trained on.
    Forward,
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

    /// The settings of the second run.
    pub fn apply(self, first: &DiffusionSettings) -> DiffusionSettings {
        let mut second = first.clone();
        match self {
            Self::Schedule => {
                second.schedule = match first.schedule {
                    ScheduleKind::Cosine => ScheduleKind::Linear,
                    ScheduleKind::Linear | ScheduleKind::RescaledLinear => ScheduleKind::Cosine,
                }
            }
            Self::Network => {
                second.network = match first.network {
                    Network::Mlp => Network::ResidualMlp,
                    Network::ResidualMlp => Network::Mlp,
                }
            }
            Self::Clip => {
                second.clip = match first.clip {
                    Clip::Off => Clip::Data,
                    Clip::Unit | Clip::Data => Clip::Off,
                }
            }
            Self::Prediction => {
                second.prediction = match first.prediction {
                    Prediction::Noise => Prediction::Velocity,
                    Prediction::Clean | Prediction::Velocity | Prediction::Flow => Prediction::Noise,
                }
            }
            Self::Averaging => {
                let usual = DiffusionSettings::default().ema_decay;
                second.ema_decay = if first.ema_decay > 0.0 { 0.0 } else { usual };
            }
        }
        second
    }
}
