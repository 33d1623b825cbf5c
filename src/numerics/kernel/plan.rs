//! What a network is made of, as plain data that every implementation of the operations reads.

use crate::settings::{Activation, DiffusionSettings, EbmSettings, Network, diffusion, layers};

/// A network of equally wide hidden layers: see [`Network`] for its two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    pub network: Network,
    /// Inputs that each row has of its own: the two coordinates of a point, then the features of its class.
    pub dense: usize,
    /// Inputs that many rows share, between the coordinates and the class: the features of a timestep.
    pub features: usize,
    /// Units of each hidden layer.
    pub width: usize,
    /// Hidden layers of an MLP, blocks of a residual MLP.
    pub depth: usize,
    pub outputs: usize,
    pub activation: Activation,
}

/// One linear layer, z = a W + b, and what is done to z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    pub inputs: usize,
    pub outputs: usize,
    /// Where its matrix `[inputs, outputs]` begins among the weights; its biases `[outputs]` follow.
    pub at: usize,
    /// φ(z) goes on, not z.
    pub activated: bool,
    /// The input of the layer before is added to z: a residual block ends here.
    pub adds: bool,
}

impl Layer {
    /// Where its biases begin among the weights.
    pub fn bias(&self) -> usize {
        self.at + self.inputs * self.outputs
    }
}

impl Plan {
    pub fn denoising(settings: &DiffusionSettings) -> Self {
        Self {
            network: settings.network,
            dense: 2 + if settings.conditional { diffusion::CLASSES } else { 0 },
            features: diffusion::TIME_FEATURES,
            width: settings.width,
            depth: settings.depth,
            outputs: 2,
            activation: Activation::Silu,
        }
    }

    /// One number for a point and a timestep: the energy of which a denoiser is the gradient.
    pub fn time_energy(settings: &DiffusionSettings) -> Self {
        Self { network: Network::Mlp, dense: 2, outputs: 1, ..Self::denoising(settings) }
    }

    pub fn energy(settings: &EbmSettings) -> Self {
        Self {
            network: Network::Mlp,
            dense: 2,
            features: 0,
            width: settings.width,
            depth: settings.depth,
            outputs: 1,
            activation: settings.activation,
        }
    }

    /// The layers in the order in which an input goes through them, the head last.
    pub fn layers(&self) -> Vec<Layer> {
        let inputs = self.dense + self.features;
        let shapes = layers::of(self.network, inputs, self.width, self.depth, self.outputs);
        let (head, mut at) = (shapes.len() - 1, 0);
        let layer = |(index, [inputs, outputs]): (usize, [usize; 2])| {
            let (activated, adds) = match self.network {
                Network::Mlp => (index < head, false),
                Network::ResidualMlp => {
                    (index % 2 == 1 && index < head, index.is_multiple_of(2) && index > 0)
                }
            };
            let layer = Layer { inputs, outputs, at, activated, adds };
            at = layer.bias() + outputs;
            layer
        };
        shapes.into_iter().enumerate().map(layer).collect()
    }

    /// Weights and biases.
    pub fn weights(&self) -> usize {
        self.layers().last().map_or(0, |head| head.bias() + head.outputs)
    }

    /// The row of the first matrix that column `index` of a row's own inputs is multiplied by.
    pub fn dense_row(&self, index: usize) -> usize {
        if index < 2 { index } else { self.features + index }
    }
}
