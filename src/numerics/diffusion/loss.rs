//! The rows that the denoising loss is taken on (Ho et al. 2020, equation 14, and its kin).

use super::guidance;
use super::prediction::{min_snr_weight, target};
use super::train_set::TrainSet;
use crate::numerics::kernel::ops::COLUMNS;
use crate::numerics::rng::Rng;
use crate::settings::LossWeighting;

/// Rows of one training step, made on the host so that every device sees the same numbers.
#[derive(Default)]
pub struct Batch {
    /// `[rows, COLUMNS]`: x_t, features of the class, what the network should say, weight of the loss (mean about 1),
    /// timestep.
    pub rows: Vec<f32>,
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
    /// Noises the points of `train_set` at these indices: timestep, then noise, for one row after the other.
    pub fn of(
        train_set: &TrainSet,
        rows: impl Iterator<Item = usize>,
        timesteps: &Timesteps,
        weighting: LossWeighting,
        rng: &mut Rng,
    ) -> Self {
        let mut batch = Self::default();
        for row in rows {
            batch.push(train_set, row, timesteps, weighting, rng);
        }
        batch
    }

    /// Draws `train_set.batch_size` rows: point, timestep, noise, for one row after the other.
    pub fn draw(
        train_set: &TrainSet,
        timesteps: &Timesteps,
        weighting: LossWeighting,
        rng: &mut Rng,
    ) -> Self {
        let mut batch = Self::of(train_set, std::iter::empty(), timesteps, weighting, rng);
        for _ in 0..train_set.batch_size {
            let row = rng.below(train_set.data.len());
            batch.push(train_set, row, timesteps, weighting, rng);
        }
        batch
    }

    fn push(
        &mut self,
        train_set: &TrainSet,
        row: usize,
        timesteps: &Timesteps,
        weighting: LossWeighting,
        rng: &mut Rng,
    ) {
        let count = train_set.path.timesteps();
        let t = match timesteps {
            Timesteps::Uniform => rng.below(count),
            Timesteps::By { cumulative, .. } => {
                let draw = rng.uniform();
                cumulative.partition_point(|&sum| sum <= draw).min(count - 1)
            }
        };
        let level = train_set.path.level(t);
        let [mut input, mut wanted] = [[0.0; 2]; 2];
        for (axis, clean) in train_set.data[row].into_iter().enumerate() {
            let draw = rng.normal();
            input[axis] = (level.signal_rate * clean + level.noise_rate * draw) as f32;
            wanted[axis] = target(train_set.prediction, level, clean, draw) as f32;
        }
        let class = train_set.classes.as_ref().and_then(|classes| guidance::class_dropout(classes[row], rng));
        let mut weight = match weighting {
            LossWeighting::Simple => 1.0,
            LossWeighting::MinSnr => min_snr_weight(train_set.prediction, level),
        };
        if let Timesteps::By { probabilities, .. } = timesteps {
            let correction = 1.0 / (count as f64 * probabilities[t]);
            self.corrections.push(correction);
            weight *= correction;
        }
        let [one, other] = guidance::features(class);
        let columns: [f32; COLUMNS] =
            [input[0], input[1], one, other, wanted[0], wanted[1], weight as f32, t as f32];
        self.rows.extend(columns);
        self.timesteps.push(t);
    }

    /// The loss of the rows from their squared errors: the mean as if timesteps were drawn uniformly.
    pub fn loss(&self, errors: &[f32]) -> f32 {
        let sum: f64 = if self.corrections.is_empty() {
            errors.iter().map(|&error| f64::from(error)).sum()
        } else {
            errors.iter().zip(&self.corrections).map(|(&error, by)| f64::from(error) * by).sum()
        };
        (sum / errors.len() as f64) as f32
    }
}
