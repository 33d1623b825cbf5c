//! The energy network E_θ(x), an MLP, with ∇ₓE and second derivatives by x as forward operations.
//!
//! Burn's autodiff is of first order. With a₀ = x, z_l = a_{l−1} W_l + b_l, a_l = φ(z_l) and E = a_L w + b the
//! derivatives by x have closed forms, which autodiff then differentiates by θ like any other output:
//!
//! - back through the layers: ∂E/∂a_L = w, ∂E/∂a_{l−1} = (∂E/∂a_l ⊙ φ'(z_l)) W_lᵀ, and ∇ₓE is the last of them;
//! - along a direction v: vᵀ ∇²E v = Σ_l Σ_units ∂E/∂a_l ⊙ φ''(z_l) ⊙ (∂z_l/∂v)², for only activations bend.

use crate::numerics::kernel::Plan;
use crate::numerics::nn::linear::{flat, layers_of, linear, linear_of_point};
use crate::numerics::rng::Rng;
use crate::settings::{Activation, EbmSettings};
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

/// 2 → width, as many hidden layers as the settings say, → 1.
#[derive(Module, Debug)]
pub struct EnergyNet {
    hidden: Vec<Linear>,
    head: Linear,
    #[module(skip)]
    activation: Activation,
}

/// The network at some points: all that its derivatives by x are made of.
pub struct Expansion {
    /// E, `[rows, 1]`.
    pub energy: Tensor<2>,
    /// ∇ₓE, `[rows, 2]`.
    pub gradient: Tensor<2>,
    /// z, φ'(z) and ∂E/∂a of each hidden layer, `[rows, width]`.
    layers: Vec<[Tensor<2>; 3]>,
}

impl EnergyNet {
    /// # Panics
    /// If there is no hidden layer.
    pub fn init(settings: &EbmSettings, rng: &mut Rng, device: &Device) -> Self {
        Self::of_plan(&Plan::energy(settings), rng, device)
    }

    /// An MLP with one output, whose inputs are a point and then the plan's features. Derivatives are by all inputs, the point's
    /// coordinates first.
    ///
    /// # Panics
    /// If there is no hidden layer.
    pub fn of_plan(plan: &Plan, rng: &mut Rng, device: &Device) -> Self {
        let &Plan { features, width, depth, activation, .. } = plan;
        assert!(depth > 0, "an energy network needs a hidden layer");
        let hidden = (0..depth).map(|index| match index {
            0 => linear_of_point(features, width, rng, device),
            _ => linear(width, width, rng, device),
        });
        Self { hidden: hidden.collect(), head: linear(width, 1, rng, device), activation }
    }

    /// The network with these weights, in the order of [`EbmSettings::layers`]: of each layer its matrix
    /// `[inputs, outputs]` row by row, then its biases.
    ///
    /// # Panics
    /// If there are more or fewer than [`EbmSettings::weights`].
    pub fn with_parameters(settings: &EbmSettings, parameters: &Tensor<1>) -> Self {
        Self::of_plan_with_parameters(&Plan::energy(settings), parameters)
    }

    /// The network of [`Self::of_plan`] with these weights, in the order of [`Plan::layers`].
    ///
    /// # Panics
    /// If there are more or fewer than [`Plan::weights`].
    pub fn of_plan_with_parameters(plan: &Plan, parameters: &Tensor<1>) -> Self {
        let shapes: Vec<_> = plan.layers().iter().map(|layer| [layer.inputs, layer.outputs]).collect();
        let mut hidden = layers_of(&shapes, parameters);
        let head = hidden.pop().expect("there is a head");
        Self { hidden, head, activation: plan.activation }
    }

    /// # Shapes
    /// `[rows, 2]` → `[rows, 1]`.
    pub fn energy(&self, x: Tensor<2>) -> Tensor<2> {
        let hidden = self.hidden.iter().fold(x, |a, layer| self.activation.value(layer.forward(a)));
        self.head.forward(hidden)
    }

    /// ∇ₓE.
    ///
    /// # Shapes
    /// `[rows, 2]` → `[rows, 2]`.
    pub fn gradient(&self, x: Tensor<2>) -> Tensor<2> {
        self.expand(x).gradient
    }

    /// # Shapes
    /// `[rows, 2]` → see [`Expansion`].
    pub fn expand(&self, x: Tensor<2>) -> Expansion {
        let mut forward = Vec::with_capacity(self.hidden.len());
        let mut a = x;
        for layer in &self.hidden {
            let z = layer.forward(a);
            let (value, slope) = self.activation.value_and_slope(z.clone());
            forward.push((z, slope));
            a = value;
        }
        let energy = self.head.forward(a);
        // The same for every row; it broadcasts.
        let mut pull = self.head.weight.val().transpose();
        let mut layers = Vec::with_capacity(forward.len());
        for (layer, (z, slope)) in self.hidden.iter().zip(forward).rev() {
            let back = pull.clone() * slope.clone();
            layers.push([z, slope, pull]);
            pull = back.matmul(layer.weight.val().transpose());
        }
        layers.reverse();
        Expansion { energy, gradient: pull, layers }
    }

    /// vᵀ ∇ₓ²E v at each row of an expansion, for directions `v` `[rows, 2]` or `[1, 2]`.
    ///
    /// # Shapes
    /// → `[rows, 1]`.
    pub fn curvature(&self, expansion: &Expansion, v: Tensor<2>) -> Tensor<2> {
        let mut along = v;
        let mut total: Option<Tensor<2>> = None;
        for (layer, [z, slope, pull]) in self.hidden.iter().zip(&expansion.layers) {
            let dz = along.matmul(layer.weight.val());
            let bent = (pull.clone() * self.activation.bend(z.clone()) * dz.clone().square()).sum_dim(1);
            total = Some(match total {
                Some(total) => total + bent,
                None => bent,
            });
            along = dz * slope.clone();
        }
        total.expect("there is a hidden layer")
    }

    /// tr ∇ₓ²E at each row of an expansion.
    ///
    /// # Shapes
    /// → `[rows, 1]`.
    pub fn laplacian(&self, expansion: &Expansion) -> Tensor<2> {
        let device = expansion.energy.device();
        let [x, y] = [[1.0, 0.0], [0.0, 1.0]]
            .map(|axis| self.curvature(expansion, Tensor::from_data([axis], &device)));
        x + y
    }

    /// Every weight in the order of [`Self::with_parameters`].
    ///
    /// # Shapes
    /// → `[parameters]`.
    pub fn parameters(&self) -> Tensor<1> {
        flat(self.hidden.iter().chain([&self.head]))
    }
}
