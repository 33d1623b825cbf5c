//! Sliced score matching (Song et al. 2019, arXiv:1905.07088): curvature along random directions instead of the trace.

use crate::numerics::ebm::energy_net::EnergyNet;
use burn::tensor::Tensor;

/// mean(½ (v·∇E)² − vᵀ ∇²E v): one element (equation 7).
///
/// # Shapes
/// `x` and directions `v` `[rows, 2]`.
pub fn sliced(network: &EnergyNet, x: Tensor<2>, v: Tensor<2>) -> Tensor<1> {
    let expansion = network.expand(x);
    let curvature = network.curvature(&expansion, v.clone());
    let along = (expansion.gradient * v).sum_dim(1);
    (along.square() * 0.5 - curvature).mean()
}

/// mean(½ |∇E|² − vᵀ ∇²E v): one element (equation 8). For standard normal `v` its first term is the other form's
/// mean, so it varies less.
///
/// # Shapes
/// `x` and directions `v` `[rows, 2]`.
pub fn sliced_variance_reduced(network: &EnergyNet, x: Tensor<2>, v: Tensor<2>) -> Tensor<1> {
    let expansion = network.expand(x);
    let curvature = network.curvature(&expansion, v);
    (expansion.gradient.square().sum_dim(1) * 0.5 - curvature).mean()
}
