//! What a run of Markov chains sends.

use super::exact::Exact;
use super::log_z::LogZ;
use crate::settings::{Sampler, SamplerBug};
use serde::{Deserialize, Serialize};

/// Points visited that one frame tells of, at most, for each lane.
pub const VISITED: usize = 256;

/// Bins of a marginal histogram, over the stage's side.
pub const BINS: usize = 64;

/// Lags of the autocorrelation function, from 0.
pub const LAGS: usize = 100;

/// Chains in the trace plot, at most.
pub const TRACES: usize = 4;

/// Draws of one chain in the trace plot, at most.
pub const TRACE_DRAWS: usize = 300;

/// What one slice of transitions brought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct McmcFrame {
    /// Sent once, as soon as it is known.
    pub reference: Option<McmcReference>,
    /// All that is known of the mass, told when there is more.
    pub log_z: Option<LogZ>,
    /// One for each sampler that runs: one, or two in a race.
    pub lanes: Vec<Lane>,
    /// What is on, also where it is hidden.
    pub bug: SamplerBug,
}

/// What is known exactly about the density.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct McmcReference {
    pub exact: Exact,
    /// Exact probability of each bin, `[2, BINS]`: along x, then along y.
    #[serde(skip)]
    pub marginals: Vec<f32>,
    /// Mean of log p within each mode, nats, up to the constant of the chains' log p; empty where it is not known.
    #[serde(skip)]
    pub log_densities: Vec<f32>,
    /// What the modes are called, in the order of [`Exact::shares`]; one where there are no separate modes.
    pub modes: Vec<String>,
}

/// One sampler's chains, after this slice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    pub sampler: Sampler,
    /// Counts the samplers this lane has had: another number means that what it measured starts afresh.
    pub epoch: u32,
    /// Where each chain is, `[chains, 2]`, data units.
    #[serde(skip)]
    pub positions: Vec<f32>,
    /// What each chain's last transition proposed, `[chains, 2]`.
    #[serde(skip)]
    pub proposals: Vec<f32>,
    /// What came of it, `[chains]`: see [`Outcome`].
    #[serde(skip)]
    pub outcomes: Vec<f32>,
    /// States since the last frame, of all chains, `[n, 2]` with n at most [`VISITED`].
    #[serde(skip)]
    pub visited: Vec<f32>,
    /// States of the first chain since the last frame, where it came from first, `[n, 2]`, n at most [`VISITED`].
    #[serde(skip)]
    pub way: Vec<f32>,
    /// The first chain's last transition; none before the first.
    pub detail: Option<Detail>,
    pub cost: Cost,
    /// Measured anew a few times a second.
    pub diagnostics: Option<Box<Diagnostics>>,
}

/// What came of a transition; in [`Lane::outcomes`] as its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The chain stays where it was.
    #[default]
    Rejected = 0,
    Accepted = 1,
    /// The proposal was not finite or its energy error too large to be believed, and rejected; NUTS may have moved along
    /// the sound part of its path.
    Divergent = 2,
}

/// The inside of one transition, in data units; in more than two dimensions its first two coordinates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    pub from: [f32; 2],
    pub proposal: [f32; 2],
    pub outcome: Outcome,
    /// Probability with which this proposal is accepted; of NUTS the mean over its path.
    pub acceptance: f32,
    /// Mean of the Gaussian the proposal was drawn from, and its standard deviation along each axis; a
    /// random walk's mean is `from`. None for HMC and NUTS.
    pub cloud: Option<[[f32; 2]; 2]>,
    /// Momentum drawn, as the velocity it is. None but for HMC and NUTS.
    pub velocity: Option<[f32; 2]>,
    /// Leapfrog path from its beginning, `[n, 3]`: x, y, and the energy error so far. Not finite where it diverged,
    /// and where it goes on from its other end.
    #[serde(skip)]
    pub path: Vec<f32>,
}

/// What a lane has spent since what it measures began, after any warm-up, over all chains and rungs. Where the density under
/// the chains changes, transitions and crossings count on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Transitions of each chain.
    pub transitions: f64,
    /// Evaluations of the density or of its gradient with it.
    pub evaluations: f64,
    pub seconds: f64,
}

/// What the chains of a lane say about themselves, and what is known to be true.
///
/// Numbers are NaN where they are not defined, such as the R-hat of one chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diagnostics {
    /// Draws of each chain behind this; draws of the warm-up are not among them.
    pub draws: f64,
    /// The cost of those draws.
    pub evaluations: f64,
    pub seconds: f64,
    /// Tuning is under way; nothing is measured meanwhile.
    pub warming_up: bool,
    /// The step size in use.
    pub step_size: f64,
    /// Mean acceptance probability.
    pub acceptance: f64,
    pub divergences: f64,
    /// Acceptance rate of swaps between rungs.
    pub swaps: f64,
    /// Effective sample size (Vehtari et al. 2021) of what mixes worst: x, y or log p.
    pub ess_bulk: f64,
    pub ess_tail: f64,
    /// The smaller of bulk and tail ESS of the place along a mode: exploring within a mode.
    pub ess_within: f64,
    /// ESS of being in a mode, of that which mixes worst among those seen: travelling between modes. Zero while no
    /// chain has changed its mode.
    pub ess_between: f64,
    /// Rank-normalised split R-hat of what agrees worst: x, y or log p.
    pub r_hat: f64,
    /// Mean of the first two coordinates, and its Monte Carlo standard error.
    pub mean: [f64; 2],
    pub mcse: [f64; 2],
    /// Mean of log p and its Monte Carlo standard error over the second half of the draws, which has forgotten where the chains
    /// began; nats, up to a constant.
    pub log_density: [f64; 2],
    /// Share of these draws in each mode.
    #[serde(skip)]
    pub late_shares: Vec<f32>,
    /// Chains that have changed their mode at least once, and over those the median cost of the first change, in
    /// evaluations of one chain.
    pub crossed: u32,
    pub first_crossing: f64,
    /// Transitions until each of these chains first changed its mode, `[crossed]`, in the order of the chains.
    #[serde(skip)]
    pub first_crossings: Vec<f32>,
    /// Share of draws in each mode.
    #[serde(skip)]
    pub shares: Vec<f32>,
    /// Draws of x, thinned, `[min(chains, TRACES), n]` with n at most [`TRACE_DRAWS`]; over all draws.
    #[serde(skip)]
    pub trace: Vec<f32>,
    /// Autocorrelation of what has the least bulk ESS, `[n]` with n at most [`LAGS`].
    #[serde(skip)]
    pub autocorrelation: Vec<f32>,
    /// Transitions from one lag to the next.
    pub lag: f64,
    /// Share of draws in each bin, `[2, BINS]`.
    #[serde(skip)]
    pub histograms: Vec<f32>,
}

impl McmcFrame {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = Vec::new();
        if let Some(reference) = &mut self.reference {
            arrays.extend(reference.exact.arrays_mut());
            arrays.extend([&mut reference.marginals, &mut reference.log_densities]);
        }
        arrays.extend(self.lanes.iter_mut().flat_map(Lane::arrays_mut));
        arrays
    }
}

impl Lane {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = vec![
            &mut self.positions,
            &mut self.proposals,
            &mut self.outcomes,
            &mut self.visited,
            &mut self.way,
        ];
        arrays.extend(self.detail.as_mut().map(|detail| &mut detail.path));
        if let Some(diagnostics) = &mut self.diagnostics {
            arrays.extend([
                &mut diagnostics.first_crossings,
                &mut diagnostics.shares,
                &mut diagnostics.late_shares,
                &mut diagnostics.trace,
                &mut diagnostics.autocorrelation,
                &mut diagnostics.histograms,
            ]);
        }
        arrays
    }
}
