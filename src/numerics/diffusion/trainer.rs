//! Training of a denoising network: batch, loss, Adam, moving average of the weights.

use super::ema;
use super::level::Path;
use super::loss::{Batch, Timesteps};
use super::timestep_losses::TimestepLosses;
use crate::numerics::Point;
use crate::numerics::nn::linear::set_parameters;
use crate::numerics::nn::{DenoisingNet, TimeEmbedding};
use crate::numerics::noise::{Noise, Stream};
use crate::settings::{DiffusionSettings, Prediction, TimestepDraw};
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};

/// Timesteps are drawn by losses that are at most so many steps old; losses are to be told at every multiple of it, so that
/// a run does not depend on when they are read back.
pub const STEPS_PER_DRAW: usize = 50;

/// What every training step reads and none changes.
pub struct Course {
    /// Standardised training points.
    pub data: Vec<Point>,
    /// Which part each point is of, where the network is told.
    pub classes: Option<Vec<u8>>,
    pub path: Path,
    pub prediction: Prediction,
    pub embedding: TimeEmbedding,
    /// Rows of a step.
    pub batch_size: usize,
}

impl Course {
    /// `data` standardised, and the part that each of its points is of.
    pub fn new(settings: &DiffusionSettings, data: Vec<Point>, classes: Vec<u8>) -> Self {
        Self {
            data,
            classes: settings.conditional.then_some(classes),
            path: Path::of(settings),
            prediction: settings.prediction,
            embedding: TimeEmbedding::new(settings.timesteps),
            batch_size: settings.batch_size,
        }
    }
}

/// Weights, their moving average and the optimiser's state. A clone is cheap: tensors are shared until
/// one side changes them.
#[derive(Clone)]
pub struct Learned {
    pub network: DenoisingNet,
    /// The network to sample from.
    pub average: DenoisingNet,
    optimizer: ModuleOptimizer,
    /// Steps done.
    pub steps: usize,
}

/// What one step brought.
pub struct Step {
    /// Squared error of each row, mean over its coordinates, `[rows]`, not yet read back.
    pub errors: Tensor<1>,
    /// The rows' timesteps, and by what their errors are multiplied to count as if timesteps were drawn uniformly (empty
    /// where that is 1).
    pub timesteps: Vec<usize>,
    pub corrections: Vec<f64>,
}

impl Step {
    /// The loss of the step from its `errors` read back: their mean as if timesteps were drawn uniformly.
    pub fn loss(&self, errors: &[f32]) -> f32 {
        let sum: f64 = if self.corrections.is_empty() {
            errors.iter().map(|&error| f64::from(error)).sum()
        } else {
            errors.iter().zip(&self.corrections).map(|(&error, by)| f64::from(error) * by).sum()
        };
        (sum / errors.len() as f64) as f32
    }
}

/// A network in training.
pub struct Trainer {
    pub learned: Learned,
    batches: Noise,
    device: Device,
    /// Probabilities of the timesteps and their running sum, where they are not all alike.
    draw: Option<(Vec<f64>, Vec<f64>)>,
    pub losses: TimestepLosses,
}

impl Trainer {
    /// Fresh weights on `device` (without autodiff), Adam with β = (.9, .999), ε = 1e-8
    /// (Kingma & Ba 2015, arXiv:1412.6980). Losses are told apart in `parts` parts of the timesteps.
    pub fn new(settings: &DiffusionSettings, seed: u32, parts: usize, device: &Device) -> Self {
        let device = device.clone().autodiff();
        let network = DenoisingNet::init(settings, &mut Noise::new(seed, Stream::Weights), &device);
        let learned = Learned { average: network.valid(), network, optimizer: adam(), steps: 0 };
        let losses = TimestepLosses::new(settings.timesteps, parts);
        Self { learned, batches: Noise::new(seed, Stream::Batches), device, draw: None, losses }
    }

    /// Where no step is taken yet: goes on after `steps` steps of an earlier run of this `seed`, whose weights were
    /// `weights` and their moving average `average`, both in the order of [`DenoisingNet::parameters`]. Adam's moments and
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
        let network = DenoisingNet::with_parameters(settings, weights, &self.device);
        let average = set_parameters(network.valid(), average);
        self.learned = Learned { network, average, optimizer: adam(), steps };
        self.batches = Noise::after(seed, Stream::Batches, steps);
    }

    /// One step on rows drawn from `course`, with what acts live of `settings`.
    pub fn step(&mut self, course: &Course, settings: &DiffusionSettings) -> Step {
        let batch = self.batch(settings, |timesteps, noise| {
            Batch::draw(course, timesteps, settings.loss_weighting, noise)
        });
        self.descend(batch, settings)
    }

    /// One step on the rows of `course` at these indices.
    pub fn step_on(&mut self, rows: &[usize], course: &Course, settings: &DiffusionSettings) -> Step {
        let batch = self.batch(settings, |timesteps, noise| {
            Batch::of(course, rows.iter().copied(), timesteps, settings.loss_weighting, noise)
        });
        self.descend(batch, settings)
    }

    fn batch(
        &mut self,
        settings: &DiffusionSettings,
        make: impl FnOnce(&Timesteps, &mut Noise) -> Batch,
    ) -> Batch {
        if settings.timestep_draw == TimestepDraw::Uniform {
            self.draw = None;
        } else if self.learned.steps.is_multiple_of(STEPS_PER_DRAW) {
            self.draw = self.losses.probabilities().map(|probabilities| {
                let sum = |sum: &mut f64, share: &f64| {
                    *sum += share;
                    Some(*sum)
                };
                let cumulative = probabilities.iter().scan(0.0, sum).collect();
                (probabilities, cumulative)
            });
        }
        let timesteps = match &self.draw {
            None => Timesteps::Uniform,
            Some((probabilities, cumulative)) => Timesteps::By { cumulative, probabilities },
        };
        make(&timesteps, &mut self.batches)
    }

    /// With `ema_decay` 0 the average is the weights themselves.
    fn descend(&mut self, batch: Batch, settings: &DiffusionSettings) -> Step {
        let Learned { network, average, optimizer, steps } = &mut self.learned;
        let (errors, loss) = batch.loss(network, &self.device);
        let gradients = GradientsParams::from_grads(loss.backward(), network);
        *network = optimizer.step(settings.learning_rate_at(*steps), network.clone(), gradients);
        let weights = network.valid();
        *average = if settings.ema_decay == 0.0 {
            weights
        } else {
            ema::update(average.clone(), &weights, ema::warmed_up(settings.ema_decay, *steps))
        };
        *steps += 1;
        let Batch { timesteps, corrections, .. } = batch;
        Step { errors, timesteps, corrections }
    }

    /// Tells the trainer what the errors of a step have come to, read back: its losses by timestep.
    pub fn hear(&mut self, step: &Step, errors: &[f32]) {
        for (&t, &error) in step.timesteps.iter().zip(errors) {
            self.losses.take(t, f64::from(error));
        }
    }

    /// Number of weights.
    pub fn weights(&self) -> usize {
        self.learned.average.num_params()
    }
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new().with_epsilon(1e-8).init()
}
