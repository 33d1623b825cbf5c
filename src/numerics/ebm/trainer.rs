//! Training of an energy network: batch, negatives, loss, gradient, Adam.

use super::contrastive_divergence::contrast;
use super::energy_net::{EnergyNet, EnergyNetConfig};
use super::gradient;
use super::langevin::Langevin;
use super::replay_buffer::ReplayBuffer;
use super::score_matching::{denoising, implicit, sliced, sliced_variance_reduced};
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::noise::{Noise, Stream};
use crate::settings::{EbmSettings, Objective, Slicing};
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};

/// Spread of the noise that chains start from, in standard deviations of the data.
const SPREAD: f64 = 2.0;

/// Weights and the optimiser's state. A clone is cheap: tensors are shared until one side changes them.
#[derive(Clone)]
pub struct Learned {
    /// Without autodiff.
    pub network: EnergyNet,
    trained: EnergyNet,
    optimizer: ModuleOptimizer,
    buffer: Option<ReplayBuffer>,
    /// Steps done.
    pub steps: usize,
}

/// A network in training.
pub struct Trainer {
    pub learned: Learned,
    objective: Objective,
    batches: Noise,
    chains: Noise,
    /// Where the data lie and how far they spread.
    units: Standardise,
    device: Device,
}

/// What one training step brought; nothing is read back.
pub struct Step {
    /// Loss, mean energy of the data, mean energy of the negatives, norm of the gradient by the weights, and the largest
    /// coordinate of a negative, `[5]`. Of score matching, which has no negatives, 0 stands for what concerns them.
    pub numbers: Tensor<1>,
    /// Where the chains that found the negatives ended, `[rows, 2]`; none of score matching.
    pub negatives: Option<Tensor<2>>,
}

impl Trainer {
    /// Fresh weights on `device` (without autodiff), the same whatever the objective, and Adam with β₂ = .999, ε = 1e-8
    /// (Kingma & Ba 2015, arXiv:1412.6980).
    pub fn new(
        settings: &EbmSettings,
        objective: Objective,
        units: &Standardise,
        seed: u32,
        device: &Device,
    ) -> Self {
        let config = EnergyNetConfig::of(settings);
        let mut chains = Noise::new(seed, Stream::Negatives);
        let buffer = (objective == Objective::Pcd).then(|| {
            ReplayBuffer::new(settings.buffer, settings.batch_size, device, || {
                noise_starts(units, settings.batch_size, &mut chains)
            })
        });
        let training = device.clone().autodiff();
        let trained = config.init(&mut Noise::new(seed, Stream::Weights), &training);
        let (network, optimizer) = (trained.valid(), adam(settings));
        let learned = Learned { network, trained, optimizer, buffer, steps: 0 };
        Self {
            learned,
            objective,
            batches: Noise::new(seed, Stream::Batches),
            chains,
            units: *units,
            device: training,
        }
    }

    /// Where no step is taken yet: goes on after `steps` steps of an earlier run of this `seed`, whose weights were
    /// `weights`, in the order of [`EnergyNetConfig::with_parameters`]. Adam's moments and persistent chains start anew, and
    /// rows and chains are drawn that the earlier run has not had.
    ///
    /// # Panics
    /// If there are more or fewer weights than [`EbmSettings::weights`].
    pub fn restore(&mut self, settings: &EbmSettings, seed: u32, weights: &[f32], steps: usize) {
        let trained = EnergyNetConfig::of(settings).with_parameters(weights, &self.device);
        let learned = &mut self.learned;
        (learned.network, learned.trained) = (trained.valid(), trained);
        (learned.optimizer, learned.steps) = (adam(settings), steps);
        self.batches = Noise::after(seed, Stream::Batches, steps);
        self.chains = Noise::after(seed, Stream::Negatives, steps);
    }

    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// One step on `data` (data units).
    pub fn step(&mut self, data: &[Point], settings: &EbmSettings) -> Step {
        let rows = settings.batch_size;
        let batch = draw_batch(data, rows, settings.jitter, &mut self.batches);
        let plain = self.device.clone().inner();
        let negatives =
            self.objective.is_contrastive().then(|| self.find_negatives(&batch, settings, &plain));
        let x = Tensor::<2>::from_data(TensorData::new(batch, [rows, 2]), &self.device);
        let (loss, energies) = match &negatives {
            Some(negatives) => {
                let fakes = Tensor::from_inner(negatives.clone());
                let parts = contrast(&self.learned.trained, x, fakes, settings.penalty);
                (parts.loss, [parts.data.inner(), parts.negatives.inner()])
            }
            None => {
                let data = self.learned.network.energy(x.clone().inner()).mean();
                let nothing = Tensor::zeros([1], &plain);
                (self.score_loss(x, settings), [data, nothing])
            }
        };
        let network = &self.learned.trained;
        let mut gradients = GradientsParams::from_grads(loss.backward(), network);
        let norm = gradient::clip(network, &mut gradients, settings.clip);
        let learned = &mut self.learned;
        let rate = settings.learning_rate_at(learned.steps);
        learned.trained = learned.optimizer.step(rate, learned.trained.clone(), gradients);
        learned.network = learned.trained.valid();
        learned.steps += 1;
        let farthest = match &negatives {
            Some(negatives) => negatives.clone().abs().max(),
            None => Tensor::zeros([1], &plain),
        };
        let [data, fakes] = energies;
        Step { numbers: Tensor::cat(vec![loss.inner(), data, fakes, norm, farthest], 0), negatives }
    }

    fn score_loss(&mut self, x: Tensor<2>, settings: &EbmSettings) -> Tensor<1> {
        let network = &self.learned.trained;
        let shape = x.dims();
        if self.objective == Objective::Implicit {
            return implicit(network, x);
        }
        let normals = TensorData::new(self.batches.normals(shape[0] * 2), shape);
        let normals = Tensor::from_data(normals, &self.device);
        match (self.objective, settings.slicing) {
            (Objective::Sliced, Slicing::VarianceReduced) => sliced_variance_reduced(network, x, normals),
            (Objective::Sliced, Slicing::Plain) => sliced(network, x, normals),
            // Each point with its noise and with the opposite one: what is odd in the noise cancels out.
            _ => {
                let (twice, both) = (vec![x.clone(), x], vec![normals.clone(), -normals]);
                denoising(network, Tensor::cat(twice, 0), Tensor::cat(both, 0), settings.blur)
            }
        }
    }

    /// Where the model's own samples are said to be: the ends of short Langevin chains, `[rows, 2]`.
    fn find_negatives(&mut self, batch: &[f32], settings: &EbmSettings, device: &Device) -> Tensor<2> {
        let rows = batch.len() / 2;
        let noise = &mut self.chains;
        let place = |places: Vec<f32>| Tensor::from_data(TensorData::new(places, [rows, 2]), device);
        let start = match (&self.learned.buffer, self.objective) {
            (Some(buffer), _) => {
                let restart: Vec<bool> =
                    (0..rows).map(|_| noise.uniform() < settings.restart_share).collect();
                buffer.take(&restart, noise_starts(&self.units, rows, noise))
            }
            (None, Objective::ShortRun) => place(noise_starts(&self.units, rows, noise)),
            _ => place(batch.to_vec()),
        };
        let langevin = Langevin { step_size: settings.langevin_step, noise_scale: settings.noise_scale };
        let end = langevin.run(&self.learned.network, start, settings.langevin_steps, noise, device);
        if let Some(buffer) = &mut self.learned.buffer {
            buffer.put(end.clone());
        }
        end
    }
}

impl EnergyNetConfig {
    pub fn of(settings: &EbmSettings) -> Self {
        Self { width: settings.width, depth: settings.depth, activation: settings.activation }
    }
}

fn adam(settings: &EbmSettings) -> ModuleOptimizer {
    AdamConfig::new().with_beta_1(settings.beta1 as f32).with_epsilon(1e-8).init()
}

/// `rows` points of `data` with noise of standard deviation `jitter` on them, `[rows, 2]`.
fn draw_batch(data: &[Point], rows: usize, jitter: f64, noise: &mut Noise) -> Vec<f32> {
    let row = |_| {
        let point = data[noise.below(data.len())];
        point.map(|place| (if jitter > 0.0 { place + jitter * noise.normal() } else { place }) as f32)
    };
    (0..rows).flat_map(row).collect()
}

/// `rows` places that know nothing of the data but where they lie and how far they spread, `[rows, 2]`.
pub fn noise_starts(units: &Standardise, rows: usize, noise: &mut Noise) -> Vec<f32> {
    let row = |_| [0, 1].map(|axis| (units.mean[axis] + SPREAD * units.std[axis] * noise.normal()) as f32);
    (0..rows).flat_map(row).collect()
}
