//! Choices of what is trained, on what, and how.

use serde::{Deserialize, Serialize};

/// The network that makes the prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// Hidden layers of equal width with SiLU between them.
    #[default]
    Mlp,
    /// Blocks of linear → SiLU → linear, each added to its own input.
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
    /// √β on a line, scaled likewise (Rombach et al. 2022).
    ScaledLinear,
    /// Nichol & Dhariwal 2021.
    #[default]
    Cosine,
}

/// What the network is trained to say about x_t = a x₀ + b ε.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prediction {
    /// The noise ε (Ho et al. 2020).
    #[default]
    Noise,
    /// The clean point x₀.
    Clean,
    /// v = a ε − b x₀ (Salimans & Ho 2022).
    Velocity,
    /// u = ε − x₀ along straight paths, a = 1 − s and b = s, instead of a noise schedule: flow matching (Lipman et al.
    /// 2023; Liu et al. 2023).
    Flow,
}

/// How the timestep of each training row is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestepDraw {
    #[default]
    Uniform,
    /// More often where squared losses are large, the weight taken back in the loss (Nichol & Dhariwal 2021, §3.3).
    Importance,
}

/// How the losses of different timesteps are weighed against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossWeighting {
    /// All alike (L_simple of Ho et al. 2020).
    #[default]
    Simple,
    /// By the smaller of the signal-to-noise ratio and 5, as a loss in x₀ (Hang et al. 2023).
    MinSnr,
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

/// How the learning rate moves over the planned training steps, once it has warmed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearningRateSchedule {
    Constant,
    /// Falls along half a cosine to 0 (Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts).
    #[default]
    Cosine,
}
