//! Linear layers whose weights come from the seeded host generator, the same on every device.

use crate::numerics::rng::Rng;
use crate::settings::layers::count;
use burn::module::{Param, ParamId};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, TensorData};

/// Bound of the first weights of a point's coordinates. At ±3 the first layer bends within a moon's
/// thickness from the start; at PyTorch's ±1/√inputs the same training leaves the moons about twice as
/// far from the data (as wide random frequencies do for coordinates in Tancik et al. 2020, arXiv:2006.10739).
const COORDINATE_BOUND: f64 = 3.0;

/// Weights and biases uniform in ±1/√inputs: He et al. 2015 as PyTorch's `nn.Linear` applies it.
pub fn linear(inputs: usize, outputs: usize, rng: &mut Rng, device: &Device) -> Linear {
    let bound = 1.0 / (inputs as f64).sqrt();
    let weight = uniform(bound, inputs * outputs, rng);
    layer(weight, uniform(bound, outputs, rng), device)
}

/// A first layer: two coordinates, whose weights start in ±[`COORDINATE_BOUND`], then `features` as
/// [`linear`] has them.
pub fn linear_of_point(features: usize, outputs: usize, rng: &mut Rng, device: &Device) -> Linear {
    let bound = 1.0 / ((2 + features) as f64).sqrt();
    let mut weight = uniform(COORDINATE_BOUND, 2 * outputs, rng);
    weight.extend(uniform(bound, features * outputs, rng));
    layer(weight, uniform(bound, outputs, rng), device)
}

fn uniform(bound: f64, count: usize, rng: &mut Rng) -> Vec<f32> {
    (0..count).map(|_| ((2.0 * rng.uniform() - 1.0) * bound) as f32).collect()
}

/// The layer with this matrix `[inputs, outputs]`, row by row, and these biases `[outputs]`.
pub fn layer(weight: Vec<f32>, bias: Vec<f32>, device: &Device) -> Linear {
    let outputs = bias.len();
    let inputs = weight.len() / outputs;
    let weight = Tensor::<2>::from_data(TensorData::new(weight, [inputs, outputs]), device);
    let bias = Tensor::<1>::from_data(TensorData::new(bias, [outputs]), device);
    Linear { weight: trainable(weight), bias: Some(trainable(bias)) }
}

/// Every weight of some layers: of each its matrix `[inputs, outputs]` row by row, then its biases, `[weights]`.
pub fn flat<'a>(layers: impl Iterator<Item = &'a Linear>) -> Tensor<1> {
    let parts = layers.flat_map(|layer| {
        let bias = layer.bias.as_ref().map(|bias| bias.val());
        [Some(layer.weight.val().flatten(0, 1)), bias].into_iter().flatten()
    });
    Tensor::cat(parts.collect(), 0)
}

/// Layers of these `shapes` (inputs and outputs of each) with weights in the order of [`flat`].
///
/// # Panics
/// If there are more or fewer weights than [`count`].
pub fn layers_of(shapes: &[[usize; 2]], weights: &[f32], device: &Device) -> Vec<Linear> {
    assert_eq!(weights.len(), count(shapes), "weights of another network");
    let mut rest = weights;
    let mut take = |count: usize| {
        let (taken, left) = rest.split_at(count);
        rest = left;
        taken.to_vec()
    };
    shapes.iter().map(|[inputs, outputs]| layer(take(inputs * outputs), take(*outputs), device)).collect()
}

fn trainable<const D: usize>(value: Tensor<D>) -> Param<Tensor<D>> {
    // A network that is not trained can be on a device that records nothing.
    let value = if value.device().is_autodiff() { value.require_grad() } else { value };
    Param::initialized(ParamId::new(), value)
}
