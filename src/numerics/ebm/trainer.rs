//! Training of an energy network: batch, negatives, loss, gradient, Adam.

use super::energy_net::EnergyNet;
use super::gradient;
use super::noise_contrastive::{contrast_noise, noise_contrastive};
use super::replay_buffer::ReplayBuffer;
use super::score_matching::{denoising, implicit, sliced, sliced_variance_reduced};
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::kernel::{Plan, Rates, Trained};
use crate::numerics::nn::FlatNet;
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{EbmSettings, Objective, Slicing};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};

/// Spread of the noise that chains start from, in standard deviations of the data.
const SPREAD: f64 = 2.0;

/// Weights and the optimiser's state. A clone is cheap: tensors are shared until one side changes them.
#[derive(Clone)]
pub struct TrainState {
    trained: Trained,
    buffer: Option<ReplayBuffer>,
    /// Steps done.
    pub steps: usize,
}

impl TrainState {
    pub fn network(&self) -> FlatNet {
        self.trained.network()
    }
}

/// A network in training.
pub struct Trainer {
    pub learned: TrainState,
    objective: Objective,
    batches: Rng,
    chains: Rng,
    /// Where the data lie and how far they spread.
    units: Standardise,
    device: Device,
}

/// What one training step brought; nothing is read back.
pub struct Step {
    /// Loss, mean energy of the data, mean energy of the negatives, norm of the gradient by the weights, and the largest
    /// coordinate of a negative, `[5]`. Of objectives that have no negatives, 0 stands for what concerns them.
    pub numbers: Tensor<1>,
    /// Where the chains that found the negatives ended, `[rows, 2]`; none of other objectives.
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
        let mut chains = Rng::new(seed, Stream::Negatives);
        let buffer = (objective == Objective::Pcd).then(|| {
            ReplayBuffer::new(settings.buffer, settings.batch_size, device, || {
                noise_starts(units, settings.batch_size, &mut chains)
            })
        });
        let weights = EnergyNet::init(settings, &mut Rng::new(seed, Stream::Weights), device).parameters();
        let network = FlatNet::new(Plan::energy(settings), weights);
        let trained = Trained::new(network.clone(), network);
        Self {
            learned: TrainState { trained, buffer, steps: 0 },
            objective,
            batches: Rng::new(seed, Stream::Batches),
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
        let network = FlatNet::with_weights(Plan::energy(settings), weights, &self.device);
        self.learned.trained = Trained::new(network.clone(), network);
        self.learned.steps = steps;
        self.batches = Rng::after(seed, Stream::Batches, steps);
        self.chains = Rng::after(seed, Stream::Negatives, steps);
    }

    /// All that training goes on from, to the bit: words of the host, and values that lie on the device.
    pub fn state(&self) -> (Vec<u64>, Tensor<1>) {
        let (seen, values) = self.learned.trained.state();
        let (turn, chains) = self.learned.buffer.as_ref().map(ReplayBuffer::state).unzip();
        let words = [self.learned.steps as u64, seen, turn.unwrap_or_default()].into_iter();
        let words = words.chain(self.batches.place()).chain(self.chains.place()).collect();
        (words, Tensor::cat([values].into_iter().chain(chains).collect(), 0))
    }

    /// Goes on from the [state](Self::state) of a trainer of the same settings, objective and seed: the first of `values`, which
    /// are taken.
    ///
    /// # Panics
    /// If it is that of another network.
    pub fn resume(&mut self, words: &[u64], values: &mut &[f32]) {
        let &[steps, seen, turn, batches, row, chains, normal] = words else { panic!("words of no trainer") };
        self.learned.steps = steps as usize;
        self.learned.trained.resume(seen, values, &self.device);
        if let Some(buffer) = &mut self.learned.buffer {
            buffer.resume(turn, values);
        }
        self.batches.resume([batches, row]);
        self.chains.resume([chains, normal]);
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
        let numbers = match &negatives {
            Some(negatives) => {
                self.learned.trained.contrast_step(x, negatives.clone(), settings.penalty, rates)
            }
            None => self.descend_loss(x, settings, rates),
        };
        self.learned.steps += 1;
        Step { numbers, negatives }
    }

    /// A step on a loss through Burn's autodiff. Its numbers: see [`Step`].
    fn descend_loss(&mut self, x: Tensor<2>, settings: &EbmSettings, rates: Rates) -> Tensor<1> {
        let flat = self.learned.network();
        let energy = flat.energy(x.clone()).mean();
        let nothing = Tensor::zeros([1], &self.device);
        let network = EnergyNet::with_parameters(settings, &Tensor::from_inner(flat.weights().clone()));
        let x = Tensor::from_inner(x);
        let loss = loss(self.objective, &network, x, settings, &self.units, &mut self.batches);
        let mut gradients = GradientsParams::from_grads(loss.backward(), &network);
        let norm = gradient::clip(&network, &mut gradients, rates.clip);
        self.learned.trained.descend(gradient::flat(&network, gradients), rates);
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
fn loss(
    objective: Objective,
    network: &EnergyNet,
    x: Tensor<2>,
    settings: &EbmSettings,
    units: &Standardise,
    rng: &mut Rng,
) -> Tensor<1> {
    let (shape, device) = (x.dims(), x.device());
    let mut normals = || Tensor::from_data(TensorData::new(rng.normals(shape[0] * 2), shape), &device);
    match objective {
        Objective::Implicit => implicit(network, x),
        Objective::Sliced => match settings.slicing {
            Slicing::VarianceReduced => sliced_variance_reduced(network, x, normals()),
            Slicing::Plain => sliced(network, x, normals()),
        },
        // Each point with its noise and with the opposite one: what is odd in the noise cancels out.
        Objective::Denoising => {
            let normals = normals();
            let (twice, both) = (vec![x.clone(), x], vec![normals.clone(), -normals]);
            denoising(network, Tensor::cat(twice, 0), Tensor::cat(both, 0), settings.blur)
        }
        Objective::Nce => noise_contrastive(network, &contrast_noise(units, settings), x, normals()),
        Objective::Cd | Objective::ShortRun | Objective::Pcd => unreachable!("learned from negatives"),
    }
}

/// `rows` points of `data` with noise of standard deviation `jitter` on them, `[rows, 2]`.
fn draw_batch(data: &[Point], rows: usize, jitter: f64, rng: &mut Rng) -> Vec<f32> {
    let row = |_| {
        let point = data[rng.below(data.len())];
        point.map(|place| (if jitter > 0.0 { place + jitter * rng.normal() } else { place }) as f32)
    };
    (0..rows).flat_map(row).collect()
}

/// `rows` places that know nothing of the data but where they lie and how far they spread, `[rows, 2]`.
pub fn noise_starts(units: &Standardise, rows: usize, rng: &mut Rng) -> Vec<f32> {
    let row = |_| [0, 1].map(|axis| (units.mean[axis] + SPREAD * units.std[axis] * rng.normal()) as f32);
    (0..rows).flat_map(row).collect()
}
