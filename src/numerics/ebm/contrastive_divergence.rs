//! Contrastive divergence (Hinton 2002): energies of data down, energies of the model's own samples up.

use super::energy_net::EnergyNet;
use burn::tensor::Tensor;

/// The loss, and what it is made of; one element each.
pub struct Contrast {
    /// mean E(data) − mean E(negatives) + penalty · mean(E(data)² + E(negatives)²).
    pub loss: Tensor<1>,
    pub data: Tensor<1>,
    pub negatives: Tensor<1>,
}

/// Its gradient by θ is that of the negative log likelihood where the negatives are samples of the model. They are
/// constants here: no gradient goes through the chain that found them. The penalty on the energies' squares keeps them
/// from drifting (Du & Mordatch 2019, equation 4).
///
/// # Shapes
/// `data` and `negatives` `[rows, 2]`.
pub fn contrast(network: &EnergyNet, data: Tensor<2>, negatives: Tensor<2>, penalty: f64) -> Contrast {
    let (rows, fakes) = (data.dims()[0], negatives.dims()[0]);
    let energy = network.energy(Tensor::cat(vec![data, negatives], 0));
    let real = energy.clone().narrow(0, 0, rows);
    let fake = energy.narrow(0, rows, fakes);
    let (data, negatives) = (real.clone().mean(), fake.clone().mean());
    let gap = data.clone() - negatives.clone();
    let loss =
        if penalty > 0.0 { gap + (real.square().mean() + fake.square().mean()) * penalty } else { gap };
    Contrast { loss, data, negatives }
}
