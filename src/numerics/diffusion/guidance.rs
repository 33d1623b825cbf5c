//! Classifier-free guidance (Ho & Salimans 2022, arXiv:2207.12598).

use crate::numerics::Rng;
use crate::settings::AskedMoon;
use crate::settings::diffusion::CLASSES;
use burn::tensor::{Device, Tensor, TensorData};

/// Share of training rows whose class is withheld, so that the network learns the law of all as well.
const P_UNCOND: f64 = 0.1;

/// A class as features: 0 the upper moon, 1 the lower, as `make_moons` labels them.
pub fn features(class: Option<u8>) -> [f32; CLASSES] {
    std::array::from_fn(|moon| f32::from(class == Some(moon as u8)))
}

/// The class told in a training row.
pub fn class_dropout(class: u8, rng: &mut Rng) -> Option<u8> {
    (rng.uniform() >= P_UNCOND).then_some(class)
}

/// The class that each of `points` walkers asks for.
pub fn asked(asked: AskedMoon, points: usize) -> Vec<u8> {
    match asked {
        AskedMoon::Both => (0..points).map(|walker| u8::from(walker % 2 == 1)).collect(),
        AskedMoon::Upper => vec![0; points],
        AskedMoon::Lower => vec![1; points],
    }
}

/// Features of the classes of some rows, `[rows, CLASSES]`.
pub fn tensor(classes: impl Iterator<Item = Option<u8>>, device: &Device) -> Tensor<2> {
    let flat: Vec<f32> = classes.flat_map(features).collect();
    let rows = flat.len() / CLASSES;
    Tensor::from_data(TensorData::new(flat, [rows, CLASSES]), device)
}

/// Goes from the prediction without the class to `weight` times as far as that with it. A weight of 0 ignores the class, 1
/// asks for it; the paper's is this one less 1.
pub fn guided(without: Tensor<2>, with: Tensor<2>, weight: f64) -> Tensor<2> {
    without.clone() + (with - without) * weight
}
