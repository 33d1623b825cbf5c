//! Training of a denoising network: batch, loss, Adam, moving average of the weights.

use super::ema;
use super::loss::{Batch, Timesteps};
use super::timestep_losses::TimestepLosses;
use super::train_set::TrainSet;
use crate::numerics::kernel::ops::COLUMNS;
use crate::numerics::kernel::{Plan, Rates, Trained};
use crate::numerics::nn::{DenoisingNet, FlatNet, TimeEmbedding};
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{DiffusionSettings, TimestepDraw};
use burn::tensor::{Device, Tensor, TensorData};

/// Timesteps are drawn by losses that are at most so many steps old; losses are to be told at every multiple of it, so that
/// a run does not depend on when they are read back.
pub const STEPS_PER_DRAW: usize = 50;

/// Weights, their moving average and the optimiser's state. A clone is cheap: tensors are shared until
/// one side changes them.
#[derive(Clone)]
pub struct TrainState {
    trained: Trained,
    /// Steps done.
    pub steps: usize,
}

impl TrainState {
    pub fn network(&self) -> FlatNet {
        self.trained.network()
    }

    /// The network to sample from.
    pub fn average(&self) -> FlatNet {
        self.trained.average()
    }
}

/// What some steps brought.
pub struct Steps {
    /// Squared error of each row, mean over its coordinates, of one step after the other, `[all rows]`, not yet read back.
    pub errors: Tensor<1>,
    /// What is known of each step without its errors.
    batches: Vec<Batch>,
}

impl Steps {
    /// The loss of each step from the `errors` read back: their mean as if timesteps were drawn uniformly.
    pub fn losses(&self, errors: &[f32]) -> Vec<f32> {
        self.each(errors).map(|(batch, errors)| batch.loss(errors)).collect()
    }

    fn each<'a>(&'a self, mut errors: &'a [f32]) -> impl Iterator<Item = (&'a Batch, &'a [f32])> {
        self.batches.iter().map(move |batch| {
            let (own, rest) = errors.split_at(batch.timesteps.len());
            errors = rest;
            (batch, own)
        })
    }
}

/// A network in training.
pub struct Trainer {
    pub learned: TrainState,
    batches: Rng,
    device: Device,
    /// Features of every timestep, `[T, FEATURES]`, on the device.
    features: Tensor<2>,
    /// Probabilities of the timesteps, where they are not all alike.
    draw: Option<Vec<f64>>,
    pub losses: TimestepLosses,
}

impl Trainer {
    /// Fresh weights on `device` (without autodiff), Adam with β = (.9, .999), ε = 1e-8
    /// (Kingma & Ba 2015, arXiv:1412.6980). Losses are told apart in `parts` parts of the timesteps.
    pub fn new(settings: &DiffusionSettings, seed: u32, parts: usize, device: &Device) -> Self {
        let weights = DenoisingNet::init(settings, &mut Rng::new(seed, Stream::Weights), device).parameters();
        let network = FlatNet::new(Plan::denoising(settings), weights);
        Self {
            learned: TrainState { trained: Trained::new(network.clone(), network), steps: 0 },
            batches: Rng::new(seed, Stream::Batches),
            device: device.clone(),
            features: TimeEmbedding::new(settings.timesteps).tensor(device),
            draw: None,
            losses: TimestepLosses::new(settings.timesteps, parts),
        }
    }

    /// Where no step is taken yet: goes on after `steps` steps of an earlier run of this `seed`, whose weights were
    /// `weights` and their moving average `average`, both in the order of [`Plan::layers`]. Adam's moments and
    /// the losses by timestep start anew, and rows are drawn that the earlier run has not had.
    ///
    /// # Panics
    /// If there are more or fewer weights than [`DiffusionSettings::weights`].
    pub fn restore(
        &mut self,
        settings: &DiffusionSettings,
        seed: u32,
        weights: &[f32],
        average: &[f32],
        steps: usize,
    ) {
        let [network, average] = [weights, average]
            .map(|weights| FlatNet::with_weights(Plan::denoising(settings), weights, &self.device));
        self.learned = TrainState { trained: Trained::new(network, average), steps };
        self.batches = Rng::after(seed, Stream::Batches, steps);
    }

    /// All that training goes on from, to the bit: words of the host, and values as of [`Trained::state`].
    pub fn state(&self) -> (Vec<u64>, Tensor<1>) {
        let (seen, values) = self.learned.trained.state();
        let draw = self.draw.iter().flatten().map(|share| share.to_bits());
        let words = [self.learned.steps as u64, seen].into_iter().chain(self.batches.place());
        (words.chain(self.losses.words()).chain(draw).collect(), values)
    }

    /// Goes on from the [state](Self::state) of a trainer of the same settings and seed.
    ///
    /// # Panics
    /// If it is that of another network.
    pub fn resume(&mut self, words: &[u64], mut values: &[f32]) {
        let [steps, seen, stream, place, rest @ ..] = words else { panic!("words of no trainer") };
        self.learned.steps = *steps as usize;
        self.learned.trained.resume(*seen, &mut values, &self.device);
        self.batches.resume([*stream, *place]);
        let mut rest = rest.iter().copied();
        self.losses.resume(&mut rest);
        let draw: Vec<f64> = rest.map(f64::from_bits).collect();
        self.draw = (!draw.is_empty()).then_some(draw);
    }

    /// `count` steps on rows drawn from `train_set`, with what acts live of `settings`; `after` looks at the weights of each.
    pub fn advance(
        &mut self,
        train_set: &TrainSet,
        settings: &DiffusionSettings,
        count: usize,
        after: impl FnMut(&TrainState),
    ) -> Steps {
        let first = self.learned.steps;
        let draw = |step| {
            let weighting = settings.loss_weighting;
            self.batch(step, settings, |timesteps, noise| Batch::draw(train_set, timesteps, weighting, noise))
        };
        let batches = (first..first + count).map(draw).collect();
        self.descend(batches, settings, after)
    }

    /// One step on the rows of `train_set` at these indices.
    pub fn step_on(&mut self, rows: &[usize], train_set: &TrainSet, settings: &DiffusionSettings) -> Steps {
        let batch = self.batch(self.learned.steps, settings, |timesteps, noise| {
            Batch::of(train_set, rows.iter().copied(), timesteps, settings.loss_weighting, noise)
        });
        self.descend(vec![batch], settings, |_| {})
    }

    fn batch(
        &mut self,
        step: usize,
        settings: &DiffusionSettings,
        make: impl FnOnce(&Timesteps, &mut Rng) -> Batch,
    ) -> Batch {
        if settings.timestep_draw == TimestepDraw::Uniform {
            self.draw = None;
        } else if step.is_multiple_of(STEPS_PER_DRAW) {
            self.draw = self.losses.probabilities();
        }
        let sum = |sum: &mut f64, share: &f64| {
            *sum += share;
            Some(*sum)
        };
        let cumulative: Vec<f64> = self.draw.iter().flatten().scan(0.0, sum).collect();
        let timesteps = match &self.draw {
            None => Timesteps::Uniform,
            Some(probabilities) => Timesteps::By { cumulative: &cumulative, probabilities },
        };
        make(&timesteps, &mut self.batches)
    }

    /// A step on each batch: all lie on the device before the first is taken. With `ema_decay` 0 the average is the weights
    /// themselves.
    fn descend(
        &mut self,
        batches: Vec<Batch>,
        settings: &DiffusionSettings,
        mut after: impl FnMut(&TrainState),
    ) -> Steps {
        let rows: Vec<f32> = batches.iter().flat_map(|batch| batch.rows.iter().copied()).collect();
        let count = rows.len() / COLUMNS;
        let rows = Tensor::from_data(TensorData::new(rows, [count, COLUMNS]), &self.device);
        let mut errors = Tensor::zeros([count], &self.device);
        let mut first = 0;
        for batch in &batches {
            let steps = self.learned.steps;
            let average = settings.ema_decay > 0.0;
            let rates = Rates {
                rate: settings.learning_rate_at(steps),
                beta1: 0.9,
                clip: 0.0,
                decay: if average { ema::warmed_up(settings.ema_decay, steps) } else { 0.0 },
            };
            let place = [first, batch.timesteps.len()];
            errors = self.learned.trained.denoise_step(errors, &rows, &self.features, place, rates);
            self.learned.steps += 1;
            first += batch.timesteps.len();
            after(&self.learned);
        }
        Steps { errors, batches }
    }

    /// Tells the trainer what the errors of some steps have come to, read back: its losses by timestep.
    pub fn hear(&mut self, steps: &Steps, errors: &[f32]) {
        for (batch, errors) in steps.each(errors) {
            for (&t, &error) in batch.timesteps.iter().zip(errors) {
                self.losses.take(t, f64::from(error));
            }
        }
    }
}
