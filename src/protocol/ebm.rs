//! What a run of the chapter on learning an energy sends.

use super::exact::Exact;
use super::mcmc::Lane;
use crate::settings::Objective;
use serde::{Deserialize, Serialize};

/// What one slice of training and sampling brought. Parts that did not change are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EbmFrame {
    /// Sent once, as soon as it is known.
    pub reference: Option<EbmReference>,
    /// One network, or what stands beside it as well.
    pub lanes: Vec<EbmLane>,
    pub real_vs_real: Option<EbmRealVsReal>,
    /// Training steps whose weights are kept, in order; told when another is.
    pub checkpoints: Option<Vec<u32>>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
}

/// What is known exactly about a run before any training.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EbmReference {
    pub exact: Exact,
    /// What the lowest way from one part to another climbs, nats: see [`EnergyMetrics::barrier`].
    pub barrier: f64,
    /// Weights in the network.
    pub weights: u32,
}

/// One energy and the walkers on it, after this slice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EbmLane {
    /// What its network is trained on; none where the density is the exact one.
    pub objective: Option<Objective>,
    /// Whether the walkers are on the exact density: before anything is learned, and always where that stands beside.
    pub on_exact: bool,
    /// Of each training step since the last frame, `[steps]` each: loss, mean energy of the data, mean energy of the
    /// negatives (empty where there are none), norm of the gradient by the weights.
    #[serde(skip)]
    pub losses: Vec<f32>,
    #[serde(skip)]
    pub data_energies: Vec<f32>,
    #[serde(skip)]
    pub negative_energies: Vec<f32>,
    #[serde(skip)]
    pub gradient_norms: Vec<f32>,
    /// Where the chains of the last training step ended, `[rows, 2]`, data units; empty where nothing was trained or
    /// there are none.
    #[serde(skip)]
    pub negatives: Vec<f32>,
    pub map: Option<Box<EnergyMap>>,
    pub score: Option<EbmScore>,
    pub walkers: Lane,
}

/// An energy all over the stage, and what can be said of the density it stands for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EnergyMap {
    /// Training steps behind it.
    pub step: u32,
    /// E, nats, `[Stage::CELLS, Stage::CELLS]`, rows from the lowest y. The density is e^(−E − log Z).
    #[serde(skip)]
    pub energy: Vec<f32>,
    /// Contour lines of the density, as of [`Exact::contours`].
    #[serde(skip)]
    pub contours: Vec<f32>,
    /// −∇E at the arrow grid, `[ARROWS², 2]`, rows from the lowest y.
    #[serde(skip)]
    pub score: Vec<f32>,
    pub metrics: EnergyMetrics,
}

impl EnergyMap {
    /// The normalised density, of the shape of the energy.
    pub fn density(&self) -> Vec<f32> {
        self.energy.iter().map(|&energy| (-f64::from(energy) - self.metrics.log_z).exp() as f32).collect()
    }
}

/// The density of an energy held against the exact one, both normalised on a grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EnergyMetrics {
    /// log ∫ e^(−E) over three times the stage's side.
    pub log_z: f64,
    /// Kullback–Leibler divergence from the exact density to this one, nats.
    pub kl: f64,
    /// Share of the mass nearest to the first part of the data.
    pub first_share: f64,
    /// Share of the mass farther than 4σ from where the data come from.
    pub off_share: f64,
    /// How high above the lowest place of the shallower moon the lowest way to the other moon leads, nats: the bridge
    /// that walkers have to climb.
    pub barrier: f64,
}

/// How far samples are from fresh data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EbmScore {
    /// Training steps behind it.
    pub step: u32,
    pub walkers: SampleScore,
    /// Of the chains of the last training step; none where there are none.
    pub negatives: Option<SampleScore>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SampleScore {
    /// Unbiased MMD² averaged over [`super::diffusion::BANDWIDTHS`].
    pub mmd2: f64,
    /// Share of points nearest to the first part of the data: of two moons, the upper.
    pub first_share: f64,
    /// Share of points farther than 4σ from where the data come from before they are blurred.
    pub off_share: f64,
}

/// What such scores look like for real data and for a Gaussian blob, for as many points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EbmRealVsReal {
    /// Points of each set.
    pub points: u32,
    /// 95 % quantile between two real sets.
    pub mmd2_q95: f64,
    pub gaussian_baseline: f64,
}

impl EbmFrame {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = Vec::new();
        if let Some(reference) = &mut self.reference {
            arrays.extend(reference.exact.arrays_mut());
        }
        for lane in &mut self.lanes {
            arrays.extend([
                &mut lane.losses,
                &mut lane.data_energies,
                &mut lane.negative_energies,
                &mut lane.gradient_norms,
                &mut lane.negatives,
            ]);
            if let Some(map) = &mut lane.map {
                arrays.extend([&mut map.energy, &mut map.contours, &mut map.score]);
            }
            arrays.extend(lane.walkers.arrays_mut());
        }
        arrays
    }
}
