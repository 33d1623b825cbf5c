//! Training of an energy network: batch, negatives, loss, gradient, Adam.

use super::energy_net::{EnergyNet, EnergyNetConfig};
use super::gradient;
use super::learned::{Learned, Model};
use super::replay_buffer::ReplayBuffer;
use super::score_matching::{denoising, implicit, sliced, sliced_variance_reduced};
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::kernel::{Plan, Rates};
use crate::numerics::noise::{Noise, Stream};
use crate::settings::{EbmSettings, Objective, Slicing};
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, Optimizer};
use burn::tensor::{Device, Tensor, TensorData};

/// Spread of the noise that chains start from, in standard deviations of the data.
const SPREAD: f64 = 2.0;

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
        let mut chains = Noise::new(seed, Stream::Negatives);
        let buffer = (objective == Objective::Pcd).then(|| {
            ReplayBuffer::new(settings.buffer, settings.batch_size, device, || {
                noise_starts(units, settings.batch_size, &mut chains)
            })
        });
        let config = EnergyNetConfig::of(settings);
        let model = Model::new(objective, settings, device, |device| {
            config.init(&mut Noise::new(seed, Stream::Weights), device)
        });
        Self {
            learned: Learned { plan: Plan::energy(settings), model, buffer, steps: 0 },
            objective,
            batches: Noise::new(seed, Stream::Batches),
            chains,
            units: *units,
            device: device.clone(),
        }
    }

    /// Where no step is taken yet: goes on after `steps` steps of an earlier run of this `seed`, whose weights were
    /// `weights`, in the order of [`Plan::layers`]. Adam's moments and persistent chains start anew, and
    /// rows and chains are drawn that the earlier run has not had.
    ///
    /// # Panics
    /// If there are more or fewer weights than [`EbmSettings::weights`].
    pub fn restore(&mut self, settings: &EbmSettings, seed: u32, weights: &[f32], steps: usize) {
        let config = EnergyNetConfig::of(settings);
        self.learned.model = Model::new(self.objective, settings, &self.device, |device| {
            config.with_parameters(weights, device)
        });
        self.learned.steps = steps;
        self.batches = Noise::after(seed, Stream::Batches, steps);
        self.chains = Noise::after(seed, Stream::Negatives, steps);
    }

    /// All that training goes on from, to the bit: words of the host, and values that lie on the device.
    pub fn state(&self) -> (Vec<u64>, Tensor<1>) {
        let (seen, values) = self.learned.model.state();
        let (turn, places) = self.learned.buffer.as_ref().map(ReplayBuffer::state).unzip();
        let words = [self.learned.steps as u64, seen, turn.unwrap_or_default()].into_iter();
        let words = words.chain(self.batches.place()).chain(self.chains.place()).collect();
        (words, Tensor::cat([values].into_iter().chain(places).collect(), 0))
    }

    /// Goes on from the [state](Self::state) of a trainer of the same settings, objective and seed.
    ///
    /// # Panics
    /// If it is that of another network.
    pub fn resume(&mut self, words: &[u64], values: &[f32]) {
        let &[steps, seen, turn, batches, row, chains, normal] = words else { panic!("words of no trainer") };
        self.learned.steps = steps as usize;
        let places = self.learned.model.resume(seen, values, self.learned.plan.weights(), &self.device);
        if let Some(buffer) = &mut self.learned.buffer {
            buffer.resume(turn, places, &self.device);
        }
        self.batches.resume([batches, row]);
        self.chains.resume([chains, normal]);
    }

    pub fn device(&self) -> &Device {
        &self.device
    }

    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// One step on `data` (data units).
    pub fn step(&mut self, data: &[Point], settings: &EbmSettings) -> Step {
        let rows = settings.batch_size;
        let batch = draw_batch(data, rows, settings.jitter, &mut self.batches);
        let x = Tensor::<2>::from_data(TensorData::new(batch, [rows, 2]), &self.device);
        let negatives = self.objective.is_contrastive().then(|| self.find_negatives(x.clone(), settings));
        let rates = Rates {
            rate: settings.learning_rate_at(self.learned.steps),
            beta1: settings.beta1,
            clip: settings.clip,
            decay: 0.0,
        };
        let numbers = match (&mut self.learned.model, &negatives) {
            (Model::Contrast(trained), Some(negatives)) => {
                trained.contrast_step(x, negatives.clone(), settings.penalty, rates)
            }
            _ => self.descend_score(x, settings, rates.rate),
        };
        self.learned.steps += 1;
        Step { numbers, negatives }
    }

    /// A step of score matching through Burn's autodiff. Its numbers: see [`Step`].
    fn descend_score(&mut self, x: Tensor<2>, settings: &EbmSettings, rate: f64) -> Tensor<1> {
        let energy = self.learned.network().energy(x.clone()).mean();
        let nothing = Tensor::zeros([1], &self.device);
        let Model::Score { network, adam } = &mut self.learned.model else {
            unreachable!("objectives without negatives are learned by autodiff");
        };
        let x = Tensor::from_inner(x);
        let loss = score_loss(self.objective, network, x, settings, &mut self.batches);
        let mut gradients = GradientsParams::from_grads(loss.backward(), network);
        let norm = gradient::clip(network, &mut gradients, settings.clip);
        let gradient = gradient::flat(network, &mut gradients);
        let descent = AdamConfig::new().with_beta_1(settings.beta1 as f32).with_epsilon(1e-8).build();
        let weights = network.valid().parameters();
        let (weights, state) = descent.step(rate, weights, gradient, adam.take().map(|adam| *adam));
        (*network, *adam) = (network.clone().with_weights(weights), state.map(Box::new));
        Tensor::cat(vec![loss.inner(), energy, nothing.clone(), norm, nothing], 0)
    }

    /// Where the model's own samples are said to be: the ends of short Langevin chains, `[rows, 2]`. Those of the `batch`
    /// are where chains from data begin.
    fn find_negatives(&mut self, batch: Tensor<2>, settings: &EbmSettings) -> Tensor<2> {
        let rows = batch.dims()[0];
        let noise = &mut self.chains;
        let place = |places: Vec<f32>| {
            let rows = places.len() / 2;
            Tensor::from_data(TensorData::new(places, [rows, 2]), &self.device)
        };
        let start = match (&self.learned.buffer, self.objective) {
            (Some(buffer), _) => {
                let restart: Vec<bool> =
                    (0..rows).map(|_| noise.uniform() < settings.restart_share).collect();
                buffer.take(&restart, noise_starts(&self.units, rows, noise))
            }
            (None, Objective::ShortRun) => place(noise_starts(&self.units, rows, noise)),
            _ => batch,
        };
        let normals = place(noise.normals(2 * rows * settings.langevin_steps));
        let (step, noise_scale) = (settings.langevin_step, settings.noise_scale);
        let end = self.learned.network().langevin(start, normals, step, noise_scale);
        if let Some(buffer) = &mut self.learned.buffer {
            buffer.put(end.clone());
        }
        end
    }
}

/// # Shapes
/// `x` `[rows, 2]` → one element.
fn score_loss(
    objective: Objective,
    network: &EnergyNet,
    x: Tensor<2>,
    settings: &EbmSettings,
    noise: &mut Noise,
) -> Tensor<1> {
    let shape = x.dims();
    if objective == Objective::Implicit {
        return implicit(network, x);
    }
    let normals = Tensor::from_data(TensorData::new(noise.normals(shape[0] * 2), shape), &x.device());
    match (objective, settings.slicing) {
        (Objective::Sliced, Slicing::VarianceReduced) => sliced_variance_reduced(network, x, normals),
        (Objective::Sliced, Slicing::Plain) => sliced(network, x, normals),
        // Each point with its noise and with the opposite one: what is odd in the noise cancels out.
        _ => {
            let (twice, both) = (vec![x.clone(), x], vec![normals.clone(), -normals]);
            denoising(network, Tensor::cat(twice, 0), Tensor::cat(both, 0), settings.blur)
        }
    }
}

impl EnergyNetConfig {
    pub fn of(settings: &EbmSettings) -> Self {
        Self { width: settings.width, depth: settings.depth, activation: settings.activation }
    }
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
