//! Sinusoidal features of the timestep (Vaswani et al. 2017, §3.5, as in Ho et al. 2020).

use crate::settings::diffusion::TIME_FEATURES;
use burn::tensor::{Device, Tensor, TensorData};

/// A table of the features of every timestep: 32 sines, then 32 cosines, of geometrically falling
/// frequencies from 1 to 1e-4.
///
/// The timestep is first scaled to 0 … 1000, so that a network sees the same range of features
/// whatever T is.
#[derive(Clone, Debug)]
pub struct TimeEmbedding {
    table: Vec<f32>,
}

impl TimeEmbedding {
    pub const FEATURES: usize = TIME_FEATURES;

    /// Features of the timesteps 0 … `timesteps` − 1.
    pub fn new(timesteps: usize) -> Self {
        let half = Self::FEATURES / 2;
        let frequency = |i: usize| (-(10_000f64.ln()) * i as f64 / (half - 1) as f64).exp();
        let mut table = Vec::with_capacity(timesteps * Self::FEATURES);
        for t in 0..timesteps {
            let scaled = t as f64 * 1000.0 / timesteps as f64;
            table.extend((0..half).map(|i| (scaled * frequency(i)).sin() as f32));
            table.extend((0..half).map(|i| (scaled * frequency(i)).cos() as f32));
        }
        Self { table }
    }

    /// The features of timestep `t`, `[FEATURES]`.
    ///
    /// # Panics
    /// If `t` is not below the number of timesteps.
    pub fn features(&self, t: usize) -> &[f32] {
        &self.table[t * Self::FEATURES..][..Self::FEATURES]
    }

    /// The features of every timestep, `[T, FEATURES]`.
    pub fn tensor(&self, device: &Device) -> Tensor<2> {
        let shape = [self.table.len() / Self::FEATURES, Self::FEATURES];
        Tensor::from_data(TensorData::new(self.table.clone(), shape), device)
    }
}
