//! Multilayer perceptron with SiLU activations.

use super::linear::{layers_of, linear, linear_of_point};
use crate::numerics::rng::Rng;
use crate::settings::layers;
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::activation::silu;
use burn::tensor::{Device, Tensor};

/// A point and `features` → width, `depth` hidden layers in all, → outputs.
#[derive(Clone, Copy, Debug)]
pub struct MlpConfig {
    /// Inputs beside the point's two coordinates.
    pub features: usize,
    pub width: usize,
    /// Hidden layers.
    pub depth: usize,
    pub outputs: usize,
}

impl MlpConfig {
    /// # Panics
    /// If `depth` is 0.
    pub fn init(&self, rng: &mut Rng, device: &Device) -> Mlp {
        assert!(self.depth > 0, "an MLP needs a hidden layer, depth is {}", self.depth);
        let hidden = (0..self.depth)
            .map(|layer| match layer {
                0 => linear_of_point(self.features, self.width, rng, device),
                _ => linear(self.width, self.width, rng, device),
            })
            .collect();
        Mlp { hidden, head: linear(self.width, self.outputs, rng, device) }
    }

    /// Inputs and outputs of each layer, the head last.
    pub fn layers(&self) -> Vec<[usize; 2]> {
        layers::mlp(2 + self.features, self.width, self.depth, self.outputs)
    }

    /// The network with these weights, in the order of [`Mlp::layers`].
    ///
    /// # Panics
    /// If they are of another network.
    pub fn with_parameters(&self, parameters: &Tensor<1>) -> Mlp {
        let mut hidden = layers_of(&self.layers(), parameters);
        let head = hidden.pop().expect("there is a head");
        Mlp { hidden, head }
    }
}

/// See [`MlpConfig`].
#[derive(Module, Debug)]
pub struct Mlp {
    hidden: Vec<Linear>,
    head: Linear,
}

impl Mlp {
    /// # Shapes
    /// `[rows, 2 + features]` → `[rows, outputs]`.
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        let hidden = self.hidden.iter().fold(input, |x, layer| silu(layer.forward(x)));
        self.head.forward(hidden)
    }

    /// The head last.
    pub fn layers(&self) -> impl Iterator<Item = &Linear> {
        self.hidden.iter().chain([&self.head])
    }
}
