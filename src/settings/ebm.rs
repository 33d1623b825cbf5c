//! What a reader can set in the chapter on learning an energy.

use super::mcmc::{McmcSettings, Sampler};
use super::{Chapter, layers};
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
    /// Noise-contrastive estimation (Gutmann & Hyvärinen 2010), which learns log Z as well.
    Nce,
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
    Langevin => "Langevin",
    /// Unadjusted, from hot to the true temperature.
    Annealed => "Annealed Langevin",
    Mala => "MALA",
    Hmc => "HMC",
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

pub const OBJECTIVES: &[(Objective, &str)] = &[
    (Objective::Cd, "CD-k"),
    (Objective::ShortRun, "Short-run CD"),
    (Objective::Pcd, "PCD"),
    (Objective::Denoising, "Denoising score matching"),
    (Objective::Sliced, "Sliced score matching"),
    (Objective::Implicit, "Implicit score matching"),
    (Objective::Nce, "Noise contrast (NCE)"),
];
const BESIDE: &[(Beside, &str)] = &[
    (Beside::Nothing, "Nothing"),
    (Beside::Exact, "The exact density"),
    (Beside::Rival, "Another objective"),
];
const ACTIVATIONS: &[(Activation, &str)] =
    &[(Activation::Silu, "SiLU"), (Activation::Softplus, "Softplus"), (Activation::Tanh, "tanh")];
const SLICINGS: &[(Slicing, &str)] =
    &[(Slicing::VarianceReduced, "Variance reduced"), (Slicing::Plain, "Plain")];
const STARTS: &[(WalkStart, &str)] =
    &[(WalkStart::Noise, "Noise"), (WalkStart::Data, "Data"), (WalkStart::OneMoon, "One part of the data")];
const PICTURES: &[(Picture, &str)] =
    &[(Picture::Density, "density"), (Picture::Energy, "energy"), (Picture::Difference, "difference")];

settings! {
    /// Settings of the chapter.
    EbmSettings, ebm, &[Chapter::LearnAnEnergy], {
        data_noise: f64 = 0.05, restarts Data, number("σ of the data", "Gaussian blur of the data, in data units.", 0.02..=0.5, 0.01; Linear)
            .key("moon_noise");
        objective: Objective = Objective::Cd, restarts Rail, choice("Objective", "What the network is trained on.", OBJECTIVES);
        beside: Beside = Beside::Nothing, restarts Run, choice("Compare with", "Shown beside the learned energy, with its own walkers.", BESIDE);
        rival: Objective = Objective::Denoising, restarts Run, choice("Second objective", "What the second network is trained on.", OBJECTIVES)
            .key("rival_objective").shown_if(|all| all.ebm.beside == Beside::Rival);
        langevin_steps: usize = 10, live Rail, number("Langevin steps k", "Steps that the chains for negatives take in each training step.", 1.0..=100.0, 1.0; Log).in_units("steps")
            .key("k").shown_if(|all| all.ebm.trains(Objective::is_contrastive));
        langevin_step: f64 = 0.07, live Run, number("Langevin step ε", "Each step of these chains moves down the energy by ε²/2 times its gradient and adds noise of standard deviation τε.", 0.005..=0.5, 0.0; Log)
            .shown_if(|all| all.ebm.trains(Objective::is_contrastive));
        noise_scale: f64 = 1.0, live Run, number("Noise τ", "1 is the true temperature. With less noise the chain samples a sharper density than the energy's.", 0.0..=1.5, 0.05; Linear)
            .shown_if(|all| all.ebm.trains(Objective::is_contrastive));
        penalty: f64 = 0.1, live Run, number("Energy penalty", "Weight of the squared energies in the loss. It keeps energies near zero.", 0.0..=2.0, 0.05; Linear)
            .shown_if(|all| all.ebm.trains(Objective::is_contrastive));
        blur: f64 = 0.1, live Rail, number("Denoising σ", "Gaussian noise that denoising score matching adds to the data and learns to undo.", 0.01..=0.5, 0.0; Log)
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Denoising));
        noise_shift: f64 = 0.0, live Rail, number("Distance of the noise", "How far the noise lies from the middle of the data, in standard deviations along x. Far from the data it teaches nothing.", 0.0..=8.0, 0.1; Linear)
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Nce));
        noise_width: f64 = 1.0, live Run, number("Width of the noise", "How wide the noise is, in standard deviations of the data. It must lie wherever the data do.", 0.05..=5.0, 0.0; Log)
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Nce));
        learning_rate: f64 = 3e-3, live Run, number("Learning rate", "Step size of Adam at the start; it falls along half a cosine over the planned steps.", 1e-5..=0.1, 0.0; Log)
            .key("energy_rate");
        train_steps: usize = 4000, live Run, number("Training steps", "Training pauses after this many steps.", 100.0..=100_000.0, 1.0; Log).in_units("steps")
            .key("energy_steps");
        slicing: Slicing = Slicing::VarianceReduced, live Run, choice("Slicing", "How the loss is estimated along random directions. The variance-reduced form computes |∇E|² exactly.", SLICINGS)
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Sliced));
        walk: Walk = Walk::Langevin, live Rail, choice("Walkers move by", "How walkers sample the learned energy.", Walk::NAMES);
        walk_start: WalkStart = WalkStart::Noise, live Rail, choice("Walkers start from", "Noise, points of the data, or one part of the data. A change starts the walkers again.", STARTS);
        walkers: usize = 128, live Walkers, number("Walkers", "The number of chains that sample the learned energy.", 1.0..=512.0, 1.0; Log).in_units("walkers");
        walk_step: f64 = 0.04, live Walkers, number("Walkers' step ε", "Each step of Langevin and MALA moves down the energy by ε²/2 times its gradient and adds noise of standard deviation ε.", 0.005..=0.5, 0.0; Log)
            .shown_if(|all| all.ebm.walk != Walk::Hmc);
        walk_leapfrog: f64 = 0.05, live Walkers, number("Leapfrog step ε", "Time between two kicks of HMC's leapfrog integrator.", 0.005..=0.5, 0.0; Log)
            .shown_if(|all| all.ebm.walk == Walk::Hmc);
        leapfrog_steps: usize = 20, live Walkers, number("Leapfrog steps", "Of one HMC transition; each costs one gradient.", 1.0..=100.0, 1.0; Log).in_units("steps")
            .key("walk_leapfrogs").shown_if(|all| all.ebm.walk == Walk::Hmc);
        anneal_steps: usize = 300, live Walkers, number("Steps of cooling", "Steps in which annealed Langevin cools down to the true temperature.", 10.0..=2000.0, 1.0; Log).in_units("steps")
            .shown_if(|all| all.ebm.walk == Walk::Annealed);
        hottest: f64 = 20.0, live Walkers, number("Hottest temperature", "The temperature at which annealed Langevin starts. Its noise is stronger by the square root of this.", 1.0..=100.0, 0.0; Log)
            .key("anneal_from").shown_if(|all| all.ebm.walk == Walk::Annealed);
        activation: Activation = Activation::Silu, restarts More, choice("Activation", "The nonlinearity of the network. All are smooth, because walkers follow the gradient of the energy.", ACTIVATIONS);
        beta1: f64 = 0.0, restarts More, number("Adam β₁", "How much Adam remembers of past gradients. The chains for negatives lag behind, so momentum overshoots, and 0 is steadier.", 0.0..=0.99, 0.01; Linear);
        clip: f64 = 0.0, live More, number("Gradient clipping", "The largest norm of the gradient over all weights. 0 turns clipping off.", 0.0..=100.0, 0.5; Linear)
            .key("gradient_clip");
        jitter: f64 = 0.0, live More, number("Noise on the data", "Gaussian noise added to the data in each step. It makes the learned density wider and training steadier.", 0.0..=0.3, 0.01; Linear)
            .key("data_jitter");
        restart_share: f64 = 0.05, live More, number("Chains restarted", "Share of the persistent chains that start again from noise in each step.", 0.0..=1.0, 0.01; Linear)
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Pcd));
        buffer: usize = 1024, restarts More, number("Persistent chains", "The number of chains that are kept. Blocks of one batch take turns.", 16.0..=10_000.0, 1.0; Log).in_units("chains")
            .shown_if(|all| all.ebm.trains(|on| on == Objective::Pcd));
        batch_size: usize = 256, restarts More, number("Batch size", "Data points in one training step, and the same number of negatives.", 16.0..=1024.0, 1.0; Log).in_units("points")
            .key("energy_batch");
        width: usize = 64, restarts More, number("Width", "Units of each hidden layer.", 4.0..=256.0, 1.0; Log).in_units("units")
            .key("energy_width");
        depth: usize = 2, restarts More, number("Depth", "Hidden layers.", 1.0..=4.0, 1.0; Linear).in_units("layers")
            .key("energy_depth");
        points: usize = 8192, restarts More, number("Training points", "Size of the training set.", 50.0..=20_000.0, 1.0; Log).in_units("points")
            .key("energy_points");
        picture: Picture = Picture::Density, live Layers, choice("Picture of the energy", "The density, the energy, or the error of the density.", PICTURES);
        pace: f64 = 30.0, live Transport, number("Walkers' steps a second", "0 stops the walkers.", 0.0..=120.0, 1.0; Linear)
            .key("walk_pace");
    }
}

impl EbmSettings {
    /// Whether any network is trained on one of these.
    pub fn trains(&self, on: impl Fn(Objective) -> bool) -> bool {
        on(self.objective) || self.beside == Beside::Rival && on(self.rival)
    }

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
        self.begins_otherwise(other)
    }
}
