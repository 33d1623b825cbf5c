//! The operations that training and sampling spend their time in, on Burn's backends.
//!
//! Each is one call where Burn's own operations would be a hundred: [`super::flex`] implements them on the CPU,
//! [`super::gpu`] on WebGPU. Modules of [`crate::numerics::nn`] with Burn's autodiff define what they compute, and the
//! tests hold them to it. Weights are one flat tensor in the order of [`Plan::layers`].

use super::plan::Plan;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, ExtensionType, backend_extension};

/// What a training step changes. Each is changed in place where nobody else holds it.
#[derive(ExtensionType)]
pub struct NetState<B: Backend> {
    /// θ, `[weights]`.
    pub weights: FloatTensor<B>,
    /// Adam's moving averages of the gradient and of its square, `[weights]`.
    pub first_moment: FloatTensor<B>,
    pub second_moment: FloatTensor<B>,
    /// Exponential moving average of θ, `[weights]`.
    pub average: FloatTensor<B>,
    /// What is read back later: a step writes its numbers into it.
    pub record: FloatTensor<B>,
}

/// How the weights follow the gradient: Adam (Kingma & Ba 2015, algorithm 1), then the moving average of the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Update {
    /// Step size.
    pub rate: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    /// Steps that these moments have seen, this one counted.
    pub step: usize,
    /// The longest gradient by all weights together; 0 for any (Pascanu et al. 2013).
    pub clip: f64,
    /// average ← decay · average + (1 − decay) · θ.
    pub decay: f64,
}

/// Columns of a row of [`NetOps::denoise_step`]'s batch.
pub const COLUMNS: usize = 8;
/// The row's own inputs: two coordinates, two features of the class (0 where the network knows none).
pub const INPUT: usize = 0;
/// What the network should say, two numbers.
pub const TARGET: usize = 4;
/// The weight of the row's loss.
pub const WEIGHT: usize = 6;
/// Which row of the table of features belongs to it, a whole number.
pub const FEATURES: usize = 7;

/// Numbers that a step of contrastive divergence writes: loss, mean energy of the data, mean energy of the negatives, norm
/// of the gradient by the weights, largest coordinate of a negative.
pub const CONTRAST_NUMBERS: usize = 5;

/// Operations on whole networks. No gradient goes through any of them.
#[backend_extension(Flex, Cube: cfg(feature = "gpu"))]
pub trait NetOps: Backend {
    /// One step on the rows `first .. first + rows` of a batch: forward, mean over rows of weight · squared error (mean over
    /// the outputs), backward, update. Each row's squared error, mean over the outputs, is written into the record `[all rows]`
    /// at the row's own place.
    ///
    /// # Shapes
    /// `batch` `[all rows, COLUMNS]`, `table` `[T, features]`.
    fn denoise_step(
        #[extension_type] state: NetState<Self>,
        batch: FloatTensor<Self>,
        table: FloatTensor<Self>,
        plan: Plan,
        first: usize,
        rows: usize,
        update: Update,
    ) -> NetState<Self>;

    /// One step of contrastive divergence: mean E(data) − mean E(negatives) + penalty · mean(E(data)² + E(negatives)²),
    /// update. Its [`CONTRAST_NUMBERS`] are written into the record.
    ///
    /// # Shapes
    /// `data` and `negatives` `[rows, 2]`.
    fn contrast_step(
        #[extension_type] state: NetState<Self>,
        data: FloatTensor<Self>,
        negatives: FloatTensor<Self>,
        plan: Plan,
        penalty: f64,
        update: Update,
    ) -> NetState<Self>;

    /// Steps of x ← x − ½ε² ∇E(x) + τε n, one for every `rows` normals n.
    ///
    /// # Shapes
    /// `x` `[rows, 2]`, `normals` `[steps · rows, 2]` → `[rows, 2]`.
    fn langevin(
        x: FloatTensor<Self>,
        normals: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        plan: Plan,
        step_size: f64,
        noise_scale: f64,
    ) -> FloatTensor<Self>;

    /// What a network says for rows that share their features.
    ///
    /// # Shapes
    /// `x` `[rows, dense]`, `features` `[features]` → `[rows, outputs]`.
    fn denoise(
        x: FloatTensor<Self>,
        features: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        plan: Plan,
    ) -> FloatTensor<Self>;

    /// E.
    ///
    /// # Shapes
    /// `x` `[rows, 2]` → `[rows, 1]`.
    fn energy(x: FloatTensor<Self>, weights: FloatTensor<Self>, plan: Plan) -> FloatTensor<Self>;

    /// E, ∂E/∂x and ∂E/∂y.
    ///
    /// # Shapes
    /// `x` `[rows, 2]` → `[rows, 3]`.
    fn energy_and_gradient(x: FloatTensor<Self>, weights: FloatTensor<Self>, plan: Plan)
    -> FloatTensor<Self>;
}
