//! A trained network as a denoiser: what it says, guided towards a class, taken apart into clean point and noise.

use super::guidance::{self, guided};
use super::prediction::Denoised;
use super::train_set::TrainSet;
use crate::numerics::nn::{FlatNet, TimeEmbedding};
use burn::tensor::{Device, Tensor};

/// A class asked for in each row, and how strongly.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Features of the classes, `[rows, CLASSES]`: see [`super::guidance::tensor`].
    pub classes: Tensor<2>,
    /// See [`guided`].
    pub weight: f64,
}

impl Guide {
    /// Asks `rows` rows for no class, so that the network says what it does of all data; none is needed where it knows no classes.
    pub fn unasked(train_set: &TrainSet, rows: usize, device: &Device) -> Option<Self> {
        train_set
            .classes
            .as_ref()
            .map(|_| Self { classes: guidance::tensor(std::iter::repeat_n(None, rows), device), weight: 0.0 })
    }
}

/// The answer of `network` for `x` `[rows, 2]`, all at timestep `t`. A network that knows classes needs a guide.
pub fn denoise(
    network: &FlatNet,
    train_set: &TrainSet,
    t: usize,
    x: Tensor<2>,
    guide: Option<&Guide>,
) -> Denoised {
    let output = match guide {
        None => predict(network, &train_set.embedding, t, x.clone(), None),
        Some(Guide { classes, weight }) => {
            let with =
                |classes: Tensor<2>| predict(network, &train_set.embedding, t, x.clone(), Some(classes));
            let none = || classes.zeros_like();
            if *weight == 0.0 {
                with(none())
            } else if *weight == 1.0 {
                with(classes.clone())
            } else {
                guided(with(none()), with(classes.clone()), *weight)
            }
        }
    };
    Denoised::from_output(train_set.prediction, train_set.path.level(t), &x, output)
}

/// What `network` says at `x` `[rows, 2]`, all at timestep `t`: `[rows, 2]`.
pub fn predict(
    network: &FlatNet,
    embedding: &TimeEmbedding,
    t: usize,
    x: Tensor<2>,
    classes: Option<Tensor<2>>,
) -> Tensor<2> {
    let own = Tensor::cat([Some(x), classes].into_iter().flatten().collect(), 1);
    network.denoise(own, embedding.features(t))
}
