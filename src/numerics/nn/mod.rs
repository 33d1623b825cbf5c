//! The networks: each a config, `init` from seeded noise, and `forward`.

pub mod flat_net;
pub mod linear;
pub mod mlp;
pub mod residual_mlp;
pub mod time_embedding;

pub use flat_net::FlatNet;
pub use mlp::{Mlp, MlpConfig};
pub use residual_mlp::{ResidualMlp, ResidualMlpConfig};
pub use time_embedding::TimeEmbedding;

use crate::numerics::rng::Rng;
use crate::settings::diffusion::CLASSES;
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

enum Config {
    Mlp(MlpConfig),
    ResidualMlp(ResidualMlpConfig),
}

impl Config {
    fn of(settings: &DiffusionSettings) -> Self {
        let classes = if settings.conditional { CLASSES } else { 0 };
        let (features, width, depth) = (TimeEmbedding::FEATURES + classes, settings.width, settings.depth);
        match settings.network {
            Network::Mlp => Self::Mlp(MlpConfig { features, width, depth, outputs: 2 }),
            Network::ResidualMlp => {
                Self::ResidualMlp(ResidualMlpConfig { features, width, depth, outputs: 2 })
            }
        }
    }
}

impl DenoisingNet {
    /// The network that `settings` ask for, with weights drawn from `rng`.
    pub fn init(settings: &DiffusionSettings, rng: &mut Rng, device: &Device) -> Self {
        match Config::of(settings) {
            Config::Mlp(config) => Self::Mlp(config.init(rng, device)),
            Config::ResidualMlp(config) => Self::ResidualMlp(config.init(rng, device)),
        }
    }

    /// The network that `settings` ask for, with weights in the order of [`parameters`](Self::parameters).
    ///
    /// # Panics
    /// If there are more or fewer than [`DiffusionSettings::weights`].
    pub fn with_parameters(settings: &DiffusionSettings, parameters: &Tensor<1>) -> Self {
        match Config::of(settings) {
            Config::Mlp(config) => Self::Mlp(config.with_parameters(parameters)),
            Config::ResidualMlp(config) => Self::ResidualMlp(config.with_parameters(parameters)),
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

    /// Every weight: of each layer its matrix `[inputs, outputs]` row by row, then its biases; layers in the order in which
    /// an input goes through them.
    ///
    /// # Shapes
    /// → `[weights]`.
    pub fn parameters(&self) -> Tensor<1> {
        match self {
            Self::Mlp(network) => linear::flat(network.layers()),
            Self::ResidualMlp(network) => linear::flat(network.layers()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::ebm::EnergyNet;
    use crate::numerics::rng::Stream;
    use crate::settings::EbmSettings;

    fn values(tensor: Tensor<1>) -> Vec<f32> {
        tensor.into_data().try_to_vec().expect("floats")
    }

    #[test]
    fn a_network_comes_back_from_its_weights_and_the_settings_know_how_many_there_are() {
        let device = Device::flex();
        for network in [Network::Mlp, Network::ResidualMlp] {
            for (conditional, depth) in [(false, 1), (true, 1), (false, 3), (true, 2)] {
                let settings = DiffusionSettings {
                    network,
                    conditional,
                    depth,
                    width: 5,
                    ..DiffusionSettings::default()
                };
                let first = DenoisingNet::init(&settings, &mut Rng::new(1, Stream::Weights), &device);
                let weights = first.parameters();
                assert_eq!(weights.dims(), [settings.weights()], "{network:?}, {conditional}, {depth}");
                assert_eq!(first.num_params(), settings.weights());
                let again = DenoisingNet::with_parameters(&settings, &weights);
                let features = TimeEmbedding::FEATURES + if conditional { CLASSES } else { 0 };
                let input = Rng::new(2, Stream::Data).normals(3 * (2 + features));
                let input = Tensor::<1>::from_floats(input.as_slice(), &device).reshape([3, 2 + features]);
                let outputs =
                    [first, again].map(|network| values(network.forward(input.clone()).flatten(0, 1)));
                assert_eq!(outputs[0], outputs[1]);
                assert!(outputs[0].iter().any(|&output| output != 0.0));
            }
        }
    }

    #[test]
    fn the_settings_of_an_energy_know_its_weights() {
        for depth in 1..=4 {
            let settings = EbmSettings { depth, width: 7, ..EbmSettings::default() };
            let network = EnergyNet::init(&settings, &mut Rng::new(1, Stream::Weights), &Device::flex());
            assert_eq!(network.num_params(), settings.weights(), "{depth}");
        }
    }

    #[test]
    #[should_panic(expected = "weights of another network")]
    fn weights_of_another_network_are_refused() {
        let settings = DiffusionSettings::default();
        DenoisingNet::with_parameters(&settings, &Tensor::zeros([settings.weights() - 1], &Device::flex()));
    }
}
