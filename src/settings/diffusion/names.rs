//! What the chapter's choices are called.

use super::{
    AskedMoon, Clip, Compose, CorrectorKind, DiffusionBeside, FateLayer, Fork, LearningRateSchedule,
    LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, Spacing, TimestepDraw,
};

pub const NETWORKS: &[(Network, &str)] = &[(Network::Mlp, "MLP"), (Network::ResidualMlp, "Residual MLP")];
pub const SCHEDULES: &[(ScheduleKind, &str)] = &[
    (ScheduleKind::Cosine, "Cosine"),
    (ScheduleKind::RescaledLinear, "Linear, rescaled to T"),
    (ScheduleKind::ScaledLinear, "Linear in √β, rescaled to T"),
    (ScheduleKind::Linear, "Linear (for T = 1000)"),
];
pub const PREDICTIONS: &[(Prediction, &str)] = &[
    (Prediction::Noise, "ε, the noise"),
    (Prediction::Clean, "x₀, the clean point"),
    (Prediction::Velocity, "v = a ε − b x₀"),
    (Prediction::Flow, "u, flow matching"),
];
pub const SPACINGS: &[(Spacing, &str)] = &[
    (Spacing::Trailing, "Trailing"),
    (Spacing::Leading, "Leading"),
    (Spacing::Linspace, "Linspace"),
    (Spacing::Karras, "Karras"),
];
pub const CLIPS: &[(Clip, &str)] =
    &[(Clip::Data, "To the range of the data"), (Clip::Unit, "To ±1, as for images"), (Clip::Off, "Off")];
pub const ASKED: &[(AskedMoon, &str)] = &[
    (AskedMoon::Both, "Both, half each"),
    (AskedMoon::Upper, "The first part"),
    (AskedMoon::Lower, "The second part"),
];
pub const FATES: &[(FateLayer, &str)] =
    &[(FateLayer::Off, "off"), (FateLayer::Exact, "exact"), (FateLayer::Learned, "learned")];
pub const RATES: &[(LearningRateSchedule, &str)] =
    &[(LearningRateSchedule::Cosine, "Falls to 0 (cosine)"), (LearningRateSchedule::Constant, "Constant")];
pub const DRAWS: &[(TimestepDraw, &str)] =
    &[(TimestepDraw::Uniform, "Uniform"), (TimestepDraw::Importance, "By importance")];
pub const WEIGHTINGS: &[(LossWeighting, &str)] =
    &[(LossWeighting::Simple, "All the same"), (LossWeighting::MinSnr, "Min-SNR-5")];
pub const LAYOUTS: &[(MoonsLayout, &str)] =
    &[(MoonsLayout::Independent, "Independent draws"), (MoonsLayout::Grid, "Even grid (make_moons)")];
pub const BESIDE: &[(DiffusionBeside, &str)] = &[
    (DiffusionBeside::Nothing, "Nothing"),
    (DiffusionBeside::Forward, "The data, noised"),
    (DiffusionBeside::Copies, "Copies of the data"),
    (DiffusionBeside::Composed, "A composition"),
    (DiffusionBeside::Fork, "A second run"),
];
pub const COMPOSITIONS: &[(Compose, &str)] = &[
    (Compose::HalfPlane, "Data and a half-plane"),
    (Compose::Ring, "Data and a ring"),
    (Compose::Without, "Data without a blob"),
    (Compose::Either, "Data or a blob"),
];
pub const CORRECTORS: &[(CorrectorKind, &str)] = &[
    (CorrectorKind::None, "None"),
    (CorrectorKind::RandomWalk, "Random walk, wide"),
    (CorrectorKind::Mala, "MALA"),
    (CorrectorKind::Hmc, "HMC"),
];
pub const FORKS: &[(Fork, &str)] = &[
    (Fork::Schedule, "Schedule"),
    (Fork::Network, "Network"),
    (Fork::Clip, "Clipping"),
    (Fork::Prediction, "Prediction"),
    (Fork::Averaging, "Weight averaging"),
];
