//! The linear layers that networks are made of, as plain data: how many inputs and outputs each has.
//!
//! Layers come in the order in which an input goes through them. Weights that travel, or go to a file, are laid out by it.

use super::Network;

/// Those of a network of hidden layers of `width`: see [`mlp`] and [`residual_mlp`] for its two forms.
pub fn of(network: Network, inputs: usize, width: usize, depth: usize, outputs: usize) -> Vec<[usize; 2]> {
    match network {
        Network::Mlp => mlp(inputs, width, depth, outputs),
        Network::ResidualMlp => residual_mlp(inputs, width, depth, outputs),
    }
}

/// Inputs and outputs of each layer of an MLP: `depth` hidden layers, then the head.
pub fn mlp(inputs: usize, width: usize, depth: usize, outputs: usize) -> Vec<[usize; 2]> {
    let hidden = (0..depth).map(|index| [if index == 0 { inputs } else { width }, width]);
    hidden.chain([[width, outputs]]).collect()
}

/// The same of a residual MLP of `depth` blocks: the stem, the two layers of each block, the head.
pub fn residual_mlp(inputs: usize, width: usize, depth: usize, outputs: usize) -> Vec<[usize; 2]> {
    let blocks = std::iter::repeat_n([width; 2], 2 * depth);
    [[inputs, width]].into_iter().chain(blocks).chain([[width, outputs]]).collect()
}

/// Weights and biases of such layers.
pub fn count(layers: &[[usize; 2]]) -> usize {
    layers.iter().map(|[inputs, outputs]| (inputs + 1) * outputs).sum()
}
