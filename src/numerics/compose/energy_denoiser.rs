//! A denoiser that is the gradient of an energy: E(x, t) with the timestep as an input.
//!
//! A network that says ε̂ outright has a score, −ε̂ / b, which need not be the gradient of anything. Here a network says one number
//! e(x, t), ε̂ is its gradient by x, and E = e / b is the energy of the noised data, so that log p_t = −E up to a constant: what a
//! Metropolis step needs (Du et al. 2023, arXiv:2302.11552, §5; Salimans & Ho 2021, "Should EBMs model the energy or the score?").
//! It is trained on the loss of denoising, through a gradient in the network's own forward pass.

use crate::numerics::diffusion::Level;
use crate::numerics::diffusion::TrainSet;
use crate::numerics::diffusion::loss::{Batch, Timesteps};
use crate::numerics::ebm::learned_density::NetDensity;
use crate::numerics::ebm::{EnergyNet, gradient};
use crate::numerics::kernel::ops::{COLUMNS, INPUT, TARGET};
use crate::numerics::kernel::{Plan, Rates, Trained};
use crate::numerics::nn::{FlatNet, TimeEmbedding};
use crate::numerics::{Rng, Stream};
use crate::settings::{DiffusionSettings, LossWeighting, Prediction};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};

/// The longest gradient by all weights together: now and then a batch has one a hundred times as long as usual.
const CLIP: f64 = 1.0;

/// An energy network in training, on rows that ask for the noise.
pub struct EnergyDenoiserTrainer {
    trained: Trained,
    plan: Plan,
    batches: Rng,
    device: Device,
    /// Steps done.
    pub steps: usize,
}

impl EnergyDenoiserTrainer {
    /// Fresh weights on `device` (without autodiff), with the width and depth of `settings`, and Adam.
    pub fn new(settings: &DiffusionSettings, seed: u32, device: &Device) -> Self {
        let plan = Plan::time_energy(settings);
        let weights = EnergyNet::of_plan(&plan, &mut Rng::new(seed, Stream::Weights), device).parameters();
        let network = FlatNet::new(plan, weights);
        Self {
            trained: Trained::new(network.clone(), network),
            plan,
            batches: Rng::new(seed, Stream::Batches),
            device: device.clone(),
            steps: 0,
        }
    }

    /// One step on rows drawn from `train_set`: its loss, mean |∇e − ε|² / 2, one element, not read back.
    ///
    /// # Panics
    /// If those rows ask for something else than the noise.
    pub fn step(&mut self, train_set: &TrainSet, settings: &DiffusionSettings) -> Tensor<1> {
        assert_eq!(train_set.prediction, Prediction::Noise, "a gradient is trained to be the noise");
        let batch = Batch::draw(train_set, &Timesteps::Uniform, LossWeighting::Simple, &mut self.batches);
        let (mut input, mut wanted) = (Vec::new(), Vec::new());
        for (row, &t) in batch.rows.as_chunks::<COLUMNS>().0.iter().zip(&batch.timesteps) {
            input.extend_from_slice(&row[INPUT..][..2]);
            input.extend_from_slice(train_set.embedding.features(t));
            wanted.extend_from_slice(&row[TARGET..][..2]);
        }
        let weights = Tensor::from_inner(self.trained.network().weights().clone());
        let network = EnergyNet::of_plan_with_parameters(&self.plan, &weights);
        let rows = batch.timesteps.len();
        let tensor = |values: Vec<f32>| {
            let columns = values.len() / rows;
            Tensor::from_inner(Tensor::<2>::from_data(TensorData::new(values, [rows, columns]), &self.device))
        };
        let predicted = network.gradient(tensor(input)).narrow(1, 0, 2);
        let loss = (predicted - tensor(wanted)).square().mean();
        let mut gradients = GradientsParams::from_grads(loss.backward(), &network);
        gradient::clip(&network, &mut gradients, CLIP);
        let rates = Rates { rate: settings.learning_rate_at(self.steps), beta1: 0.9, clip: CLIP, decay: 0.0 };
        self.trained.descend(gradient::flat(&network, gradients), rates);
        self.steps += 1;
        loss.inner()
    }

    /// The newest weights, to be read back, in the order of [`Plan::layers`]. A learning rate that has fallen stands in for
    /// averaging them.
    pub fn weights(&self) -> Tensor<1> {
        self.trained.network().weights().clone()
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// log p_t = −e(x, t) / b on the host, up to a constant: the density of one timestep for any sampler of known densities.
///
/// # Panics
/// If there are more or fewer weights than the plan has.
pub fn density_at(
    plan: &Plan,
    weights: &[f32],
    embedding: &TimeEmbedding,
    t: usize,
    level: Level,
) -> NetDensity {
    NetDensity::new(plan, weights, embedding.features(t), level.noise_rate / level.size())
}
