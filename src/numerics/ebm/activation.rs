//! Smooth activations with their first two derivatives, each written with forward operations, so that autodiff can
//! differentiate a loss that holds them.

use crate::settings::Activation;
use burn::tensor::Tensor;
use burn::tensor::activation::{sigmoid, softplus};

impl Activation {
    /// φ(z).
    pub fn value<const D: usize>(self, z: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Silu => z.clone() * sigmoid(z),
            Self::Softplus => softplus(z, 1.0),
            Self::Tanh => z.tanh(),
        }
    }

    /// φ(z) and φ'(z), for less than the price of both.
    pub fn value_and_slope<const D: usize>(self, z: Tensor<D>) -> (Tensor<D>, Tensor<D>) {
        match self {
            Self::Silu => {
                let gate = sigmoid(z.clone());
                let value = z * gate.clone();
                // σ (1 + z (1 − σ)), with zσ known.
                let slope = gate.clone() + value.clone() * (1.0 - gate);
                (value, slope)
            }
            Self::Softplus => (softplus(z.clone(), 1.0), sigmoid(z)),
            Self::Tanh => {
                let value = z.tanh();
                (value.clone(), 1.0 - value.square())
            }
        }
    }

    /// φ''(z).
    pub fn bend<const D: usize>(self, z: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Silu => {
                let gate = sigmoid(z.clone());
                let width = gate.clone() * (1.0 - gate.clone());
                width * (z * (1.0 - gate * 2.0) + 2.0)
            }
            Self::Softplus => {
                let gate = sigmoid(z);
                gate.clone() * (1.0 - gate)
            }
            Self::Tanh => {
                let value = z.tanh();
                value.clone() * (value.square() - 1.0) * 2.0
            }
        }
    }
}
