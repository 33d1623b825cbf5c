//! The networks: each a config, `init` from seeded noise, and `forward`.

pub mod linear;
pub mod mlp;
pub mod residual_mlp;
pub mod time_embedding;

pub use mlp::{Mlp, MlpConfig};
pub use residual_mlp::{ResidualMlp, ResidualMlpConfig};
pub use time_embedding::TimeEmbedding;

use crate::numerics::diffusion::guidance::CLASSES;
use crate::numerics::noise::Noise;
use crate::settings::{DiffusionSettings, Network};
use burn::module::Module;
use burn::tensor::{Device, Tensor};

/// The network of the diffusion chapter: what it predicts about `[x_t, embedding of t]`, and about the class where it knows
/// classes.
#[derive(Module, Debug)]
pub enum DenoisingNet {
    Mlp(Mlp),
    ResidualMlp(ResidualMlp),
}

impl DenoisingNet {
    /// The network that `settings` ask for, with weights drawn from `noise`.
    pub fn init(settings: &DiffusionSettings, noise: &mut Noise, device: &Device) -> Self {
        let classes = if settings.conditional { CLASSES } else { 0 };
        let (features, width, depth) = (TimeEmbedding::FEATURES + classes, settings.width, settings.depth);
        match settings.network {
            Network::Mlp => Self::Mlp(MlpConfig { features, width, depth, outputs: 2 }.init(noise, device)),
            Network::ResidualMlp => Self::ResidualMlp(
                ResidualMlpConfig { features, width, depth, outputs: 2 }.init(noise, device),
            ),
        }
    }

    /// # Shapes
    /// `[rows, 2 + features]` → `[rows, 2]`.
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Mlp(network) => network.forward(input),
            Self::ResidualMlp(network) => network.forward(input),
        }
    }
}
