//! The noise-prediction loss L_simple (Ho et al. 2020, equation 14) and the batches it is taken on.

use super::schedule::Schedule;
use crate::numerics::Point;
use crate::numerics::nn::{NoisePredictor, TimeEmbedding};
use crate::numerics::noise::Noise;
use burn::tensor::{Device, Tensor, TensorData};

/// Rows of one training step, made on the host so that every device sees the same numbers.
pub struct Batch {
    /// `[x_t, features of t]`, `[rows, NoisePredictor::INPUTS]`.
    pub input: Vec<f32>,
    /// The noise ε that made x_t, `[rows, 2]`.
    pub epsilon: Vec<f32>,
}

impl Batch {
    /// Draws rows of `data` (standardised), timesteps and noise: x_t = √ᾱ_t x₀ + √(1−ᾱ_t) ε.
    pub fn draw(
        rows: usize,
        data: &[Point],
        schedule: &Schedule,
        embedding: &TimeEmbedding,
        noise: &mut Noise,
    ) -> Self {
        let mut input = Vec::with_capacity(rows * NoisePredictor::INPUTS);
        let mut epsilon = Vec::with_capacity(rows * 2);
        for _ in 0..rows {
            let x0 = data[noise.below(data.len())];
            let t = noise.below(schedule.timesteps());
            let alpha_bar = schedule.alpha_bar(t);
            let (signal, spread) = (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt());
            for coordinate in x0 {
                let draw = noise.normal();
                input.push((signal * coordinate + spread * draw) as f32);
                epsilon.push(draw as f32);
            }
            input.extend_from_slice(embedding.features(t));
        }
        Self { input, epsilon }
    }

    /// Mean square of ε_θ − ε over rows and coordinates: a tensor of one element.
    pub fn loss(self, network: &NoisePredictor, device: &Device) -> Tensor<1> {
        let rows = self.epsilon.len() / 2;
        let input =
            Tensor::<2>::from_data(TensorData::new(self.input, [rows, NoisePredictor::INPUTS]), device);
        let epsilon = Tensor::<2>::from_data(TensorData::new(self.epsilon, [rows, 2]), device);
        (network.forward(input) - epsilon).square().mean()
    }
}
