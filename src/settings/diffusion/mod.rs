//! What a reader can set in the diffusion chapter.

mod composing;
mod fate;
mod fork;
pub mod names;
mod sampling;
mod training;

pub use composing::{Compose, Composing, CorrectorKind};
pub use fate::FateLayer;
pub use fork::{DiffusionBeside, Fork};
pub use sampling::{AskedMoon, Clip, DiffusionSampler, Sampling, Spacing};
pub use training::{
    LearningRateSchedule, LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, TimestepDraw,
};

use super::{Chapter, DataSet, DataSettings, DiffusionBug, layers};

use names::{
    ASKED, BESIDE, CLIPS, COMPOSITIONS, CORRECTORS, DRAWS, FATES, FORKS, LAYOUTS, NETWORKS, PREDICTIONS,
    RATES, SCHEDULES, SPACINGS, WEIGHTINGS,
};

/// Features by which a network is told the timestep: sines and cosines.
pub const TIME_FEATURES: usize = 64;
/// Features by which a network that knows classes is told one of two.
pub const CLASSES: usize = 2;

settings! {
    /// Settings of the diffusion chapter.
    DiffusionSettings, diffusion, &[Chapter::Denoise], {
        data_noise: f64 = 0.05, restarts Data, number("σ of the data", "Gaussian blur of the data, in data units.", 0.02..=0.5, 0.01; Linear);
        network: Network = Network::Mlp, restarts Run, choice("Network", "The network that predicts from a point and its noise level.", NETWORKS);
        schedule: ScheduleKind = ScheduleKind::Cosine, restarts Rail, choice("Schedule", "How much noise each level adds. Losses of two schedules cannot be compared.", SCHEDULES)
            .greyed(|all| match all.diffusion.prediction {
                Prediction::Flow => "Flow matching uses straight paths instead of a schedule.",
                _ => "",
            });
        prediction: Prediction = Prediction::Noise, restarts Run, choice("Prediction", "What the network predicts about a noised point. Each prediction gives the others, but their errors count differently.", PREDICTIONS);
        sampler: DiffusionSampler = DiffusionSampler::Ddpm, live Rail, choice("Sampler", "How samples move from noise to data.", DiffusionSampler::NAMES)
            .key("diffusion_sampler");
        learning_rate: f64 = 8e-3, live Run, number("Learning rate", "Adam's largest step size. If it is too large, the loss jumps; if it is too small, the loss falls slowly.", 1e-5..=1e-1, 0.0; Log);
        batch_size: usize = 256, restarts Run, number("Batch size", "Points in one training step.", 16.0..=2048.0, 1.0; Log).in_units("points");
        sampler_steps: usize = 100, live Rail, number("Sampler steps", "Steps from noise to sample, at most T. Heun evaluates the network twice in each.", 1.0..=200.0, 1.0; Log).in_units("steps");
        beside: DiffusionBeside = DiffusionBeside::Nothing, sometimes Rail, choice("Compare with", "The data noised to the level shown, what copies its training points, a composition with a second model, or a second run from the same seed that differs in one thing.", BESIDE)
            .key("diffusion_beside");
        fork: Fork = Fork::Schedule, sometimes Rail, choice("The second run differs in", "Everything else, including the seed, is the same.", FORKS)
            .shown_if(|all| all.diffusion.beside == DiffusionBeside::Fork);
        compose: Compose = Compose::HalfPlane, live Rail, choice("Compose with", "A second model of the plane. At each noise level the scores of both are added, taken away or mixed.", COMPOSITIONS)
            .shown_if(|all| all.diffusion.composes());
        corrector: CorrectorKind = CorrectorKind::None, live Rail, choice("Corrector", "Moves the points at each noise level by MCMC on the composed density there, before the sampler goes on.", CORRECTORS)
            .shown_if(|all| all.diffusion.composes());
        sweeps: usize = 10, live Rail, number("Corrector steps", "MCMC transitions of each point at each noise level.", 1.0..=50.0, 1.0; Log).in_units("steps")
            .key("corrector_steps")
            .shown_if(|all| all.diffusion.composes() && all.diffusion.corrector != CorrectorKind::None);
        conditional: bool = false, restarts More, switch("Tell the network the class", "Tells which of two parts of the data a point is from, in nine rows of ten. The tenth row teaches the network to work without it.")
            .greyed(|all| all.data.no_classes());
        asked: AskedMoon = AskedMoon::Both, live More, choice("Ask for", "The part of the data that samples should come from.", ASKED)
            .greyed(|all| all.diffusion.no_class_told(&all.data));
        /// Of classifier-free guidance: ε = ε(no class) + w (ε(class) − ε(no class)) (Ho & Salimans 2022, whose weight is this
        /// one less 1).
        guidance: f64 = 1.0, live More, number("Guidance weight w", "How strongly the class counts, where the network knows classes. 0 ignores it, 1 asks for it, more exaggerates it.", 0.0..=10.0, 0.1; Linear)
            .greyed(|all| all.diffusion.no_class_told(&all.data));
        spacing: Spacing = Spacing::Trailing, live More, choice("Spacing of the steps", "Which noise levels a sampler visits when it has fewer steps than T. Leading skips the noisiest level.", SPACINGS);
        clip: Clip = Clip::Data, live More, choice("Clip the predicted x₀", "Keeps the predicted clean point within bounds. Where little signal is left, a small error of the network grows up to 2,000 times.", CLIPS);
        eta: f64 = 0.0, live More, number("DDIM noise η", "0 is deterministic, and 1 adds as much noise as ancestral sampling.", 0.0..=1.0, 0.05; Linear)
            .greyed(|all| match all.diffusion.sampler_in_use() {
                DiffusionSampler::Ddim => "",
                _ => "Only DDIM uses it.",
            });
        fate: FateLayer = FateLayer::Off, live Layers, choice("Fate", "Colours the plane by where a point ends that is denoised from there, at the noise level shown.", FATES)
            .greyed(|all| all.data.no_parts());
        bug: DiffusionBug = DiffusionBug::Off, restarts Museum, choice("Bug", "A mistake that public code has had, switched on in the schedule, the sampler or the score. The seed decides which one is hidden.", DiffusionBug::NAMES)
            .key("diffusion_bug");
        width: usize = 64, restarts More, number("Width", "Units of each hidden layer.", 4.0..=256.0, 1.0; Log).in_units("units");
        depth: usize = 3, restarts More, number("Depth", "Hidden layers of the MLP, or blocks of the residual MLP.", 1.0..=6.0, 1.0; Linear).in_units("layers");
        timesteps: usize = 100, restarts More, number("Noise levels T", "The number of noise levels between data and noise.", 10.0..=1000.0, 1.0; Log).in_units("levels");
        points: usize = 8192, restarts More, number("Training points", "Size of the training set. With few, a network can learn to copy them.", 10.0..=20_000.0, 1.0; Log).in_units("points");
        train_steps: usize = 4000, live More, number("Training steps", "Training pauses after this many steps.", 100.0..=100_000.0, 1.0; Log).in_units("steps");
        ema_decay: f64 = 0.998, live More, number("Weight averaging", "Samples come from a moving average of the weights with this decay; 0 uses the weights as they are.", 0.0..=0.9999, 0.0001; Linear);
        warm_up: usize = 0, live More, number("Warm-up steps", "Training steps over which the learning rate rises from 0.", 0.0..=2000.0, 1.0; Linear).in_units("steps");
        learning_rate_schedule: LearningRateSchedule = LearningRateSchedule::Cosine, live More, choice("Rate over time", "A rate that falls over the planned steps lets the weights settle. With a constant rate they keep jittering.", RATES);
        timestep_draw: TimestepDraw = TimestepDraw::Uniform, live More, choice("Noise levels drawn", "Drawn uniformly, or more often where losses are large. The loss is reweighted, so its mean is the same and it jitters less.", DRAWS);
        loss_weighting: LossWeighting = LossWeighting::Simple, live More, choice("Loss weighting", "All noise levels count the same, or each counts by its signal-to-noise ratio, but by 5 at most.", WEIGHTINGS);
        layout: MoonsLayout = MoonsLayout::Independent, restarts More, choice("Data points", "scikit-learn's make_moons spreads its points evenly; independent draws are a fair sample.", LAYOUTS)
            .greyed(|all| if all.data.set == DataSet::TwoMoons { "" } else { "Only two moons have an even grid." });
    }
}

impl DiffusionSettings {
    /// Why samples of a class cannot be asked for; empty where they can.
    pub fn no_class_told(&self, data: &DataSettings) -> &'static str {
        match data.no_classes() {
            "" if !self.conditional => "The network is not told the class of a point.",
            why => why,
        }
    }

    /// Whether the bug lies in what these settings use.
    pub fn has(&self, bug: DiffusionBug) -> bool {
        match bug {
            DiffusionBug::Off | DiffusionBug::Hidden => false,
            DiffusionBug::Shifted | DiffusionBug::BlindBandwidth => true,
            DiffusionBug::BetaClipped => {
                self.schedule == ScheduleKind::Cosine && self.prediction != Prediction::Flow
            }
            DiffusionBug::Unclipped => self.clip != Clip::Off,
        }
    }

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
        let fork = self.fork_in_use().map(|fork| self.forked(fork));
        [self.clone()].into_iter().chain(fork).collect()
    }

    /// The settings of a second run that differs in one thing.
    fn forked(&self, fork: Fork) -> Self {
        let mut second = self.clone();
        match fork {
            Fork::Schedule => {
                let is_cosine = self.schedule == ScheduleKind::Cosine;
                second.schedule = if is_cosine { ScheduleKind::Linear } else { ScheduleKind::Cosine };
            }
            Fork::Network => {
                second.network = match self.network {
                    Network::Mlp => Network::ResidualMlp,
                    Network::ResidualMlp => Network::Mlp,
                }
            }
            Fork::Clip => {
                second.clip = match self.clip {
                    Clip::Off => Clip::Data,
                    Clip::Unit | Clip::Data => Clip::Off,
                }
            }
            Fork::Prediction => {
                second.prediction = match self.prediction {
                    Prediction::Noise => Prediction::Velocity,
                    Prediction::Clean | Prediction::Velocity | Prediction::Flow => Prediction::Noise,
                }
            }
            Fork::Averaging => {
                let usual = Self::default().ema_decay;
                second.ema_decay = if self.ema_decay > 0.0 { 0.0 } else { usual };
            }
        }
        second
    }

    fn fork_in_use(&self) -> Option<Fork> {
        (self.beside == DiffusionBeside::Fork).then_some(self.fork)
    }

    /// Whether going from `self` to `other` needs a new run: everything but the knobs that act live.
    pub fn needs_restart(&self, other: &Self) -> bool {
        self.begins_otherwise(other) || self.fork_in_use() != other.fork_in_use()
    }

    /// Everything that decides how samples are drawn from what is learned.
    pub fn sampling(&self) -> Sampling {
        Sampling {
            sampler: self.sampler_in_use(),
            steps: self.sampler_steps,
            eta: self.eta,
            spacing: self.spacing,
            clip: self.clip,
            asked: self.asked,
            guidance: self.guidance,
        }
    }

    /// Whether samples of a composition stand beside.
    pub fn composes(&self) -> bool {
        self.beside == DiffusionBeside::Composed
    }

    /// Everything that decides how samples of the composition are drawn.
    pub fn composing(&self) -> Composing {
        Composing {
            compose: self.compose,
            corrector: self.corrector,
            sweeps: self.sweeps,
            sampling: self.sampling(),
        }
    }
}

impl Default for Sampling {
    fn default() -> Self {
        DiffusionSettings::default().sampling()
    }
}
