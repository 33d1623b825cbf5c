//! What a reader can set in the chapter on sampling a known density.

use super::DataSettings;
use super::range::{MCMC, defaults};
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
}

/// A square of the plane, in data units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageSquare {
    /// Of the lower left corner.
    pub x: f64,
    pub y: f64,
    pub side: f64,
}

choices! {
/// How a chain moves. The two that matter most come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sampler {
    /// Metropolis-adjusted Langevin algorithm.
    #[default]
    Mala,
    /// Hamiltonian Monte Carlo.
    Hmc,
    /// Random-walk Metropolis.
    RandomWalk,
    /// Unadjusted Langevin algorithm: MALA without its accept step, and therefore wrong by its step size.
    Ula,
    /// The No-U-Turn sampler.
    Nuts,
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
    /// Key of its step size in [`MCMC`].
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

    /// Whether its moves depend on a number of [`MCMC`] under these settings.
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
    #[default]
    Scattered,
    /// All at one point of the first mode.
    OneMode,
}

/// Settings of the chapter. Numbers have their ranges in [`super::range`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct McmcSettings {
    pub target: Target,
    /// σ of the data set, data units.
    pub sigma: f64,
    /// d of the pair of Gaussians.
    pub dimension: usize,
    pub sampler: Sampler,
    /// A second sampler runs beside the first.
    pub race: bool,
    pub rival: Sampler,
    pub chains: usize,
    pub start: StartPlace,
    /// Standard deviation of a random walk's proposal, data units.
    pub step_random_walk: f64,
    /// ε of ULA and MALA, where x' = x + ε²/2 ∇log p + ε n.
    pub step_langevin: f64,
    /// ε of one leapfrog step of HMC and of NUTS.
    pub step_hmc: f64,
    pub step_nuts: f64,
    /// Leapfrog steps of one HMC transition, at most (see `jitter`).
    pub leapfrog_steps: usize,
    /// HMC takes between (1 − jitter) and 1 times `leapfrog_steps`, drawn anew each time.
    pub jitter: f64,
    /// Tune the step sizes to the acceptance rates below while warming up, instead of taking them as set.
    pub tune: bool,
    pub accept_random_walk: f64,
    pub accept_langevin: f64,
    pub accept_hmc: f64,
    pub mass: Mass,
    /// Rungs of the ladder of parallel tempering; 1 is no tempering.
    pub rungs: usize,
    /// Inverse temperature of the hottest rung.
    pub hottest: f64,
    /// Transitions a second shown; at the end of its range as many as the engine can do.
    pub pace: f64,
}

impl McmcSettings {
    /// The step size of `sampler` as set by hand.
    pub fn step_size(&self, sampler: Sampler) -> f64 {
        self.number(sampler.step_key())
    }

    /// The acceptance rate that `sampler` is tuned to; none for one that accepts everything.
    pub fn target_acceptance(&self, sampler: Sampler) -> Option<f64> {
        sampler.acceptance_key().map(|key| self.number(key))
    }

    /// # Panics
    /// If there is no number of this key.
    fn number(&self, key: &str) -> f64 {
        let number = MCMC.iter().find(|number| number.key == key).expect("a key of the table");
        (number.get)(self)
    }

    /// Transitions a second to show, or none for as many as can be had.
    pub fn shown_pace(&self) -> Option<f64> {
        let fastest = MCMC.iter().find(|number| number.key == "pace").map(|number| number.max);
        (Some(self.pace) < fastest).then_some(self.pace)
    }

    /// The samplers that run: one, or two in a race.
    pub fn lanes(&self) -> Vec<Sampler> {
        if self.race { vec![self.sampler, self.rival] } else { vec![self.sampler] }
    }

    /// Whether going from `self` to `other` needs a new run: another density, other chains, or another race.
    pub fn needs_restart(&self, other: &Self) -> bool {
        (self.target, self.dimension, self.race, self.chains, self.start)
            != (other.target, other.dimension, other.race, other.chains, other.start)
            || self.sigma != other.sigma
    }
}

impl Default for McmcSettings {
    fn default() -> Self {
        defaults(
            MCMC,
            Self {
                target: Target::default(),
                sigma: 0.0,
                dimension: 0,
                sampler: Sampler::Mala,
                race: false,
                rival: Sampler::Hmc,
                chains: 0,
                start: StartPlace::default(),
                step_random_walk: 0.0,
                step_langevin: 0.0,
                step_hmc: 0.0,
                step_nuts: 0.0,
                leapfrog_steps: 0,
                jitter: 0.0,
                tune: false,
                accept_random_walk: 0.0,
                accept_langevin: 0.0,
                accept_hmc: 0.0,
                mass: Mass::default(),
                rungs: 0,
                hottest: 0.0,
                pace: 0.0,
            },
        )
    }
}
