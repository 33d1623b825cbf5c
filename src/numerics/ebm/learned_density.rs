//! A learned energy as a density on the host, so that every sampler of known densities samples it too.

use crate::numerics::Point;
use crate::numerics::density::{DataDensity, Landscape, LogDensity};
use crate::numerics::exp::exp_negative;
use crate::numerics::kernel::{Layer as Shape, Plan};
use crate::settings::Activation;
use std::rc::Rc;

/// Products that are summed side by side, so that the compiler can use vector instructions.
const LANES: usize = 8;

/// log p = −E, up to log Z; in f64, so that a leapfrog path's energy error is the integrator's.
pub struct LearnedDensity {
    layers: Vec<Layer>,
    activation: Activation,
    /// Says where the modes of the data are.
    data: Rc<DataDensity>,
}

struct Layer {
    /// `[inputs, outputs]`, row by row.
    weights: Vec<f64>,
    biases: Vec<f64>,
}

impl LearnedDensity {
    /// From the weights of an energy network, in the order of [`Plan::layers`].
    ///
    /// # Panics
    /// If there are more or fewer than the network has.
    pub fn new(plan: &Plan, weights: &[f32], data: Rc<DataDensity>) -> Self {
        assert_eq!(weights.len(), plan.weights(), "weights of another network");
        let mut rest = weights.iter().map(|&weight| f64::from(weight));
        let layers = plan.layers().into_iter().map(|Shape { inputs, outputs, .. }| Layer {
            weights: rest.by_ref().take(inputs * outputs).collect(),
            biases: rest.by_ref().take(outputs).collect(),
        });
        Self { layers: layers.collect(), activation: plan.activation, data }
    }

    /// E(x) and ∇E(x).
    pub fn energy_and_gradient(&self, x: Point) -> (f64, Point) {
        let (head, hidden) = self.layers.split_last().expect("a network has a head");
        let mut a = x.to_vec();
        let mut slopes = Vec::with_capacity(hidden.len());
        for layer in hidden {
            let mut z = layer.forward(&a);
            slopes.push(self.activation.apply(&mut z));
            a = z;
        }
        let energy = head.forward(&a)[0];
        let mut pull = head.weights.clone();
        for (layer, slope) in hidden.iter().zip(slopes).rev() {
            pull.iter_mut().zip(slope).for_each(|(pull, slope)| *pull *= slope);
            pull = layer.back(&pull);
        }
        (energy, [pull[0], pull[1]])
    }
}

impl Layer {
    fn forward(&self, inputs: &[f64]) -> Vec<f64> {
        let mut outputs = self.biases.clone();
        for (input, row) in inputs.iter().zip(self.weights.chunks_exact(outputs.len())) {
            outputs.iter_mut().zip(row).for_each(|(output, weight)| *output += input * weight);
        }
        outputs
    }

    /// From derivatives by its outputs to those by its inputs.
    fn back(&self, outputs: &[f64]) -> Vec<f64> {
        self.weights.chunks_exact(outputs.len()).map(|row| dot(row, outputs)).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

impl Activation {
    /// z ← φ(z); gives φ'(z).
    fn apply(self, z: &mut [f64]) -> Vec<f64> {
        let one = |z: &mut f64| {
            let small = exp_negative(-z.abs());
            let gate = if *z < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
            match self {
                Self::Silu => {
                    let value = *z * gate;
                    *z = value;
                    gate + value * (1.0 - gate)
                }
                Self::Softplus => {
                    *z = z.max(0.0) + small.ln_1p();
                    gate
                }
                Self::Tanh => {
                    let square = small * small;
                    let value = ((1.0 - square) / (1.0 + square)).copysign(*z);
                    *z = value;
                    1.0 - value * value
                }
            }
        };
        z.iter_mut().map(one).collect()
    }
}

impl LogDensity for LearnedDensity {
    type Position = Point;

    /// Up to log Z.
    fn log_density(&self, x: &Point) -> f64 {
        -self.energy_and_gradient(*x).0
    }

    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        let (energy, gradient) = self.energy_and_gradient(*x);
        (-energy, gradient.map(|part| -part))
    }
}

/// The modes of the data: the model's modes are held against them.
impl Landscape for LearnedDensity {
    fn modes(&self) -> Vec<String> {
        self.data.modes()
    }

    fn mode_of(&self, x: &Point) -> usize {
        self.data.mode_of(x)
    }

    fn heart(&self, mode: usize) -> Point {
        self.data.heart(mode)
    }

    fn along(&self, x: &Point) -> Option<f64> {
        self.data.along(x)
    }
}
