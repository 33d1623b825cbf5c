//! Multilayer perceptron of residual blocks (He et al. 2016, arXiv:1512.03385, in fully connected form).

use super::linear::{layers_of, linear, linear_of_point};
use crate::numerics::rng::Rng;
use crate::settings::layers;
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::activation::silu;
use burn::tensor::{Device, Tensor};

/// A point and `features` → width, `depth` blocks h ← h + W₂ SiLU(W₁ h), → outputs.
#[derive(Clone, Copy, Debug)]
pub struct ResidualMlpConfig {
    /// Inputs beside the point's two coordinates.
    pub features: usize,
    pub width: usize,
    /// Residual blocks.
    pub depth: usize,
    pub outputs: usize,
}

impl ResidualMlpConfig {
    pub fn init(&self, rng: &mut Rng, device: &Device) -> ResidualMlp {
        let width = self.width;
        let stem = linear_of_point(self.features, width, rng, device);
        let blocks = (0..self.depth)
            .map(|_| ResidualBlock {
                inner: linear(width, width, rng, device),
                outer: linear(width, width, rng, device),
            })
            .collect();
        ResidualMlp { stem, blocks, head: linear(width, self.outputs, rng, device) }
    }

    /// Inputs and outputs of each layer: the stem, the two of each block, the head.
    pub fn layers(&self) -> Vec<[usize; 2]> {
        layers::residual_mlp(2 + self.features, self.width, self.depth, self.outputs)
    }

    /// The network with these weights, in the order of [`ResidualMlp::layers`].
    ///
    /// # Panics
    /// If they are of another network.
    pub fn with_parameters(&self, parameters: &Tensor<1>) -> ResidualMlp {
        let mut layers = layers_of(&self.layers(), parameters).into_iter();
        let mut next = || layers.next().expect("a stem, two layers a block and a head");
        let stem = next();
        let blocks = (0..self.depth).map(|_| ResidualBlock { inner: next(), outer: next() }).collect();
        ResidualMlp { stem, blocks, head: next() }
    }
}

/// See [`ResidualMlpConfig`].
#[derive(Module, Debug)]
pub struct ResidualMlp {
    stem: Linear,
    blocks: Vec<ResidualBlock>,
    head: Linear,
}

/// h ← h + W₂ SiLU(W₁ h).
#[derive(Module, Debug)]
pub struct ResidualBlock {
    inner: Linear,
    outer: Linear,
}

impl ResidualMlp {
    /// # Shapes
    /// `[rows, 2 + features]` → `[rows, outputs]`.
    pub fn forward(&self, input: Tensor<2>) -> Tensor<2> {
        let hidden = self.blocks.iter().fold(self.stem.forward(input), |h, block| {
            h.clone() + block.outer.forward(silu(block.inner.forward(h)))
        });
        self.head.forward(hidden)
    }

    /// The stem, the two of each block, the head.
    pub fn layers(&self) -> impl Iterator<Item = &Linear> {
        let blocks = self.blocks.iter().flat_map(|block| [&block.inner, &block.outer]);
        [&self.stem].into_iter().chain(blocks).chain([&self.head])
    }
}
