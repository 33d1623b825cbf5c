//! A learned energy as a density on the host, so that every sampler of known densities samples it too.

use crate::numerics::Point;
use crate::numerics::density::{DataDensity, Formula, Landscape};
use crate::numerics::exp::exp_2;
use crate::numerics::kernel::lanes::Lanes;
use crate::numerics::kernel::product64::Product;
use crate::numerics::kernel::{Layer as Shape, Plan};
use crate::settings::Activation;
use std::f64::consts::LOG2_E;
use std::rc::Rc;

/// log p = −E, up to log Z; in f64, so that a leapfrog path's energy error is the integrator's.
pub struct LearnedDensity {
    layers: Vec<Layer>,
    activation: Activation,
    /// Says where the modes of the data are.
    data: Rc<DataDensity>,
}

struct Layer {
    forward: Product,
    /// From derivatives by its outputs to those by its inputs: the transposed matrix.
    back: Product,
}

impl LearnedDensity {
    /// From the weights of an energy network, in the order of [`Plan::layers`].
    ///
    /// # Panics
    /// If there are more or fewer than the network has.
    pub fn new(plan: &Plan, weights: &[f32], data: Rc<DataDensity>) -> Self {
        assert_eq!(weights.len(), plan.weights(), "weights of another network");
        let mut rest = weights.iter().map(|&weight| f64::from(weight));
        let layers = plan.layers().into_iter().map(|Shape { inputs, outputs, .. }| {
            let weights: Vec<_> = rest.by_ref().take(inputs * outputs).collect();
            let biases: Vec<_> = rest.by_ref().take(outputs).collect();
            Layer {
                forward: Product::new(inputs, &biases, |input, output| weights[input * outputs + output]),
                back: Product::new(outputs, &vec![0.0; inputs], |output, input| {
                    weights[input * outputs + output]
                }),
            }
        });
        Self { layers: layers.collect(), activation: plan.activation, data }
    }
}

/// −E(x) and −∇E(x), up to log Z.
impl Formula for LearnedDensity {
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let (head, hidden) = self.layers.split_last().expect("a network has a head");
        let mut a = x.to_vec();
        let mut slopes = Vec::with_capacity(hidden.len());
        for layer in hidden {
            let mut z = layer.forward.of(&a);
            slopes.push(self.activation.apply(&mut z));
            a = z;
        }
        let energy = head.forward.of(&a)[0];
        let mut pull = head.back.of(&[Lanes::splat(1.0)]);
        for (layer, slope) in hidden.iter().zip(slopes).rev() {
            pull.iter_mut().zip(slope).for_each(|(pull, slope)| *pull = *pull * slope);
            pull = layer.back.of(&pull);
        }
        (-energy, [-pull[0], -pull[1]])
    }
}

impl Activation {
    /// z ← φ(z); gives φ'(z).
    fn apply<const N: usize>(self, z: &mut [Lanes<N>]) -> Vec<Lanes<N>> {
        let one = Lanes::splat(1.0);
        let apply = |z: &mut Lanes<N>| {
            let small = exp_2(z.abs() * -LOG2_E);
            let gate = z.zip(small, |z, small| if z < 0.0 { small } else { 1.0 }) / (small + 1.0);
            match self {
                Self::Silu => {
                    let value = *z * gate;
                    *z = value;
                    gate + value * (one - gate)
                }
                Self::Softplus => {
                    *z = z.zip(small, |z, small| z.max(0.0) + small.ln_1p());
                    gate
                }
                Self::Tanh => {
                    let square = small * small;
                    let value = ((one - square) / (square + 1.0)).zip(*z, f64::copysign);
                    *z = value;
                    one - value * value
                }
            }
        };
        z.iter_mut().map(apply).collect()
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
