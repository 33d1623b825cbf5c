//! How a network and what it is computed from lie in a GPU's memory.
//!
//! Rows of activations are vectors of as many numbers as divide the width. A cube takes [`ROWS`] rows through the whole
//! network: what a layer hands to the next lies in two buffers of the cube's shared memory, which take turns. What the
//! gradients by the weights need lies in planes of global memory, one after the other: ∂/∂z of each hidden layer and of the
//! head, the inputs, the output of each hidden layer.

use crate::numerics::kernel::Plan;
use crate::settings::Network;

/// Rows of a cube.
pub const ROWS: usize = 8;
/// Rows that a unit works on at a time.
pub const TILE: usize = 4;
/// Units of a cube.
pub const UNITS: usize = 64;

/// A network and how long its vectors are. Kernels are compiled for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Net {
    pub plan: Plan,
    /// Numbers of a vector.
    pub lanes: usize,
}

impl Net {
    pub fn new(plan: Plan) -> Self {
        let lanes = [4, 2].into_iter().find(|&lanes| plan.width.is_multiple_of(lanes)).unwrap_or(1);
        Self { plan, lanes }
    }

    /// Hidden layers.
    pub fn hidden(&self) -> usize {
        match self.plan.network {
            Network::Mlp => self.plan.depth,
            Network::ResidualMlp => 1 + 2 * self.plan.depth,
        }
    }

    pub fn is_residual(&self) -> bool {
        self.plan.network == Network::ResidualMlp
    }

    /// Numbers of an input.
    pub fn inputs(&self) -> usize {
        self.plan.dense + self.plan.features
    }

    /// Vectors of a row of inputs, of a hidden layer, of outputs.
    pub fn input_columns(&self) -> usize {
        self.inputs().div_ceil(self.lanes)
    }

    pub fn columns(&self) -> usize {
        self.plan.width / self.lanes
    }

    pub fn output_columns(&self) -> usize {
        self.plan.outputs.div_ceil(self.lanes)
    }

    /// Vectors between rows of the cube's buffers.
    pub fn pitch(&self) -> usize {
        self.columns().max(self.input_columns()).max(self.plan.outputs)
    }

    /// Vectors of one of the cube's buffers.
    pub fn buffer(&self) -> usize {
        ROWS * self.pitch()
    }

    /// Where the second layer's matrix begins among the weights.
    pub fn second(&self) -> usize {
        (self.inputs() + 1) * self.plan.width
    }

    /// Weights of each layer after the first; the head's begin after the last of them.
    pub fn step(&self) -> usize {
        (self.plan.width + 1) * self.plan.width
    }

    /// Where the head's matrix begins.
    pub fn head(&self) -> usize {
        self.second() + (self.hidden() - 1) * self.step()
    }

    /// Vectors that a row has in all planes of gradients by z.
    pub fn gradients(&self) -> usize {
        self.hidden() * self.columns() + self.output_columns()
    }

    /// Vectors that a row has in all planes.
    pub fn planes(&self) -> usize {
        self.gradients() + self.input_columns() + self.hidden() * self.columns()
    }
}

/// What a pass through a network leaves in the planes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    Nothing,
    /// φ'(z), for the gradient by the inputs.
    Slopes,
    /// All that the gradient by the weights needs.
    All,
}
