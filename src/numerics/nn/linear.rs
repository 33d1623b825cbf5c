//! Linear layers whose weights come from the seeded host generator, the same on every device.

use crate::numerics::rng::Rng;
use crate::settings::layers::count;
use burn::module::{Param, ParamId};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

/// Bound of the first weights of a point's coordinates. At ±3 the first layer bends within a moon's
/// thickness from the start; at PyTorch's ±1/√inputs the same training leaves the moons about twice as
/// far from the data (as wide random frequencies do for coordinates in Tancik et al. 2020, arXiv:2006.10739).
const COORDINATE_BOUND: f64 = 3.0;

/// Weights and biases uniform in ±1/√inputs: He et al. 2015 as PyTorch's `nn.Linear` applies it.
pub fn linear(inputs: usize, outputs: usize, rng: &mut Rng, device: &Device) -> Linear {
    let bound = 1.0 / (inputs as f64).sqrt();
    let weights = uniform(bound, (inputs + 1) * outputs, rng);
    layer([inputs, outputs], Tensor::from_floats(&weights[..], device))
}

/// A first layer: two coordinates, whose weights start in ±[`COORDINATE_BOUND`], then `features` as
/// [`linear`] has them.
pub fn linear_of_point(features: usize, outputs: usize, rng: &mut Rng, device: &Device) -> Linear {
    let bound = 1.0 / ((2 + features) as f64).sqrt();
    let mut weights = uniform(COORDINATE_BOUND, 2 * outputs, rng);
    weights.extend(uniform(bound, (features + 1) * outputs, rng));
    layer([2 + features, outputs], Tensor::from_floats(&weights[..], device))
}

fn uniform(bound: f64, count: usize, rng: &mut Rng) -> Vec<f32> {
    (0..count).map(|_| ((2.0 * rng.uniform() - 1.0) * bound) as f32).collect()
}

/// The layer with these weights: its matrix `[inputs, outputs]` row by row, then its biases.
fn layer([inputs, outputs]: [usize; 2], weights: Tensor<1>) -> Linear {
    let weight = weights.clone().narrow(0, 0, inputs * outputs).reshape([inputs, outputs]);
    let bias = weights.narrow(0, inputs * outputs, outputs);
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

/// Layers of these `shapes` (inputs and outputs of each) with weights in the order of [`flat`], on their device.
///
/// # Panics
/// If there are more or fewer weights than [`count`].
pub fn layers_of(shapes: &[[usize; 2]], weights: &Tensor<1>) -> Vec<Linear> {
    assert_eq!(weights.dims(), [count(shapes)], "weights of another network");
    let mut first = 0;
    let mut next = |shape: [usize; 2]| {
        let own = count(&[shape]);
        first += own;
        layer(shape, weights.clone().narrow(0, first - own, own))
    };
    shapes.iter().map(|&shape| next(shape)).collect()
}

fn trainable<const D: usize>(value: Tensor<D>) -> Param<Tensor<D>> {
    // A network that is not trained can be on a device that records nothing.
    let value = if value.device().is_autodiff() { value.require_grad() } else { value };
    Param::initialized(ParamId::new(), value)
}
