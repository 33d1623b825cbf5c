//! A network as its plan and one flat tensor of weights: what is sampled from, kept and handed out.

use crate::numerics::kernel::{NetOps, Plan};
use burn::backend::Dispatch;
use burn::tensor::{Device, Tensor, TensorData};

/// Weights lie in the order of [`Plan::layers`]: of each layer its matrix `[inputs, outputs]` row by row, then its biases.
/// A clone is cheap: the tensor is shared.
#[derive(Clone, Debug)]
pub struct FlatNet {
    plan: Plan,
    weights: Tensor<1>,
}

impl FlatNet {
    /// # Panics
    /// If there are more or fewer weights than [`Plan::weights`].
    pub fn new(plan: Plan, weights: Tensor<1>) -> Self {
        assert_eq!(weights.dims(), [plan.weights()], "weights of another network");
        Self { plan, weights }
    }

    /// # Panics
    /// If there are more or fewer weights than [`Plan::weights`].
    pub fn with_weights(plan: Plan, weights: &[f32], device: &Device) -> Self {
        Self::new(plan, Tensor::from_data(TensorData::new(weights.to_vec(), [weights.len()]), device))
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// # Shapes
    /// → `[weights]`.
    pub fn weights(&self) -> &Tensor<1> {
        &self.weights
    }

    fn weights_for_ops(&self) -> burn::backend::DispatchTensor {
        self.weights.clone().into_dispatch()
    }

    /// What a denoising network says for rows at one timestep.
    ///
    /// # Shapes
    /// `x` `[rows, 2]` with the features of its class where the network knows classes; `features` of the timestep,
    /// `[features]` → `[rows, 2]`.
    pub fn denoise(&self, x: Tensor<2>, features: &[f32]) -> Tensor<2> {
        let features = Tensor::<1>::from_floats(features, &x.device());
        let [x, features] = [x.into_dispatch(), features.into_dispatch()];
        Tensor::from_dispatch(Dispatch::denoise(x, features, self.weights_for_ops(), self.plan))
    }

    /// E of an energy network.
    ///
    /// # Shapes
    /// `[rows, 2]` → `[rows, 1]`.
    pub fn energy(&self, x: Tensor<2>) -> Tensor<2> {
        Tensor::from_dispatch(Dispatch::energy(x.into_dispatch(), self.weights_for_ops(), self.plan))
    }

    /// E, ∂E/∂x and ∂E/∂y of an energy network.
    ///
    /// # Shapes
    /// `[rows, 2]` → `[rows, 3]`.
    pub fn energy_and_gradient(&self, x: Tensor<2>) -> Tensor<2> {
        Tensor::from_dispatch(Dispatch::energy_and_gradient(
            x.into_dispatch(),
            self.weights_for_ops(),
            self.plan,
        ))
    }

    /// Langevin steps x ← x − ½ε² ∇E(x) + τε n on an energy network: one for every `rows` normals n.
    ///
    /// # Shapes
    /// `x` `[rows, 2]`, `normals` `[steps · rows, 2]` → `[rows, 2]`.
    pub fn langevin(&self, x: Tensor<2>, normals: Tensor<2>, step_size: f64, noise_scale: f64) -> Tensor<2> {
        let [x, normals] = [x.into_dispatch(), normals.into_dispatch()];
        let weights = self.weights_for_ops();
        Tensor::from_dispatch(Dispatch::langevin(x, normals, weights, self.plan, step_size, noise_scale))
    }
}
