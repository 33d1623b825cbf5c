//! What a reader can set in the chapter on sampling a known density.

use super::data::DataSettings;
use super::stage::StageSquare;
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

/// How a chain moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sampler {
    /// Random-walk Metropolis.
    RandomWalk,
    /// Unadjusted Langevin algorithm: MALA without its accept step, and therefore wrong by its step size.
    Ula,
    /// Metropolis-adjusted Langevin algorithm.
    #[default]
    Mala,
    /// Hamiltonian Monte Carlo.
    Hmc,
    /// The No-U-Turn sampler.
    Nuts,
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
        match sampler {
            Sampler::RandomWalk => self.step_random_walk,
            Sampler::Ula | Sampler::Mala => self.step_langevin,
            Sampler::Hmc => self.step_hmc,
            Sampler::Nuts => self.step_nuts,
        }
    }

    /// The acceptance rate that `sampler` is tuned to; none for ULA, which accepts everything.
    pub fn target_acceptance(&self, sampler: Sampler) -> Option<f64> {
        match sampler {
            Sampler::RandomWalk => Some(self.accept_random_walk),
            Sampler::Ula => None,
            Sampler::Mala => Some(self.accept_langevin),
            Sampler::Hmc | Sampler::Nuts => Some(self.accept_hmc),
        }
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
