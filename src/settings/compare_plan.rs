//! What a run of the chapter that compares depends on.

use super::{
    Beside, CompareSettings, DiffusionBeside, DiffusionBug, DiffusionSettings, EbmSettings, McmcSettings,
    SamplerBug, Settings, Target,
};
use serde::{Deserialize, Serialize};

/// All that a run of the chapter depends on: how each family is set in its own chapter, brought to the same data, the same
/// number of examples and, as nearly as widths allow, the same number of weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparePlan {
    pub compare: CompareSettings,
    pub mcmc: McmcSettings,
    pub ebm: EbmSettings,
    pub diffusion: DiffusionSettings,
}

impl ComparePlan {
    pub fn of(settings: &Settings) -> Self {
        let compare = settings.compare.clone();
        let diffusion = DiffusionSettings {
            data_noise: compare.sigma,
            train_steps: compare.train_steps,
            sampler: compare.denoiser,
            conditional: false,
            beside: DiffusionBeside::Nothing,
            bug: DiffusionBug::Off,
            ..settings.diffusion.clone()
        };
        let mut ebm = EbmSettings {
            data_noise: compare.sigma,
            train_steps: compare.train_steps,
            batch_size: diffusion.batch_size,
            points: diffusion.points,
            beside: Beside::Nothing,
            walk: compare.walk,
            walkers: compare.walkers,
            ..settings.ebm.clone()
        };
        ebm.width = width_of_like_size(&ebm, diffusion.weights());
        let mcmc = McmcSettings {
            target: Target::Data,
            sigma: compare.sigma,
            sampler: compare.sampler,
            race: false,
            chains: compare.walkers,
            tune: true,
            rungs: 1,
            bug: SamplerBug::Off,
            ..settings.mcmc.clone()
        };
        Self { compare, mcmc, ebm, diffusion }
    }

    /// Weights of the energy network and of the denoising network.
    pub fn weights(&self) -> [usize; 2] {
        [self.ebm.weights(), self.diffusion.weights()]
    }

    /// Whether going from `self` to `other` needs a new run: other data, or something else to train.
    pub fn needs_restart(&self, other: &Self) -> bool {
        self.compare.begins_otherwise(&other.compare)
            || self.ebm.needs_restart(&other.ebm)
            || self.diffusion.needs_restart(&other.diffusion)
    }
}

/// The width with which an energy network has as nearly as possible so many weights.
fn width_of_like_size(ebm: &EbmSettings, weights: usize) -> usize {
    let of_width = |width| EbmSettings { width, ..ebm.clone() }.weights();
    (4..=256).min_by_key(|&width| of_width(width).abs_diff(weights)).unwrap_or(ebm.width)
}
