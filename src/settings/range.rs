//! One table of every number a reader can set: its name, range and default.
//!
//! Sliders, the URL and `Default` all read it, so a range is written down once.

use super::{CompareSettings, DataSettings, DiffusionSettings, EbmSettings, McmcSettings, TableSettings};

/// How a slider moves through a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Equal ratios over equal distances.
    Log,
}

/// One number of a settings struct `S`.
pub struct Number<S> {
    /// Name in the URL and in test ids.
    pub key: &'static str,
    pub label: &'static str,
    /// One sentence for a tooltip.
    pub help: &'static str,
    pub min: f64,
    pub max: f64,
    /// Values are multiples of this above `min` (ignored on a log scale of reals).
    pub step: f64,
    pub default: f64,
    pub scale: Scale,
    /// Acts at once; otherwise a change starts a new run.
    pub live: bool,
    pub get: fn(&S) -> f64,
    pub set: fn(&mut S, f64),
}

impl<S> Number<S> {
    /// The nearest legal value: inside the range and, where the step is a whole number, whole.
    /// Not-a-number becomes the default.
    pub fn legal(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.default;
        }
        let value = value.clamp(self.min, self.max);
        if self.step >= 1.0 { value.round() } else { value }
    }

    /// Sets the nearest legal value.
    pub fn apply(&self, settings: &mut S, value: f64) {
        (self.set)(settings, self.legal(value));
    }
}

macro_rules! number {
    ($field:ident : $($rest:tt)*) => {
        number!(@ $field, stringify!($field), $($rest)*)
    };
    // Where another chapter has a field of that name.
    ($field:ident as $key:literal : $($rest:tt)*) => {
        number!(@ $field, $key, $($rest)*)
    };
    (@ $field:ident, $key:expr, $type:ty, $label:literal, $min:literal ..= $max:literal step $step:literal,
     $default:literal, $scale:ident, $live:literal, $help:literal) => {
        Number {
            key: $key,
            label: $label,
            help: $help,
            min: $min,
            max: $max,
            step: $step,
            default: $default,
            scale: Scale::$scale,
            live: $live,
            get: |settings| settings.$field as f64,
            set: |settings, value| settings.$field = value as $type,
        }
    };
}

/// The numbers of the diffusion chapter, in the order the page shows them.
#[rustfmt::skip]
pub const DIFFUSION: &[Number<DiffusionSettings>] = &[
    number!(learning_rate: f64, "Learning rate", 1e-5..=1e-1 step 0.0, 8e-3, Log, true, "Adam's largest step size. Too large and the loss jumps; too small and it crawls."),
    number!(batch_size: usize, "Batch size", 16.0..=2048.0 step 1.0, 256.0, Log, false, "Points in one training step."),
    number!(width: usize, "Width", 4.0..=256.0 step 1.0, 64.0, Log, false, "Units of each hidden layer."),
    number!(depth: usize, "Depth", 1.0..=6.0 step 1.0, 3.0, Linear, false, "Hidden layers of the MLP, or blocks of the residual MLP."),
    number!(timesteps: usize, "Noise levels T", 10.0..=1000.0 step 1.0, 100.0, Log, false, "How many noise levels lie between data and noise."),
    number!(data_noise: f64, "σ of the data", 0.02..=0.5 step 0.01, 0.05, Linear, false, "Gaussian blur of the data, in data units."),
    number!(points: usize, "Training points", 50.0..=20000.0 step 1.0, 8192.0, Log, false, "Size of the training set."),
    number!(train_steps: usize, "Training steps", 100.0..=100000.0 step 1.0, 4000.0, Log, true, "Training pauses by itself here."),
    number!(ema_decay: f64, "Weight averaging", 0.0..=0.9999 step 0.0001, 0.998, Linear, true, "Samples come from a moving average of the weights with this decay; 0 uses the weights as they are."),
    number!(warm_up: usize, "Warm-up steps", 0.0..=2000.0 step 1.0, 0.0, Linear, true, "Training steps over which the learning rate rises from 0."),
    number!(sampler_steps: usize, "Sampler steps", 1.0..=200.0 step 1.0, 100.0, Log, true, "Steps from noise to sample, at most T. Heun evaluates the network twice in each."),
    number!(eta: f64, "DDIM noise η", 0.0..=1.0 step 0.05, 0.0, Linear, true, "0 is deterministic, 1 adds the noise of ancestral sampling."),
    number!(guidance: f64, "Guidance weight w", 0.0..=10.0 step 0.1, 1.0, Linear, true, "Of the class, where the network knows classes: 0 ignores it, 1 asks for it, more exaggerates it."),
];

/// The numbers of the data set that all chapters share.
#[rustfmt::skip]
pub const DATA: &[Number<DataSettings>] = &[
    number!(gap: f64, "Distance of the moons", -0.4..=1.5 step 0.05, 0.0, Linear, false, "By how much the lower moon is farther down than usual, in data units: the farther, the harder to cross."),
];

/// The numbers of the chapter that compares, in the order the page shows them.
#[rustfmt::skip]
pub const COMPARE: &[Number<CompareSettings>] = &[
    number!(sigma as "compare_sigma": f64, "σ of the data", 0.02..=0.5 step 0.01, 0.05, Linear, false, "Gaussian blur of the data, in data units: the thinner, the harder."),
    number!(train_steps as "compare_steps": usize, "Training steps of each", 100.0..=20000.0 step 1.0, 2000.0, Log, false, "Both models see as many examples: this times the batch size."),
    number!(walkers as "compare_walkers": usize, "Walkers", 50.0..=2000.0 step 1.0, 500.0, Log, true, "Points that each column moves, and that it is scored by."),
    number!(budget: usize, "Evaluations of a walker", 10.0..=20000.0 step 1.0, 500.0, Log, true, "Gradients or network evaluations that a walker may take; a denoiser takes no more than its noise levels."),
    number!(repeats: usize, "Runs", 2.0..=20.0 step 1.0, 5.0, Linear, true, "Sets of samples, each from other noise, behind a mean and its standard error."),
];

/// The numbers of the table that is trained anew.
#[rustfmt::skip]
pub const TABLE: &[Number<TableSettings>] = &[
    number!(seeds as "table_seeds": usize, "Seeds", 1.0..=8.0 step 1.0, 3.0, Linear, true, "Models of each kind, counted up from the page's seed. Counts from the next start."),
    number!(epochs as "table_epochs": usize, "Epochs", 10.0..=2000.0 step 1.0, 2000.0, Log, true, "Passes through the 2,000 training points; the write-up has 2,000. Counts from the next start."),
];

/// The numbers of the chapter on sampling a known density, in the order the page shows them.
#[rustfmt::skip]
pub const MCMC: &[Number<McmcSettings>] = &[
    number!(pace: f64, "Transitions a second", 0.5..=1000.0 step 0.0, 8.0, Log, true, "Slow motion shows every transition; at the right end as many as this machine can do."),
    number!(step_random_walk: f64, "Proposal size", 0.005..=10.0 step 0.0, 0.4, Log, true, "Standard deviation of a random walk's proposal, in data units."),
    number!(step_langevin: f64, "Step size ε", 0.002..=5.0 step 0.0, 0.18, Log, true, "Of ULA and MALA: drift ε²/2 along the score, then noise of standard deviation ε."),
    number!(step_hmc: f64, "Leapfrog step ε, HMC", 0.002..=2.0 step 0.0, 0.11, Log, true, "Time between two kicks of HMC's leapfrog integrator."),
    number!(leapfrog_steps: usize, "Leapfrog steps", 1.0..=100.0 step 1.0, 20.0, Log, true, "Of one HMC transition; each costs one gradient."),
    number!(step_nuts: f64, "Leapfrog step ε, NUTS", 0.002..=2.0 step 0.0, 0.11, Log, true, "Time between two kicks of the leapfrog integrator inside NUTS."),
    number!(chains: usize, "Chains", 1.0..=512.0 step 1.0, 4.0, Log, false, "Independent chains; R-hat compares them."),
    number!(sigma: f64, "σ of the data", 0.03..=0.5 step 0.01, 0.1, Linear, false, "Gaussian blur of the data set, in data units: the thinner, the harder."),
    number!(dimension: usize, "Dimensions d", 2.0..=50.0 step 1.0, 2.0, Log, false, "Of the pair of Gaussians; the stage shows the first two."),
    number!(jitter: f64, "Jitter of the path", 0.0..=1.0 step 0.05, 0.5, Linear, true, "HMC draws its number of leapfrog steps from (1 − jitter) to 1 times the number set, so that it cannot resonate."),
    number!(accept_random_walk: f64, "Target acceptance, walk", 0.05..=0.95 step 0.001, 0.234, Linear, true, "What the random walk's proposal size is tuned to."),
    number!(accept_langevin: f64, "Target acceptance, MALA", 0.05..=0.95 step 0.001, 0.574, Linear, true, "What MALA's step size is tuned to."),
    number!(accept_hmc: f64, "Target acceptance, HMC", 0.05..=0.95 step 0.001, 0.8, Linear, true, "What the step size of HMC and NUTS is tuned to."),
    number!(rungs: usize, "Rungs of the ladder", 1.0..=8.0 step 1.0, 1.0, Linear, true, "Parallel tempering: replicas at higher temperatures that swap places with their neighbours. 1 is no tempering."),
    number!(hottest: f64, "Coldness of the hottest rung", 0.005..=0.9 step 0.0, 0.05, Log, true, "Its inverse temperature β: it samples p to the power β."),
];

/// The numbers of the chapter on learning an energy, in the order the page shows them.
#[rustfmt::skip]
pub const EBM: &[Number<EbmSettings>] = &[
    number!(langevin_steps as "k": usize, "Langevin steps k", 1.0..=100.0 step 1.0, 10.0, Log, true, "Steps of the chains that find negatives, in each training step."),
    number!(langevin_step: f64, "Langevin step ε", 0.005..=0.5 step 0.0, 0.07, Log, true, "Of these chains: drift ε²/2 down the energy, then noise of standard deviation τε."),
    number!(noise_scale: f64, "Noise τ", 0.0..=1.5 step 0.05, 1.0, Linear, true, "1 is the true temperature; less is the usual cheap chain, which samples a sharper density than the energy's."),
    number!(penalty: f64, "Energy penalty", 0.0..=2.0 step 0.05, 0.1, Linear, true, "Weight of the energies' squares in the loss: it keeps energies near zero."),
    number!(blur: f64, "Denoising σ", 0.01..=0.5 step 0.0, 0.1, Log, true, "Gaussian noise that denoising score matching puts on the data and learns to undo."),
    number!(learning_rate as "energy_rate": f64, "Learning rate", 1e-5..=0.1 step 0.0, 3e-3, Log, true, "Step size of Adam at the start; it falls along half a cosine over the planned steps."),
    number!(train_steps as "energy_steps": usize, "Training steps", 100.0..=100000.0 step 1.0, 4000.0, Log, true, "Training pauses by itself here."),
    number!(beta1: f64, "Adam β₁", 0.0..=0.99 step 0.01, 0.0, Linear, false, "Memory of past gradients. Chains that find negatives lag behind, and momentum overshoots: 0 is steadier."),
    number!(clip as "gradient_clip": f64, "Gradient clipping", 0.0..=100.0 step 0.5, 0.0, Linear, true, "Longest gradient by all weights together; 0 leaves it as it is."),
    number!(jitter as "data_jitter": f64, "Noise on the data", 0.0..=0.3 step 0.01, 0.0, Linear, true, "Gaussian noise added to the data of each step: it widens what is learned, and steadies it."),
    number!(restart_share: f64, "Chains restarted", 0.0..=1.0 step 0.01, 0.05, Linear, true, "Share of the persistent chains that start again from noise in each step."),
    number!(buffer: usize, "Persistent chains", 16.0..=10000.0 step 1.0, 1024.0, Log, false, "Chains that are kept, in blocks of one batch that take turns."),
    number!(batch_size as "energy_batch": usize, "Batch size", 16.0..=1024.0 step 1.0, 256.0, Log, false, "Points of data, and as many negatives, in one training step."),
    number!(width as "energy_width": usize, "Width", 4.0..=256.0 step 1.0, 64.0, Log, false, "Units of each hidden layer."),
    number!(depth as "energy_depth": usize, "Depth", 1.0..=4.0 step 1.0, 2.0, Linear, false, "Hidden layers."),
    number!(data_noise as "moon_noise": f64, "σ of the data", 0.02..=0.5 step 0.01, 0.05, Linear, false, "Gaussian blur of the data, in data units."),
    number!(points as "energy_points": usize, "Training points", 50.0..=20000.0 step 1.0, 8192.0, Log, false, "Size of the training set."),
    number!(walkers: usize, "Walkers", 1.0..=512.0 step 1.0, 128.0, Log, true, "Chains that sample what is learned."),
    number!(walk_step: f64, "Walkers' step ε", 0.005..=0.5 step 0.0, 0.04, Log, true, "Of Langevin and MALA: drift ε²/2 down the energy, then noise of standard deviation ε."),
    number!(walk_leapfrog: f64, "Leapfrog step ε", 0.005..=0.5 step 0.0, 0.05, Log, true, "Time between two kicks of HMC's leapfrog integrator."),
    number!(leapfrog_steps as "walk_leapfrogs": usize, "Leapfrog steps", 1.0..=100.0 step 1.0, 20.0, Log, true, "Of one HMC transition; each costs one gradient."),
    number!(anneal_steps: usize, "Steps of cooling", 10.0..=2000.0 step 1.0, 300.0, Log, true, "Over which annealed Langevin comes down to the true temperature."),
    number!(hottest as "anneal_from": f64, "Hottest temperature", 1.0..=100.0 step 0.0, 20.0, Log, true, "Where annealed Langevin starts: its noise is the square root of this times as strong."),
    number!(pace as "walk_pace": f64, "Walkers' steps a second", 0.0..=120.0 step 1.0, 30.0, Linear, true, "0 holds the walkers."),
];
