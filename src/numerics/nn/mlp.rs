//! Multilayer perceptron with SiLU activations.

use super::linear::{linear, linear_of_point};
use crate::numerics::noise::Noise;
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
    pub fn init(&self, noise: &mut Noise, device: &Device) -> Mlp {
        assert!(self.depth > 0, "an MLP needs a hidden layer, depth is {}", self.depth);
        let hidden = (0..self.depth)
            .map(|layer| match layer {
                0 => linear_of_point(self.features, self.width, noise, device),
                _ => linear(self.width, self.width, noise, device),
            })
            .collect();
        Mlp { hidden, head: linear(self.width, self.outputs, noise, device) }
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
}
