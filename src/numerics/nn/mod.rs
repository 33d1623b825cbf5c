//! The networks: each a config, `init` from seeded noise, and `forward`.

pub mod linear;
pub mod mlp;
pub mod residual_mlp;
pub mod time_embedding;

pub use mlp::{Mlp, MlpConfig};
pub use residual_mlp::{ResidualMlp, ResidualMlpConfig};
pub use time_embedding::TimeEmbedding;

use crate::numerics::noise::Noise;
use crate::settings::{DiffusionSettings, Network};
use burn::module::Module;
use burn::tensor::{Device, Tensor};

/// The network of the diffusion chapter: noise prediction ε_θ(x_t, t) from `[x_t, embedding of t]`.
#[derive(Module, Debug)]
pub enum NoisePredictor {
    Mlp(Mlp),
    ResidualMlp(ResidualMlp),
}

impl NoisePredictor {
    /// Inputs of the network: two coordinates and the time features.
    pub const INPUTS: usize = 2 + TimeEmbedding::FEATURES;

    /// The network that `settings` ask for, with weights drawn from `noise`.
    pub fn init(settings: &DiffusionSettings, noise: &mut Noise, device: &Device) -> Self {
        let (features, width, depth) = (TimeEmbedding::FEATURES, settings.width, settings.depth);
        match settings.network {
            Network::Mlp => Self::Mlp(MlpConfig { features, width, depth, outputs: 2 }.init(noise, device)),
            Network::ResidualMlp => Self::ResidualMlp(
                ResidualMlpConfig { features, width, depth, outputs: 2 }.init(noise, device),
            ),
        }
    }

    /// # Shapes
    /// `[rows, INPUTS]` → `[rows, 2]`.
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Mlp(network) => network.forward(input),
            Self::ResidualMlp(network) => network.forward(input),
        }
    }
}
