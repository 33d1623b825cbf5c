//! One model of the table: trained through whole epochs, sampled, scored.

use super::score::{self, published_score};
use crate::engine::device::{EngineDevice, read_back};
use crate::engine::metrics::{self, Metrics};
use crate::numerics::dataset::TwoMoons;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::denoiser::denoise;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::diffusion::{TrainSet, trainer::Trainer};
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::{Distances, WALKERS};
use crate::protocol::table::{SETS, TableResult};
use crate::settings::{DiffusionSettings, TableModel, TableSettings};
use burn::tensor::Device;
use web_time::Instant;

pub struct ModelInProgress {
    pub model: TableModel,
    /// Of the newest training step.
    pub loss: Option<f32>,
    settings: DiffusionSettings,
    train_set: TrainSet,
    trainer: Trainer,
    epochs: Rng,
    /// Rows that the epoch under way has not used yet.
    rows: Vec<usize>,
    steps_left: usize,
    sampling: Option<Sampling>,
    device: Device,
    /// Time of training and sampling.
    seconds: f64,
}

impl ModelInProgress {
    /// Data as they are, not standardised: so has the write-up.
    pub fn new(model: TableModel, table: &TableSettings, device: &EngineDevice) -> Self {
        let (settings, seed) = (table.recipe(model.cell), model.seed);
        let moons = TwoMoons::new(settings.data_noise);
        let (data, classes) = moons.grid(settings.points, &mut Rng::new(seed, Stream::Data));
        Self {
            model,
            loss: None,
            train_set: TrainSet::new(&settings, data, classes),
            trainer: Trainer::new(&settings, seed, 1, &device.device),
            epochs: Rng::new(seed, Stream::Epochs),
            rows: Vec::new(),
            steps_left: table.steps(),
            sampling: None,
            device: device.device.clone(),
            seconds: 0.0,
            settings,
        }
    }

    pub fn is_trained(&self) -> bool {
        self.steps_left == 0
    }

    /// One training step. Returns the steps that are behind: of a model that has diverged, all that were left.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train(&mut self) -> Result<u32, String> {
        let begin = Instant::now();
        if self.rows.is_empty() {
            self.rows = self.epochs.permutation(self.train_set.data.len());
        }
        let rest = self.rows.split_off(self.train_set.batch_size.min(self.rows.len()));
        let rows = std::mem::replace(&mut self.rows, rest);
        let step = self.trainer.step_on(&rows, &self.train_set, &self.settings);
        let [loss] = step.losses(&read_back(step.errors.clone()).await?)[..] else { return Ok(0) };
        self.loss = Some(loss);
        self.seconds += begin.elapsed().as_secs_f64();
        let steps = if loss.is_finite() { 1 } else { self.steps_left };
        self.steps_left -= steps;
        Ok(steps as u32)
    }

    /// One step of all samples on their way; scores those that have arrived.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn sample(&mut self) -> Result<Option<TableResult>, String> {
        if self.loss.is_some_and(|loss| !loss.is_finite()) {
            return Ok(Some(self.diverged()));
        }
        let begin = Instant::now();
        let network = self.trainer.learned.average();
        let sampling = self.sampling.get_or_insert_with(|| {
            let rng = Rng::new(self.model.seed, Stream::Sampling);
            let law = TwoMoons::new(self.settings.data_noise).into();
            let (path, bound) = (&self.train_set.path, Bound::of(&self.settings, &law));
            Sampling::start(SETS * WALKERS, &self.settings, path, bound, rng, &self.device)
        });
        if let Some(query) = sampling.query() {
            sampling.advance(denoise(&network, &self.train_set, query.t, query.x, None));
            self.seconds += begin.elapsed().as_secs_f64();
            return Ok(None);
        }
        let sets = score::sets(sampling.last().clone()).await?;
        self.seconds += begin.elapsed().as_secs_f64();
        let moons = TwoMoons::new(self.settings.data_noise);
        let metrics = Metrics::new(self.model.seed, moons.into());
        let mut fresh = Rng::new(self.model.seed, Stream::FreshData);
        let (mut published, mut distances) = (Vec::new(), Vec::new());
        for set in &sets {
            published.push(published_score(set, &moons, &mut fresh));
            distances.push(metrics.distances(set, &moons.independent(WALKERS, &mut fresh)));
        }
        Ok(Some(TableResult {
            model: self.model,
            published_score: score::mean(&published),
            distances: metrics::mean(&distances),
            seconds: self.seconds as f32,
        }))
    }

    /// No samples, and no score that is a number.
    fn diverged(&self) -> TableResult {
        TableResult {
            model: self.model,
            published_score: f32::NAN,
            distances: Distances {
                mmd2: [f32::NAN; 4],
                mmd2_biased: f32::NAN,
                sliced_wasserstein: f32::NAN,
                energy_distance: f32::NAN,
                first_share: f32::NAN,
                off_share: f32::NAN,
            },
            seconds: self.seconds as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;

    #[test]
    fn a_model_that_diverges_is_over_at_once_and_has_no_scores() {
        let table = TableSettings { seeds: 1, epochs: 50 };
        let mut model = ModelInProgress::new(TableModel::default(), &table, &EngineDevice::cpu());
        model.settings.learning_rate = 1e30;
        let mut steps = 0;
        while !model.is_trained() {
            steps += block_on(model.train()).unwrap();
        }
        assert_eq!(steps, 100);
        let result = block_on(model.sample()).unwrap().expect("nothing to sample");
        assert!(result.published_score.is_nan() && result.distances.mmd2.iter().all(|mmd2| mmd2.is_nan()));
    }

    #[test]
    fn an_epoch_takes_every_point_once() {
        let table = TableSettings { seeds: 1, epochs: 1 };
        let mut model = ModelInProgress::new(TableModel::default(), &table, &EngineDevice::cpu());
        block_on(model.train()).unwrap();
        assert_eq!(model.rows.len(), 2000 - 1024);
        block_on(model.train()).unwrap();
        assert!(model.rows.is_empty() && model.is_trained());
    }
}
