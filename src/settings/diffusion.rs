//! What a reader can set in the diffusion chapter.

use super::range::{DIFFUSION, defaults};
use serde::{Deserialize, Serialize};

/// The network that predicts the noise ε.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// Hidden layers of equal width with SiLU between them.
    Mlp,
    /// Blocks of linear → SiLU → linear, each added to its own input.
    #[default]
    ResidualMlp,
}

/// The noise schedule β_t.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScheduleKind {
    /// β from 1e-4 to .02 whatever T is (Ho et al. 2020, made for T = 1000).
    Linear,
    /// The same line scaled by 1000 / T, so that the last step is noise for every T.
    RescaledLinear,
    /// Nichol & Dhariwal 2021.
    #[default]
    Cosine,
}

/// Which of the T timesteps a sampler of fewer steps visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    /// Multiples of T / steps, from 0: the last timestep T − 1 is left out.
    Leading,
    /// Counts down from T − 1, so that sampling starts where noise is strongest.
    #[default]
    Trailing,
}

/// How the training points are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MoonsLayout {
    /// Angles drawn uniformly and each point's moon by a fair coin.
    #[default]
    Independent,
    /// scikit-learn's `make_moons`: an even grid of angles, half of the points on each moon.
    Grid,
}

/// How the learning rate moves over the planned training steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearningRateSchedule {
    Constant,
    /// Falls along half a cosine to 0 (Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts).
    #[default]
    Cosine,
}

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
    /// Rows of one training step.
    pub batch_size: usize,
    /// Adam's step size, at its largest.
    pub learning_rate: f64,
    pub learning_rate_schedule: LearningRateSchedule,
    /// Decay of the moving average of the weights that samples are drawn from; 0 turns it off.
    pub ema_decay: f64,
    /// Training stops here by itself.
    pub train_steps: usize,
    pub layout: MoonsLayout,
    /// Number of training points.
    pub points: usize,
    /// σ of the Gaussian that blurs the two arcs, in data units.
    pub data_noise: f64,
    /// DDIM steps of one sample.
    pub sampler_steps: usize,
    /// DDIM's η: 0 is deterministic, 1 has the noise of ancestral sampling.
    pub eta: f64,
    pub spacing: Spacing,
    /// Clip the predicted clean point to the range of the data.
    pub clip: bool,
}

impl DiffusionSettings {
    /// Adam's step size after `step` steps. It never falls below a hundredth, so that training past the
    /// planned steps still learns.
    pub fn learning_rate_at(&self, step: usize) -> f64 {
        let done = (step as f64 / self.train_steps.max(1) as f64).min(1.0);
        self.learning_rate
            * match self.learning_rate_schedule {
                LearningRateSchedule::Constant => 1.0,
                LearningRateSchedule::Cosine => (0.5 * (1.0 + (std::f64::consts::PI * done).cos())).max(0.01),
            }
    }

    /// Whether going from `self` to `other` needs a new run: everything but the knobs that act live.
    pub fn needs_restart(&self, other: &Self) -> bool {
        let live = Self {
            learning_rate: self.learning_rate,
            learning_rate_schedule: self.learning_rate_schedule,
            ema_decay: self.ema_decay,
            train_steps: self.train_steps,
            sampler_steps: self.sampler_steps,
            eta: self.eta,
            spacing: self.spacing,
            clip: self.clip,
            ..other.clone()
        };
        *self != live
    }

    /// Whether going from `self` to `other` changes how samples are drawn.
    pub fn changes_sampler(&self, other: &Self) -> bool {
        (self.sampler_steps, self.spacing, self.clip) != (other.sampler_steps, other.spacing, other.clip)
            || self.eta != other.eta
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
                batch_size: 0,
                learning_rate: 0.0,
                learning_rate_schedule: LearningRateSchedule::default(),
                ema_decay: 0.0,
                train_steps: 0,
                layout: MoonsLayout::default(),
                points: 0,
                data_noise: 0.0,
                sampler_steps: 0,
                eta: 0.0,
                spacing: Spacing::default(),
                clip: true,
            },
        )
    }
}
