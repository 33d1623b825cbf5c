//! Implicit score matching (Hyvärinen 2005, equation 4).

use crate::numerics::ebm::energy_net::EnergyNet;
use burn::tensor::Tensor;

/// mean(½ |∇E|² − tr ∇²E): one element.
///
/// # Shapes
/// `x` `[rows, 2]`.
pub fn implicit(network: &EnergyNet, x: Tensor<2>) -> Tensor<1> {
    let expansion = network.expand(x);
    let trace = network.laplacian(&expansion);
    (expansion.gradient.square().sum_dim(1) * 0.5 - trace).mean()
}
