//! What a reader can set in the diffusion chapter.

mod fork;
mod sampling;
mod training;

pub use fork::{DiffusionBeside, Fork};
pub use sampling::{AskedMoon, Clip, DiffusionSampler, Spacing};
pub use training::{
    LearningRateSchedule, LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, TimestepDraw,
};

use super::layers;
use super::range::{DIFFUSION, defaults};
use serde::{Deserialize, Serialize};

/// Features by which a network is told the timestep: sines and cosines.
pub const TIME_FEATURES: usize = 64;
/// Features by which a network that knows classes is told one of two.
pub const CLASSES: usize = 2;

/// Settings of the diffusion chapter. Numbers have their ranges in [`super::range`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffusionSettings {
    pub network: Network,
    /// Units of each hidden layer.
    pub width: usize,
    /// Hidden layers of the MLP, or blocks of the residual MLP.
    pub depth: usize,
    pub schedule: ScheduleKind,
    /// T, the number of noise levels.
    pub timesteps: usize,
    pub prediction: Prediction,
    /// The network is told which moon a point is from, in nine rows of ten.
    pub conditional: bool,
    /// Rows of one training step.
    pub batch_size: usize,
    /// Adam's step size, at its largest.
    pub learning_rate: f64,
    pub learning_rate_schedule: LearningRateSchedule,
    /// Training steps over which the learning rate rises from 0 to its largest.
    pub warm_up: usize,
    pub timestep_draw: TimestepDraw,
    pub loss_weighting: LossWeighting,
    /// Decay of the moving average of the weights that samples are drawn from; 0 turns it off.
    pub ema_decay: f64,
    /// Training stops here by itself.
    pub train_steps: usize,
    pub layout: MoonsLayout,
    /// Number of training points.
    pub points: usize,
    /// σ of the Gaussian that blurs the two arcs, in data units.
    pub data_noise: f64,
    pub sampler: DiffusionSampler,
    /// Steps of one sample, at most T.
    pub sampler_steps: usize,
    /// DDIM's η: 0 is deterministic, 1 has the noise of ancestral sampling.
    pub eta: f64,
    pub spacing: Spacing,
    pub clip: Clip,
    /// Which moon a conditional model is asked for.
    pub asked: AskedMoon,
    /// Weight w of classifier-free guidance: ε = ε(no class) + w (ε(class) − ε(no class)) (Ho & Salimans 2022, whose
    /// weight is this one less 1). 0 ignores the class, 1 asks for it, more exaggerates it.
    pub guidance: f64,
    pub beside: DiffusionBeside,
    pub fork: Fork,
}

impl DiffusionSettings {
    /// Adam's step size after `step` steps. Once warmed up it never falls below a hundredth, so that training past the
    /// planned steps still learns.
    pub fn learning_rate_at(&self, step: usize) -> f64 {
        let warm = ((step + 1) as f64 / self.warm_up.max(1) as f64).min(1.0);
        let done = (step as f64 / self.train_steps.max(1) as f64).min(1.0);
        let fallen = match self.learning_rate_schedule {
            LearningRateSchedule::Constant => 1.0,
            LearningRateSchedule::Cosine => (0.5 * (1.0 + (std::f64::consts::PI * done).cos())).max(0.01),
        };
        self.learning_rate * warm * fallen
    }

    /// The sampler that is used: Euler where the one chosen cannot be.
    pub fn sampler_in_use(&self) -> DiffusionSampler {
        if self.sampler.suits(self.prediction) { self.sampler } else { DiffusionSampler::Euler }
    }

    /// Network evaluations a sample takes: guidance asks twice, with the class and without.
    pub fn evaluations(&self) -> usize {
        let steps = self.sampler_in_use().evaluations(self.sampler_steps.min(self.timesteps));
        if self.guides() { 2 * steps } else { steps }
    }

    /// Whether a sample needs the prediction with the class and the one without.
    pub fn guides(&self) -> bool {
        self.conditional && self.guidance != 0.0 && self.guidance != 1.0
    }

    /// Inputs and outputs of each layer of the network.
    pub fn layers(&self) -> Vec<[usize; 2]> {
        let inputs = 2 + TIME_FEATURES + if self.conditional { CLASSES } else { 0 };
        layers::of(self.network, inputs, self.width, self.depth, 2)
    }

    /// Weights and biases of the network.
    pub fn weights(&self) -> usize {
        layers::count(&self.layers())
    }

    /// The settings of each run: the first, and the one it is forked into.
    pub fn runs(&self) -> Vec<Self> {
        let fork = self.fork_in_use().map(|fork| fork.apply(self));
        [self.clone()].into_iter().chain(fork).collect()
    }

    fn fork_in_use(&self) -> Option<Fork> {
        (self.beside == DiffusionBeside::Fork).then_some(self.fork)
    }

    /// Whether going from `self` to `other` needs a new run: everything but the knobs that act live.
    pub fn needs_restart(&self, other: &Self) -> bool {
        let live = Self {
            learning_rate: self.learning_rate,
            learning_rate_schedule: self.learning_rate_schedule,
            warm_up: self.warm_up,
            timestep_draw: self.timestep_draw,
            loss_weighting: self.loss_weighting,
            ema_decay: self.ema_decay,
            train_steps: self.train_steps,
            beside: self.beside,
            fork: self.fork,
            ..self.sampled_as(other)
        };
        *self != live || self.fork_in_use() != other.fork_in_use()
    }

    /// Whether going from `self` to `other` changes how samples are drawn.
    pub fn changes_sampler(&self, other: &Self) -> bool {
        self.sampled_as(other) != *other
    }

    /// `other` with this one's way of drawing samples.
    fn sampled_as(&self, other: &Self) -> Self {
        Self {
            sampler: self.sampler,
            sampler_steps: self.sampler_steps,
            eta: self.eta,
            spacing: self.spacing,
            clip: self.clip,
            asked: self.asked,
            guidance: self.guidance,
            ..other.clone()
        }
    }
}

impl Default for DiffusionSettings {
    fn default() -> Self {
        defaults(
            DIFFUSION,
            Self {
                network: Network::default(),
                width: 0,
                depth: 0,
                schedule: ScheduleKind::default(),
                timesteps: 0,
                prediction: Prediction::default(),
                conditional: false,
                batch_size: 0,
                learning_rate: 0.0,
                learning_rate_schedule: LearningRateSchedule::default(),
                warm_up: 0,
                timestep_draw: TimestepDraw::default(),
                loss_weighting: LossWeighting::default(),
                ema_decay: 0.0,
                train_steps: 0,
                layout: MoonsLayout::default(),
                points: 0,
                data_noise: 0.0,
                sampler: DiffusionSampler::default(),
                sampler_steps: 0,
                eta: 0.0,
                spacing: Spacing::default(),
                clip: Clip::default(),
                asked: AskedMoon::default(),
                guidance: 0.0,
                beside: DiffusionBeside::default(),
                fork: Fork::default(),
            },
        )
    }
}
