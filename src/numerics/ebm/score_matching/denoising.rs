//! Denoising score matching (Vincent 2011): the score of the data blurred by a Gaussian.

use crate::numerics::ebm::energy_net::EnergyNet;
use burn::tensor::Tensor;

/// σ² mean(½ |s(x + σz) + z/σ|²) with s = −∇E: one element. The factor σ² keeps losses of different σ alike in size
/// (Song & Ermon 2019, arXiv:1907.05600, equation 6).
///
/// # Shapes
/// `x` and standard normals `z` `[rows, 2]`; `sigma` in data units.
pub fn denoising(network: &EnergyNet, x: Tensor<2>, z: Tensor<2>, sigma: f64) -> Tensor<1> {
    let gradient = network.gradient(x + z.clone() * sigma);
    (z - gradient * sigma).square().sum_dim(1).mean() * 0.5
}
