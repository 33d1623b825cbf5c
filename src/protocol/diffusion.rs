//! What a run of the diffusion chapter sends.

use super::composition::{ComposedCloud, ComposedLevel};
use super::copying::Copying;
pub use super::denoiser::Denoiser;
use super::exact::Exact;
use super::fate::{FateMap, UTurns};
use crate::settings::{DiffusionBeside, DiffusionBug, DiffusionSampler, Sampling};
use serde::{Deserialize, Serialize};

/// Points in every cloud of samples, and in the data they are scored against.
pub const WALKERS: usize = 1000;

/// Kernel bandwidths of the MMD scores, in data units.
pub const BANDWIDTHS: [f64; 4] = [0.1, 0.25, 0.5, 1.0];

/// Parts of the timesteps, of equal length, whose losses are told apart.
pub const LOSS_BINS: usize = 50;

/// What one slice of training and sampling brought. Parts that did not change are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DiffusionFrame {
    /// One run, or the one it is forked into as well.
    pub lanes: Vec<DiffusionLane>,
    pub real_vs_real: Option<RealVsReal>,
    /// Training steps whose weights are kept, in order; told when another is.
    pub checkpoints: Option<Vec<u32>>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Samplers are being measured: the share that is done.
    pub measuring: Option<f32>,
    /// What is on, also where it is hidden.
    pub bug: DiffusionBug,
}

/// One run: a network, its data and its samples.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DiffusionLane {
    /// Loss of each training step since the last frame: mean square over rows and coordinates, not weighted, each row
    /// by how often its timestep would be drawn uniformly.
    #[serde(skip)]
    pub losses: Vec<f32>,
    /// By how much the expected loss is above the ideal denoiser's in each of [`LOSS_BINS`] parts of the timesteps, noise
    /// growing: E|network − ideal|² on fixed draws; NaN where a part has none. Empty where it was not measured.
    #[serde(skip)]
    pub excess_by_timestep: Vec<f32>,
    pub reference: Option<Reference>,
    pub cloud: Option<Cloud>,
    pub score: Option<Score>,
    pub marginal: Option<Marginal>,
    pub probe: Option<Probe>,
    /// One more sampler at one more number of evaluations.
    pub quality: Vec<Quality>,
    /// The map of one more noise level.
    pub fate_map: Option<FateMap>,
    pub u_turns: Option<UTurns>,
    pub copying: Option<Copying>,
    pub beside: Option<Beside>,
    /// One more noise level of the composition.
    pub composed_level: Option<ComposedLevel>,
}

impl DiffusionFrame {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        self.lanes.iter_mut().flat_map(DiffusionLane::arrays_mut).collect()
    }
}

impl DiffusionLane {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = vec![&mut self.losses, &mut self.excess_by_timestep];
        if let Some(reference) = &mut self.reference {
            arrays.extend(reference.exact.arrays_mut());
            arrays.extend([
                &mut reference.forward_noise,
                &mut reference.levels,
                &mut reference.ideal_by_timestep,
                &mut reference.noise_by_timestep,
            ]);
        }
        arrays.extend(self.cloud.iter_mut().flat_map(Cloud::arrays_mut));
        if let Some(beside) = &mut self.beside {
            arrays.extend(beside.cloud.arrays_mut());
            arrays.extend(beside.composed.as_mut().map(|composed| &mut composed.shares));
        }
        arrays.extend(self.composed_level.as_mut().map(|level| &mut level.contours));
        if let Some(marginal) = &mut self.marginal {
            arrays.push(&mut marginal.contours);
        }
        arrays.extend(self.fate_map.as_mut().map(|map| &mut map.first));
        if let Some(turns) = &mut self.u_turns {
            arrays.extend([&mut turns.times, &mut turns.shares, &mut turns.errors]);
        }
        if let Some(copying) = &mut self.copying {
            arrays.extend([
                &mut copying.times,
                &mut copying.shares,
                &mut copying.errors,
                &mut copying.to_law,
                &mut copying.to_points,
            ]);
        }
        if let Some(probe) = &mut self.probe {
            for way in [Some(&mut probe.exact), probe.learned.as_mut()].into_iter().flatten() {
                arrays.extend([&mut way.times, &mut way.points]);
            }
        }
        arrays
    }
}

/// What is known exactly about a run before any training; sent once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub exact: Exact,
    /// Noise ε for the first training points, at most [`WALKERS`], `[n, 2]`, data units: with the signal a and the noise
    /// b of a level, the noised point is mean + a (x − mean) + b ε.
    #[serde(skip)]
    pub forward_noise: Vec<f32>,
    /// Mean of the data, data units.
    pub mean: [f32; 2],
    /// Signal a and noise b of the noise levels 0 … T, `[T + 1, 2]`; level 0 is the data, (1, 0).
    #[serde(skip)]
    pub levels: Vec<f32>,
    /// The least loss any network can reach: that of the ideal denoiser.
    pub ideal_loss: f32,
    /// The same in each of [`LOSS_BINS`] parts of the timesteps.
    #[serde(skip)]
    pub ideal_by_timestep: Vec<f32>,
    /// Mean square of the ideal denoiser's noise over the law of x_t, at each timestep, `[T]`.
    #[serde(skip)]
    pub noise_by_timestep: Vec<f32>,
    /// ᾱ_T: the share of signal variance left at the last noise level.
    pub alpha_bar_last: f32,
    /// KL(q(x_T) ‖ N(0, I)), nats, by quadrature: how wrong it is to start from noise.
    pub prior_kl: f32,
    /// Weights in the network.
    pub weights: u32,
}

/// The exact law of x_t at one noise level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Marginal {
    /// Noise level, 0 to T.
    pub t: f32,
    /// Contour lines around shares of its mass as separate segments, `[n, 4]`: x₀ y₀ x₁ y₁ in data units.
    #[serde(skip)]
    pub contours: Vec<f32>,
    /// By how much the lowest way from one moon to the other climbs in −log p_t, nats; 0 where the two have become one.
    pub barrier: f32,
}

/// A point of the stage taken hold of: where the denoisers send it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Where it is, data units, and at which noise level.
    pub at: [f32; 2],
    pub t: f32,
    pub exact: ProbeTrajectory,
    pub learned: Option<ProbeTrajectory>,
}

/// The way of one point along the probability-flow ODE, from noise to data, as one denoiser has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProbeTrajectory {
    /// Noise levels passed, falling from T to 0.
    #[serde(skip)]
    pub times: Vec<f32>,
    /// The point at each of them, `[times, 2]`, data units.
    #[serde(skip)]
    pub points: Vec<f32>,
    /// The predicted clean point x̂₀ where it is held, data units.
    pub clean: [f32; 2],
    /// The predicted noise there, times the noise's standard deviation b, data units: from √ᾱ x̂₀ to the point.
    pub noise: [f32; 2],
}

/// How good one sampler is within a number of evaluations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    pub denoiser: Denoiser,
    /// Training steps behind it.
    pub step: u32,
    pub sampler: DiffusionSampler,
    /// Evaluations it was allowed.
    pub evaluations: u32,
    /// Mean unbiased MMD² (see [`Distances::mmd2_mean`]) over sets of samples, and how many.
    pub mmd2: f32,
    pub sets: u32,
}

/// Numbers of evaluations at which samplers are measured.
pub const EVALUATIONS: [u32; 5] = [5, 10, 20, 50, 100];

/// One batch of samples with its whole way from noise to data. `K` states: x_T first, x_0 last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cloud {
    pub denoiser: Denoiser,
    /// Training steps behind it.
    pub step: u32,
    /// How it was drawn.
    pub sampling: Sampling,
    /// Noise level of each state, `[K]`, from T down to 0.
    #[serde(skip)]
    pub times: Vec<f32>,
    /// `[K, WALKERS, 2]`, data units.
    #[serde(skip)]
    pub points: Vec<f32>,
    /// Each walker's predicted clean point x̂₀ at each state, its own place at the last, `[K, WALKERS, 2]`, data units.
    #[serde(skip)]
    pub clean: Vec<f32>,
    /// −ε at the arrow grid, that is the score times the noise's standard deviation,
    /// `[K, ARROWS², 2]`, data units, rows from the lowest y.
    #[serde(skip)]
    pub field: Vec<f32>,
    pub checks: Checks,
}

/// What the way of a cloud says of what drew it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// Mean square of the predicted noise over the states that [have little noise](has_little_noise), and its standard error over
    /// walkers; not-a-number where there is no such state.
    pub noise: [f32; 2],
    /// Share of the predicted clean points that lie farther out than any data: where they are held, none.
    pub beyond: f32,
}

/// Whether a noise level is one of the lowest fifth of all up to `last`, but not the data: there a level more or less is seen.
pub fn has_little_noise(time: f32, last: f32) -> bool {
    time >= 1.0 && time <= 0.2 * last
}

impl Cloud {
    fn arrays_mut(&mut self) -> [&mut Vec<f32>; 4] {
        [&mut self.times, &mut self.points, &mut self.clean, &mut self.field]
    }
}

/// Samples of another denoiser, that stand beside those of the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    pub what: DiffusionBeside,
    pub cloud: Cloud,
    /// Where they are of a composition.
    pub composed: Option<ComposedCloud>,
}

/// How far a cloud is from fresh data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub denoiser: Denoiser,
    /// Training steps behind the cloud, and how it was drawn.
    pub step: u32,
    pub sampling: Sampling,
    pub distances: Distances,
    /// Median distance to the nearest training point, over that of fresh data, and its standard error: 0 of copies, 1 of draws of
    /// the law.
    pub nearest: [f32; 2],
}

/// Distances between `WALKERS` points and as many independent draws of the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distances {
    /// Unbiased MMD² with an RBF kernel of each of [`BANDWIDTHS`].
    pub mmd2: [f32; 4],
    /// Biased MMD² at bandwidth 1.
    pub mmd2_biased: f32,
    pub sliced_wasserstein: f32,
    pub energy_distance: f32,
    /// Share of points nearest to the first part of the data: of two moons, the upper.
    pub first_share: f32,
    /// Share of points farther than 4σ from where the data come from before they are blurred.
    pub off_share: f32,
}

impl Distances {
    /// The main score: unbiased MMD² averaged over [`BANDWIDTHS`].
    pub fn mmd2_mean(&self) -> f32 {
        mean_over_bandwidths(&self.mmd2)
    }
}

/// Of a number at each of [`BANDWIDTHS`].
pub fn mean_over_bandwidths(each: &[f32; 4]) -> f32 {
    each.iter().sum::<f32>() / each.len() as f32
}

/// What the scores of a perfect and of a simple-minded sampler look like, at the same size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RealVsReal {
    /// Pairs of real sets compared so far.
    pub pairs: u32,
    /// 95 % quantile of the mean unbiased MMD² between two real sets.
    pub mmd2_mean_q95: f32,
    /// The same for each of [`BANDWIDTHS`].
    pub mmd2_q95: [f32; 4],
    /// Points of one Gaussian with the data's mean and covariance.
    pub gaussian_baseline: Distances,
}
