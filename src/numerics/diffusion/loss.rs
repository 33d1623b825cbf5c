//! The denoising loss (Ho et al. 2020, equation 14, and its kin) and the batches it is taken on.

use super::guidance;
use super::prediction::{min_snr_weight, target};
use super::trainer::Course;
use crate::numerics::nn::DenoisingNet;
use crate::numerics::noise::Noise;
use crate::settings::LossWeighting;
use burn::tensor::{Device, Tensor, TensorData};

/// Rows of one training step, made on the host so that every device sees the same numbers.
pub struct Batch {
    /// `[x_t, features of t, features of the class where the network knows classes]`, `[rows, inputs]`.
    input: Vec<f32>,
    /// What the network should say, `[rows, 2]`.
    target: Vec<f32>,
    /// Weight of each row's loss, mean about 1; empty where all weigh 1.
    weights: Vec<f32>,
    /// Timestep of each row.
    pub timesteps: Vec<usize>,
    /// How often each row's timestep is drawn when all are drawn alike, over how often it is drawn here; empty where that
    /// is 1.
    pub corrections: Vec<f64>,
}

/// How a batch draws its timesteps.
pub enum Timesteps<'a> {
    Uniform,
    /// By cumulative probabilities, `[T]`, and the probabilities themselves.
    By {
        cumulative: &'a [f64],
        probabilities: &'a [f64],
    },
}

impl Batch {
    /// Noises the points of `course` at these indices: timestep, then noise, for one row after the other.
    pub fn of(
        course: &Course,
        rows: impl Iterator<Item = usize>,
        timesteps: &Timesteps,
        weighting: LossWeighting,
        noise: &mut Noise,
    ) -> Self {
        let mut batch = Self {
            input: Vec::new(),
            target: Vec::new(),
            weights: Vec::new(),
            timesteps: Vec::new(),
            corrections: Vec::new(),
        };
        for row in rows {
            batch.push(course, row, timesteps, weighting, noise);
        }
        batch
    }

    /// Draws `course.batch_size` rows: point, timestep, noise, for one row after the other.
    pub fn draw(course: &Course, timesteps: &Timesteps, weighting: LossWeighting, noise: &mut Noise) -> Self {
        let mut batch = Self::of(course, std::iter::empty(), timesteps, weighting, noise);
        for _ in 0..course.batch_size {
            let row = noise.below(course.data.len());
            batch.push(course, row, timesteps, weighting, noise);
        }
        batch
    }

    fn push(
        &mut self,
        course: &Course,
        row: usize,
        timesteps: &Timesteps,
        weighting: LossWeighting,
        noise: &mut Noise,
    ) {
        let count = course.path.timesteps();
        let t = match timesteps {
            Timesteps::Uniform => noise.below(count),
            Timesteps::By { cumulative, .. } => {
                let draw = noise.uniform();
                cumulative.partition_point(|&sum| sum <= draw).min(count - 1)
            }
        };
        let level = course.path.level(t);
        for clean in course.data[row] {
            let draw = noise.normal();
            self.input.push((level.signal * clean + level.noise * draw) as f32);
            self.target.push(target(course.prediction, level, clean, draw) as f32);
        }
        self.input.extend_from_slice(course.embedding.features(t));
        if let Some(classes) = &course.classes {
            self.input.extend(guidance::features(guidance::told(classes[row], noise)));
        }
        let correction = match timesteps {
            Timesteps::Uniform => 1.0,
            Timesteps::By { probabilities, .. } => 1.0 / (count as f64 * probabilities[t]),
        };
        if matches!(timesteps, Timesteps::By { .. }) {
            self.corrections.push(correction);
        }
        let weight = match weighting {
            LossWeighting::Simple => 1.0,
            LossWeighting::MinSnr => min_snr_weight(course.prediction, level),
        };
        if !self.corrections.is_empty() || weighting == LossWeighting::MinSnr {
            self.weights.push((correction * weight) as f32);
        }
        self.timesteps.push(t);
    }

    /// Squared error of each row, mean over its coordinates, `[rows]`, and the loss that is minimised: their weighted mean,
    /// one element.
    pub fn loss(&self, network: &DenoisingNet, device: &Device) -> (Tensor<1>, Tensor<1>) {
        let rows = self.timesteps.len();
        let tensor = |values: &[f32]| {
            Tensor::<2>::from_data(TensorData::new(values.to_vec(), [rows, values.len() / rows]), device)
        };
        let error = network.forward(tensor(&self.input)) - tensor(&self.target);
        let errors = error.square().mean_dim(1);
        let loss = if self.weights.is_empty() {
            errors.clone().mean()
        } else {
            (errors.clone() * tensor(&self.weights)).mean()
        };
        (errors.inner().reshape([rows]), loss)
    }
}
