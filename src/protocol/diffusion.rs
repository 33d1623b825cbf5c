//! What a run of the diffusion chapter sends.

use serde::{Deserialize, Serialize};

/// Points in every cloud of samples, and in the data they are scored against.
pub const WALKERS: usize = 1000;

/// Kernel bandwidths of the MMD scores, in data units.
pub const BANDWIDTHS: [f64; 4] = [0.1, 0.25, 0.5, 1.0];

/// What one slice of training and sampling brought. Parts that did not change are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DiffusionFrame {
    /// ε-loss of each training step since the last frame: mean square over rows and coordinates.
    #[serde(skip)]
    pub losses: Vec<f32>,
    pub reference: Option<Reference>,
    pub cloud: Option<Cloud>,
    pub score: Option<Score>,
    pub floor: Option<Floor>,
}

impl DiffusionFrame {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = vec![&mut self.losses];
        if let Some(reference) = &mut self.reference {
            arrays.extend([&mut reference.data, &mut reference.density]);
        }
        if let Some(cloud) = &mut self.cloud {
            arrays.extend([&mut cloud.times, &mut cloud.points, &mut cloud.field]);
        }
        arrays
    }
}

/// What is known exactly about a run before any training; sent once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Training points, `[points, 2]`, data units.
    #[serde(skip)]
    pub data: Vec<f32>,
    /// Exact density of the data, `[Stage::CELLS, Stage::CELLS]`, rows from the lowest y.
    #[serde(skip)]
    pub density: Vec<f32>,
    /// The least ε-loss any network can reach: that of the ideal denoiser.
    pub ideal_loss: f32,
    /// ᾱ_T: the share of signal variance left at the last noise level.
    pub alpha_bar_last: f32,
    /// Weights in the network.
    pub weights: u32,
}

/// Who predicted the noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denoiser {
    /// The exact E[ε | x_t].
    #[default]
    Ideal,
    /// The network.
    Learned,
}

/// One batch of samples with its whole way from noise to data. `K` states: x_T first, x_0 last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cloud {
    pub denoiser: Denoiser,
    /// Training steps behind it.
    pub step: u32,
    /// Noise level of each state, `[K]`, from T down to 0.
    #[serde(skip)]
    pub times: Vec<f32>,
    /// `[K, WALKERS, 2]`, data units.
    #[serde(skip)]
    pub points: Vec<f32>,
    /// −ε at the arrow grid, that is the score times the noise's standard deviation,
    /// `[K, ARROWS², 2]`, data units, rows from the lowest y.
    #[serde(skip)]
    pub field: Vec<f32>,
}

/// How far a cloud is from fresh data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub denoiser: Denoiser,
    /// Training steps behind the cloud.
    pub step: u32,
    pub distances: Distances,
}

/// Distances between `WALKERS` points and as many independent draws of the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distances {
    /// Unbiased MMD² with an RBF kernel of each of [`BANDWIDTHS`].
    #[serde(deserialize_with = "nans_from_nulls")]
    pub mmd2: [f32; 4],
    /// Biased MMD² at bandwidth 1.
    #[serde(deserialize_with = "nan_from_null")]
    pub mmd2_biased: f32,
    #[serde(deserialize_with = "nan_from_null")]
    pub sliced_wasserstein: f32,
    #[serde(deserialize_with = "nan_from_null")]
    pub energy_distance: f32,
    /// Share of points nearer to the upper moon.
    pub upper_share: f32,
    /// Share of points farther than 4σ from both arcs.
    pub off_share: f32,
}

/// Samples that have flown apart have no distance, and JSON writes null for what is not a number.
fn nan_from_null<'de, D: serde::Deserializer<'de>>(value: D) -> Result<f32, D::Error> {
    Ok(Option::deserialize(value)?.unwrap_or(f32::NAN))
}

fn nans_from_nulls<'de, D: serde::Deserializer<'de>>(values: D) -> Result<[f32; 4], D::Error> {
    let values: [Option<f32>; 4] = Deserialize::deserialize(values)?;
    Ok(values.map(|value| value.unwrap_or(f32::NAN)))
}

impl Distances {
    /// The main score: unbiased MMD² averaged over [`BANDWIDTHS`].
    pub fn mmd2_mean(&self) -> f32 {
        self.mmd2.iter().sum::<f32>() / self.mmd2.len() as f32
    }
}

/// What the scores of a perfect and of a simple-minded sampler look like, at the same size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Pairs of real sets compared so far.
    pub pairs: u32,
    /// 95 % quantile of the mean unbiased MMD² between two real sets.
    pub mmd2_mean_q95: f32,
    /// The same for each of [`BANDWIDTHS`].
    pub mmd2_q95: [f32; 4],
    /// Points of one Gaussian with the data's mean and covariance.
    pub blob: Distances,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_that_are_not_numbers_survive_the_message() {
        let sent = Distances {
            mmd2: [0.5, f32::NAN, f32::INFINITY, 0.25],
            mmd2_biased: f32::NAN,
            ..Distances::default()
        };
        let text = serde_json::to_string(&sent).expect("plain data");
        let heard: Distances = serde_json::from_str(&text).expect("the same form");
        assert_eq!((heard.mmd2[0], heard.mmd2[3]), (0.5, 0.25));
        assert!(heard.mmd2[1].is_nan() && heard.mmd2[2].is_nan() && heard.mmd2_biased.is_nan());
    }
}
