//! Training of a noise predictor: batch, loss, Adam, moving average of the weights.

use super::ema;
use super::loss::Batch;
use super::schedule::Schedule;
use crate::numerics::Point;
use crate::numerics::nn::{NoisePredictor, TimeEmbedding};
use crate::numerics::noise::{Noise, Stream};
use crate::settings::DiffusionSettings;
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};

/// What every training step reads and none changes.
pub struct Course {
    /// Standardised training points.
    pub data: Vec<Point>,
    pub schedule: Schedule,
    pub embedding: TimeEmbedding,
    /// Rows of a step.
    pub batch_size: usize,
}

/// Weights, their moving average and the optimiser's state. A clone is cheap: tensors are shared until
/// one side changes them.
#[derive(Clone)]
pub struct Learned {
    network: NoisePredictor,
    /// The network to sample from.
    pub average: NoisePredictor,
    optimizer: ModuleOptimizer,
    /// Steps done.
    pub steps: usize,
}

/// A network in training.
pub struct Trainer {
    pub learned: Learned,
    batches: Noise,
    device: Device,
}

impl Trainer {
    /// Fresh weights on `device` (without autodiff), Adam with β = (.9, .999), ε = 1e-8
    /// (Kingma & Ba 2015, arXiv:1412.6980).
    pub fn new(settings: &DiffusionSettings, seed: u32, device: &Device) -> Self {
        let device = device.clone().autodiff();
        let network = NoisePredictor::init(settings, &mut Noise::new(seed, Stream::Weights), &device);
        let learned = Learned {
            average: network.valid(),
            network,
            optimizer: AdamConfig::new().with_epsilon(1e-8).init(),
            steps: 0,
        };
        Self { learned, batches: Noise::new(seed, Stream::Batches), device }
    }

    /// One step. Returns its loss, one element, not yet read back.
    ///
    /// With `ema_decay` 0 the average is the weights themselves.
    pub fn step(&mut self, course: &Course, learning_rate: f64, ema_decay: f64) -> Tensor<1> {
        let Course { data, schedule, embedding, batch_size } = course;
        let batch = Batch::draw(*batch_size, data, schedule, embedding, &mut self.batches);
        let Learned { network, average, optimizer, steps } = &mut self.learned;
        let loss = batch.loss(network, &self.device);
        let gradients = GradientsParams::from_grads(loss.backward(), network);
        *network = optimizer.step(learning_rate, network.clone(), gradients);
        let weights = network.valid();
        *average = if ema_decay == 0.0 {
            weights
        } else {
            ema::update(average.clone(), &weights, ema::warmed_up(ema_decay, *steps))
        };
        *steps += 1;
        loss.inner()
    }

    /// Number of weights.
    pub fn weights(&self) -> usize {
        self.learned.average.num_params()
    }
}
