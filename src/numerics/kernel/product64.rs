//! A matrix in f64 times vectors of one point or several side by side, in an order of sums that does not depend on how many.

use super::lanes::Lanes;

/// Outputs whose weights lie together.
const PANEL: usize = 8;

/// x W + b.
pub struct Product {
    outputs: usize,
    /// Of each panel of outputs the weights of every input; 0 where there is no output.
    panels: Vec<Vec<[f64; PANEL]>>,
    biases: Vec<[f64; PANEL]>,
}

impl Product {
    /// With `weight(input, output)`, for as many outputs as there are biases.
    pub fn new(inputs: usize, biases: &[f64], weight: impl Fn(usize, usize) -> f64) -> Self {
        let outputs = biases.len();
        let panel = |first: usize, of: &dyn Fn(usize) -> f64| {
            std::array::from_fn(|index| if first + index < outputs { of(first + index) } else { 0.0 })
        };
        let firsts = || (0..outputs).step_by(PANEL);
        let weights =
            |first| (0..inputs).map(|input| panel(first, &|output| weight(input, output))).collect();
        Self {
            outputs,
            panels: firsts().map(weights).collect(),
            biases: firsts().map(|first| panel(first, &|output| biases[output])).collect(),
        }
    }

    /// Of inputs `[inputs]` of `N` points, `[outputs]`.
    pub fn of<const N: usize>(&self, x: &[Lanes<N>]) -> Vec<Lanes<N>> {
        let mut result = Vec::with_capacity(self.outputs + PANEL);
        for (panel, biases) in self.panels.iter().zip(&self.biases) {
            // As many sums as there are vector registers for.
            if N == 1 {
                result.extend(sums::<N, PANEL>(x, panel, biases, 0));
            } else {
                (0..PANEL).step_by(2).for_each(|first| result.extend(sums::<N, 2>(x, panel, biases, first)));
            }
        }
        result.truncate(self.outputs);
        result
    }
}

/// `COUNT` outputs of a panel.
#[inline(always)]
fn sums<const N: usize, const COUNT: usize>(
    x: &[Lanes<N>],
    panel: &[[f64; PANEL]],
    biases: &[f64; PANEL],
    first: usize,
) -> [Lanes<N>; COUNT] {
    let mut sums = std::array::from_fn(|index| Lanes::splat(biases[first + index]));
    for (x, weights) in x.iter().zip(panel) {
        for (index, sum) in sums.iter_mut().enumerate() {
            *sum += *x * weights[first + index];
        }
    }
    sums
}
