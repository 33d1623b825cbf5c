//! What a reader can set in the chapter on sampling a known density.

use super::{Chapter, DataSettings, SamplerBug, StageSquare, StageWindow};
use serde::{Deserialize, Serialize};

/// The density that is sampled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// The law of the data set that all chapters share.
    #[default]
    Data,
    /// Potential U1 of Rezende & Mohamed 2015.
    RezendeMohamed,
    Banana,
    /// Neal's funnel.
    Funnel,
    Ring,
    EightGaussians,
    ThreeGaussians,
    Squiggle,
    CorrelatedGaussian,
    /// Two Gaussians in d dimensions.
    PairOfGaussians,
}

impl Target {
    /// Lower left corner and side of the square the stage shows, in data units.
    pub fn stage(self, data: &DataSettings) -> StageSquare {
        let (x, y, side) = match self {
            Target::Data => return data.stage(),
            Target::RezendeMohamed => (-4.0, -4.0, 8.0),
            Target::Banana => (-6.5, -3.0, 13.0),
            Target::Funnel => (-10.0, -10.0, 20.0),
            Target::Ring | Target::EightGaussians => (-3.2, -3.2, 6.4),
            Target::ThreeGaussians => (-4.0, -4.0, 8.0),
            Target::Squiggle => (-5.0, -5.0, 10.0),
            Target::CorrelatedGaussian => (-4.0, -4.0, 8.0),
            Target::PairOfGaussians => (-4.0, -4.0, 8.0),
        };
        StageSquare { x, y, side }
    }

    /// What of that square it shows.
    pub fn window(self, data: &DataSettings) -> StageWindow {
        match self {
            Target::Data => data.window(),
            _ => StageWindow::whole(self.stage(data)),
        }
    }
}

choices! {
/// How a chain moves. The two that matter most come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sampler {
    /// Metropolis-adjusted Langevin algorithm.
    #[default]
    Mala => "MALA",
    /// Hamiltonian Monte Carlo.
    Hmc => "HMC",
    /// Random-walk Metropolis.
    RandomWalk => "Random walk",
    /// Unadjusted Langevin algorithm: MALA without its accept step, and therefore wrong by its step size.
    Ula => "ULA",
    /// The No-U-Turn sampler.
    Nuts => "NUTS",
}
}

/// What there is to see in a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// A Gaussian jump about the place.
    Jump,
    /// A drift, then a Gaussian jump.
    Drift,
    /// A momentum, and the leapfrog path it leads along.
    Path,
    /// A path that goes on until it turns back; one of its points is drawn.
    Tree,
}

impl Sampler {
    /// Key of its step size among the settings below.
    pub fn step_key(self) -> &'static str {
        match self {
            Self::RandomWalk => "step_random_walk",
            Self::Ula | Self::Mala => "step_langevin",
            Self::Hmc => "step_hmc",
            Self::Nuts => "step_nuts",
        }
    }

    /// Key of the acceptance rate that it is tuned to; none of a sampler that accepts everything.
    pub fn acceptance_key(self) -> Option<&'static str> {
        match self {
            Self::RandomWalk => Some("accept_random_walk"),
            Self::Ula => None,
            Self::Mala => Some("accept_langevin"),
            Self::Hmc | Self::Nuts => Some("accept_hmc"),
        }
    }

    /// Evaluations of the density in one transition, about.
    pub fn evaluations(self, settings: &McmcSettings) -> f64 {
        match self {
            Self::RandomWalk | Self::Ula | Self::Mala => 1.0,
            Self::Hmc => ((1.0 - 0.5 * settings.jitter) * settings.leapfrog_steps as f64).max(1.0),
            Self::Nuts => 30.0,
        }
    }

    pub fn motion(self) -> Motion {
        match self {
            Self::RandomWalk => Motion::Jump,
            Self::Ula | Self::Mala => Motion::Drift,
            Self::Hmc => Motion::Path,
            Self::Nuts => Motion::Tree,
        }
    }

    /// Whether the bug lies in its code.
    pub fn has(self, bug: SamplerBug) -> bool {
        match bug {
            SamplerBug::Off | SamplerBug::Hidden => false,
            SamplerBug::EnergySign => self == Self::Hmc,
            SamplerBug::NoCorrection => matches!(self, Self::Mala | Self::Hmc),
            SamplerBug::NoSqrt2 => matches!(self, Self::Mala | Self::Ula),
        }
    }

    /// Whether its moves depend on a number under these settings.
    pub fn reads(self, key: &str, settings: &McmcSettings) -> bool {
        match key {
            "leapfrog_steps" | "jitter" => self.motion() == Motion::Path,
            "rungs" => true,
            "hottest" => settings.rungs > 1,
            _ => key == self.step_key() || (settings.tune && self.acceptance_key() == Some(key)),
        }
    }
}

/// What a sampler takes for the scales of the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mass {
    #[default]
    Identity,
    /// The inverse of each axis' variance, estimated while the step size is tuned.
    Diagonal,
}

/// Where chains start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartPlace {
    /// Uniformly over the middle half of the stage.
    Scattered,
    /// All at one point of the first mode.
    #[default]
    OneMode,
}

pub const TARGETS: &[(Target, &str)] = &[
    (Target::Data, "Data set"),
    (Target::RezendeMohamed, "Rezende–Mohamed U1"),
    (Target::Banana, "Banana"),
    (Target::Funnel, "Neal's funnel"),
    (Target::Ring, "Ring"),
    (Target::EightGaussians, "8 Gaussians"),
    (Target::ThreeGaussians, "3 Gaussians"),
    (Target::Squiggle, "Squiggle"),
    (Target::CorrelatedGaussian, "Correlated Gaussian"),
    (Target::PairOfGaussians, "Pair of Gaussians in d dimensions"),
];
/// Whether log Z is estimated, and where the chains that climb to the density start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogZStart {
    #[default]
    Off,
    /// A Gaussian over the stage.
    Wide,
    /// A narrow one on the first mode.
    OneMode,
}

const LOG_Z: &[(LogZStart, &str)] = &[
    (LogZStart::Off, "No"),
    (LogZStart::Wide, "From a wide Gaussian"),
    (LogZStart::OneMode, "From a Gaussian on one mode"),
];
const STARTS: &[(StartPlace, &str)] =
    &[(StartPlace::Scattered, "Scattered"), (StartPlace::OneMode, "All in one mode")];
const MASSES: &[(Mass, &str)] = &[(Mass::Identity, "Identity"), (Mass::Diagonal, "Diagonal, estimated")];

/// Transitions a second that stand for as many as the engine can do.
pub const AS_FAST_AS_IT_CAN: f64 = 1000.0;

settings! {
    /// Settings of the chapter.
    McmcSettings, mcmc, &[Chapter::Sample], {
        target: Target = Target::Data, restarts Rail, choice("Density", "The density that the chains sample. It is known exactly, so what they find can be judged.", TARGETS);
        sigma: f64 = 0.05, restarts Data, number("σ of the data", "Gaussian blur of the data set, in data units. The thinner the data, the harder they are to sample.", 0.03..=0.5, 0.01; Linear)
            .shown_if(|all| all.mcmc.target == Target::Data);
        tune: bool = false, live Run, switch("Tune the step size", "The step size is changed until a target acceptance is reached. Nothing is measured meanwhile.");
        /// Of a random walk's proposal.
        step_random_walk: f64 = 0.2, live Rail, number("Proposal size", "Standard deviation of a random walk's proposal, in data units.", 0.005..=10.0, 0.0; Log)
            .shown_if(|all| all.mcmc.reads("step_random_walk"));
        /// x' = x + ε²/2 ∇log p + ε n.
        step_langevin: f64 = 0.09, live Rail, number("Step size ε", "Of ULA and MALA: drift ε²/2 along the score, then noise of standard deviation ε.", 0.002..=5.0, 0.0; Log)
            .shown_if(|all| all.mcmc.reads("step_langevin"));
        step_hmc: f64 = 0.055, live Rail, number("Leapfrog step ε, HMC", "Time between two kicks of HMC's leapfrog integrator.", 0.002..=2.0, 0.0; Log)
            .shown_if(|all| all.mcmc.reads("step_hmc"));
        /// At most (see `jitter`).
        leapfrog_steps: usize = 40, live Rail, number("Leapfrog steps", "Of one HMC transition; each costs one gradient.", 1.0..=100.0, 1.0; Log).in_units("steps")
            .shown_if(|all| all.mcmc.reads("leapfrog_steps"));
        step_nuts: f64 = 0.055, live Rail, number("Leapfrog step ε, NUTS", "Time between two kicks of the leapfrog integrator inside NUTS.", 0.002..=2.0, 0.0; Log)
            .shown_if(|all| all.mcmc.reads("step_nuts"));
        chains: usize = 4, restarts Run, number("Chains", "The number of independent chains. R-hat compares them.", 1.0..=512.0, 1.0; Log).in_units("chains");
        dimension: usize = 2, restarts Rail, number("Dimensions d", "Dimensions of the pair of Gaussians. The stage shows the first two.", 2.0..=50.0, 1.0; Log)
            .shown_if(|all| all.mcmc.target == Target::PairOfGaussians);
        accept_random_walk: f64 = 0.234, live Run, number("Target acceptance, walk", "The acceptance that the random walk's proposal size is tuned to.", 0.05..=0.95, 0.001; Linear)
            .shown_if(|all| all.mcmc.reads("accept_random_walk"));
        accept_langevin: f64 = 0.574, live Run, number("Target acceptance, MALA", "The acceptance that MALA's step size is tuned to.", 0.05..=0.95, 0.001; Linear)
            .shown_if(|all| all.mcmc.reads("accept_langevin"));
        accept_hmc: f64 = 0.8, live Run, number("Target acceptance, HMC", "The acceptance that the step size of HMC and NUTS is tuned to.", 0.05..=0.95, 0.001; Linear)
            .shown_if(|all| all.mcmc.reads("accept_hmc"));
        start: StartPlace = StartPlace::OneMode, restarts More, choice("Start", "Scattered starts can show that chains disagree; a common start cannot.", STARTS);
        mass: Mass = Mass::Identity, live More, choice("Mass", "The scale of each axis: all the same, or estimated while the step size is tuned.", MASSES)
            .shown_if(|all| all.mcmc.tune);
        jitter: f64 = 0.5, live More, number("Jitter of the path", "HMC draws its number of leapfrog steps between (1 − jitter) and 1 times the number set, so that not all paths have the same length.", 0.0..=1.0, 0.05; Linear)
            .shown_if(|all| all.mcmc.reads("jitter"));
        rungs: usize = 1, live More, number("Rungs of the ladder", "Parallel tempering runs copies of each chain at higher temperatures, which swap places with their neighbours. 1 means no tempering.", 1.0..=8.0, 1.0; Linear).in_units("rungs");
        hottest: f64 = 0.05, live More, number("β of the hottest rung", "The inverse temperature of the hottest rung. It samples p to the power β.", 0.005..=0.9, 0.0; Log)
            .shown_if(|all| all.mcmc.rungs > 1);
        log_z: LogZStart = LogZStart::Off, live More, choice("Estimate log Z", "The mass under the density, by chains that climb to it from a Gaussian of mass 1: annealed importance sampling, and thermodynamic integration.", LOG_Z)
            .greyed(|all| match all.mcmc.sampler {
                Sampler::Ula => "ULA does not leave a density as it is, so it cannot weigh it.",
                _ => "",
            });
        sampler: Sampler = Sampler::Mala, live Samplers, choice("Sampler", "How the chains move.", Sampler::NAMES);
        race: bool = false, restarts Samplers, switch("Race", "Two samplers side by side, with the same start and the same number of gradients. Starts a new run.");
        rival: Sampler = Sampler::Hmc, live Samplers, choice("Rival", "The other sampler in a race.", Sampler::NAMES)
            .shown_if(|all| all.mcmc.race);
        bug: SamplerBug = SamplerBug::Off, restarts Museum, choice("Bug", "A mistake that public code has had, switched on in the samplers of this chapter. The seed decides which one is hidden.", SamplerBug::NAMES);
        pace: f64 = 8.0, live Transport, number("Transitions a second", "Slow motion shows every transition. At the right end the chains run as fast as this machine can.", 0.5..=AS_FAST_AS_IT_CAN, 0.0; Log);
    }
}

impl McmcSettings {
    /// Whether log Z is estimated.
    pub fn weighs(&self) -> bool {
        self.log_z != LogZStart::Off && self.sampler != Sampler::Ula
    }

    /// The step size of `sampler` as set by hand.
    pub fn step_size(&self, sampler: Sampler) -> f64 {
        match sampler {
            Sampler::RandomWalk => self.step_random_walk,
            Sampler::Ula | Sampler::Mala => self.step_langevin,
            Sampler::Hmc => self.step_hmc,
            Sampler::Nuts => self.step_nuts,
        }
    }

    /// The acceptance rate that `sampler` is tuned to; none for one that accepts everything.
    pub fn target_acceptance(&self, sampler: Sampler) -> Option<f64> {
        match sampler {
            Sampler::RandomWalk => Some(self.accept_random_walk),
            Sampler::Ula => None,
            Sampler::Mala => Some(self.accept_langevin),
            Sampler::Hmc | Sampler::Nuts => Some(self.accept_hmc),
        }
    }

    /// Transitions a second to show, or none for as many as can be had.
    pub fn shown_pace(&self) -> Option<f64> {
        (self.pace < AS_FAST_AS_IT_CAN).then_some(self.pace)
    }

    /// The samplers that run: one, or two in a race.
    pub fn lanes(&self) -> Vec<Sampler> {
        if self.race { vec![self.sampler, self.rival] } else { vec![self.sampler] }
    }

    /// Whether a sampler that runs depends on the number of this key.
    pub fn reads(&self, key: &str) -> bool {
        self.lanes().iter().any(|sampler| sampler.reads(key, self))
    }

    /// Whether going from `self` to `other` needs a new run: another density, other chains, or another race.
    pub fn needs_restart(&self, other: &Self) -> bool {
        self.begins_otherwise(other)
    }
}
