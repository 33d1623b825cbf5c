//! Langevin dynamics on an energy, many chains at once: how contrastive divergence finds its negatives.

use super::energy_net::EnergyNet;
use crate::numerics::noise::Noise;
use burn::tensor::{Device, Tensor, TensorData};

/// x ← x − ε²/2 ∇E(x) + τ ε n, without an accept step.
///
/// At τ = 1 it samples p ∝ e^(−E), but for an error of the step size (Parisi 1981). A smaller τ is the usual cheap
/// chain of energy-based models (Nijkamp et al. 2019, arXiv:1903.12370): it samples e^(−E/τ²), if it gets so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Langevin {
    /// ε, data units.
    pub step_size: f64,
    /// τ.
    pub noise_scale: f64,
}

impl Langevin {
    /// One step with the given standard normals.
    ///
    /// # Shapes
    /// `x` and `normals` `[rows, 2]` → `[rows, 2]`.
    pub fn step(&self, network: &EnergyNet, x: Tensor<2>, normals: Tensor<2>) -> Tensor<2> {
        let drift = network.gradient(x.clone()) * (0.5 * self.step_size * self.step_size);
        x - drift + normals * (self.noise_scale * self.step_size)
    }

    /// `steps` steps, on a network without autodiff.
    ///
    /// # Shapes
    /// `x` `[rows, 2]` → `[rows, 2]`.
    pub fn run(
        &self,
        network: &EnergyNet,
        mut x: Tensor<2>,
        steps: usize,
        noise: &mut Noise,
        device: &Device,
    ) -> Tensor<2> {
        let rows = x.dims()[0];
        for _ in 0..steps {
            let normals = TensorData::new(noise.normals(2 * rows), [rows, 2]);
            x = self.step(network, x, Tensor::from_data(normals, device));
        }
        x
    }
}
