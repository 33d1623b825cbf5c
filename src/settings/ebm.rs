//! What a reader can set in the chapter on learning an energy.

use super::layers;
use super::mcmc::{McmcSettings, Sampler};
use super::range::{EBM, defaults};
use serde::{Deserialize, Serialize};

/// What the energy network is trained on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Contrastive divergence whose chains start from data: CD-k (Hinton 2002).
    #[default]
    Cd,
    /// Contrastive divergence whose chains start from noise each time (Nijkamp et al. 2019).
    ShortRun,
    /// Contrastive divergence whose chains go on where they were: PCD (Tieleman 2008).
    Pcd,
    /// Denoising score matching (Vincent 2011).
    Denoising,
    /// Sliced score matching (Song et al. 2019).
    Sliced,
    /// Implicit score matching (Hyvärinen 2005).
    Implicit,
}

impl Objective {
    /// Whether it learns from samples of the model, so that training runs Langevin chains.
    pub fn is_contrastive(self) -> bool {
        matches!(self, Self::Cd | Self::ShortRun | Self::Pcd)
    }
}

/// The network's nonlinearity; all are smooth, for the gradient of an energy is what moves its samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    #[default]
    Silu,
    Softplus,
    Tanh,
}

/// How a score matching objective estimates the curvature it needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slicing {
    /// ½ |∇E|² − vᵀ∇²E v.
    #[default]
    VarianceReduced,
    /// ½ (v·∇E)² − vᵀ∇²E v.
    Plain,
}

/// What stands beside the learned energy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    #[default]
    Nothing,
    /// The exact density, with walkers of its own.
    Exact,
    /// A second network, from the same weights and data, trained on another objective.
    Rival,
}

choices! {
/// How walkers sample an energy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Walk {
    /// Unadjusted, at the true temperature.
    #[default]
    Langevin,
    /// Unadjusted, from hot to the true temperature.
    Annealed,
    Mala,
    Hmc,
}
}

impl Walk {
    /// The Markov chain sampler that it is.
    pub fn sampler(self) -> Sampler {
        match self {
            Self::Langevin | Self::Annealed => Sampler::Ula,
            Self::Mala => Sampler::Mala,
            Self::Hmc => Sampler::Hmc,
        }
    }
}

/// Where walkers start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WalkStart {
    /// A standard normal twice as wide as the data, about their mean.
    #[default]
    Noise,
    /// Points of the data.
    Data,
    /// Points of the upper moon.
    OneMoon,
}

/// What the stage shows of an energy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// The density that the energy stands for.
    #[default]
    Density,
    /// The energy itself.
    Energy,
    /// Learned density minus the exact one.
    Difference,
}

/// Settings of the chapter. Numbers have their ranges in [`super::range`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EbmSettings {
    pub objective: Objective,
    pub beside: Beside,
    /// What the network beside is trained on.
    pub rival: Objective,
    /// Units of each hidden layer.
    pub width: usize,
    /// Hidden layers.
    pub depth: usize,
    pub activation: Activation,
    /// Rows of one training step.
    pub batch_size: usize,
    /// Adam's step size, at its largest; it falls along half a cosine.
    pub learning_rate: f64,
    /// Adam's β₁.
    pub beta1: f64,
    /// Training stops here by itself.
    pub train_steps: usize,
    /// k, Langevin steps of the chains that find negatives.
    pub langevin_steps: usize,
    /// ε of these steps, data units.
    pub langevin_step: f64,
    /// τ: their noise relative to the true temperature's.
    pub noise_scale: f64,
    /// Weight of the energies' squares in the loss.
    pub penalty: f64,
    /// Longest gradient by the weights; 0 for any.
    pub clip: f64,
    /// Standard deviation of noise added to the data of each step, data units.
    pub jitter: f64,
    /// Share of persistent chains that start anew in a step.
    pub restart_share: f64,
    /// Persistent chains.
    pub buffer: usize,
    /// σ of denoising score matching, data units.
    pub blur: f64,
    pub slicing: Slicing,
    /// Number of training points.
    pub points: usize,
    /// σ of the two moons, data units.
    pub data_noise: f64,
    pub walk: Walk,
    pub walk_start: WalkStart,
    pub walkers: usize,
    /// ε of the walkers' Langevin and MALA steps, data units.
    pub walk_step: f64,
    /// ε of one leapfrog step.
    pub walk_leapfrog: f64,
    pub leapfrog_steps: usize,
    /// Steps over which annealed Langevin cools down.
    pub anneal_steps: usize,
    /// Temperature it starts at.
    pub hottest: f64,
    /// Steps of the walkers a second; 0 holds them.
    pub pace: f64,
    pub picture: Picture,
}

impl EbmSettings {
    /// Adam's step size after `step` steps. It never falls below a hundredth, so that training past the planned steps
    /// still learns.
    pub fn learning_rate_at(&self, step: usize) -> f64 {
        let done = (step as f64 / self.train_steps.max(1) as f64).min(1.0);
        self.learning_rate * (0.5 * (1.0 + (std::f64::consts::PI * done).cos())).max(0.01)
    }

    /// Inputs and outputs of each layer of the network.
    pub fn layers(&self) -> Vec<[usize; 2]> {
        layers::mlp(2, self.width, self.depth, 1)
    }

    /// Weights and biases of the network.
    pub fn weights(&self) -> usize {
        layers::count(&self.layers())
    }

    /// The walkers as Markov chains, whose settings are those of the chapter on sampling.
    pub fn chains(&self) -> McmcSettings {
        McmcSettings {
            sampler: self.walk.sampler(),
            chains: self.walkers,
            sigma: self.data_noise,
            step_langevin: self.walk_step,
            step_hmc: self.walk_leapfrog,
            leapfrog_steps: self.leapfrog_steps,
            ..McmcSettings::default()
        }
    }

    /// Whether going from `self` to `other` needs a new run: everything but the knobs that act live.
    pub fn needs_restart(&self, other: &Self) -> bool {
        let live = Self {
            learning_rate: self.learning_rate,
            train_steps: self.train_steps,
            langevin_steps: self.langevin_steps,
            langevin_step: self.langevin_step,
            noise_scale: self.noise_scale,
            penalty: self.penalty,
            clip: self.clip,
            jitter: self.jitter,
            restart_share: self.restart_share,
            blur: self.blur,
            slicing: self.slicing,
            walk: self.walk,
            walk_start: self.walk_start,
            walkers: self.walkers,
            walk_step: self.walk_step,
            walk_leapfrog: self.walk_leapfrog,
            leapfrog_steps: self.leapfrog_steps,
            anneal_steps: self.anneal_steps,
            hottest: self.hottest,
            pace: self.pace,
            picture: self.picture,
            ..other.clone()
        };
        *self != live
    }
}

impl Default for EbmSettings {
    fn default() -> Self {
        defaults(
            EBM,
            Self {
                objective: Objective::default(),
                beside: Beside::default(),
                rival: Objective::Denoising,
                width: 0,
                depth: 0,
                activation: Activation::default(),
                batch_size: 0,
                learning_rate: 0.0,
                beta1: 0.0,
                train_steps: 0,
                langevin_steps: 0,
                langevin_step: 0.0,
                noise_scale: 0.0,
                penalty: 0.0,
                clip: 0.0,
                jitter: 0.0,
                restart_share: 0.0,
                buffer: 0,
                blur: 0.0,
                slicing: Slicing::default(),
                points: 0,
                data_noise: 0.0,
                walk: Walk::default(),
                walk_start: WalkStart::default(),
                walkers: 0,
                walk_step: 0.0,
                walk_leapfrog: 0.0,
                leapfrog_steps: 0,
                anneal_steps: 0,
                hottest: 0.0,
                pace: 0.0,
                picture: Picture::default(),
            },
        )
    }
}
