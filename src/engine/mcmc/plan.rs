//! Everything the transitions of one lane depend on: two plans that are equal move alike.

use crate::settings::{Mass, McmcSettings, Sampler};

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub sampler: Sampler,
    pub settings: McmcSettings,
}

impl Plan {
    /// Settings that this sampler does not read are left out, so that changing them changes nothing.
    pub fn new(sampler: Sampler, settings: &McmcSettings) -> Self {
        let used = |uses: bool, value: f64| if uses { value } else { 0.0 };
        let is = |one: &[Sampler]| one.contains(&sampler);
        let tunes = settings.tune && settings.target_acceptance(sampler).is_some();
        let defaults = McmcSettings::default();
        let settings = McmcSettings {
            step_random_walk: used(is(&[Sampler::RandomWalk]), settings.step_random_walk),
            step_langevin: used(is(&[Sampler::Ula, Sampler::Mala]), settings.step_langevin),
            step_hmc: used(is(&[Sampler::Hmc]), settings.step_hmc),
            step_nuts: used(is(&[Sampler::Nuts]), settings.step_nuts),
            leapfrog_steps: if is(&[Sampler::Hmc]) { settings.leapfrog_steps } else { 1 },
            jitter: used(is(&[Sampler::Hmc]), settings.jitter),
            tune: tunes,
            accept_random_walk: used(tunes && is(&[Sampler::RandomWalk]), settings.accept_random_walk),
            accept_langevin: used(tunes && is(&[Sampler::Mala]), settings.accept_langevin),
            accept_hmc: used(tunes && is(&[Sampler::Hmc, Sampler::Nuts]), settings.accept_hmc),
            mass: if tunes { settings.mass } else { Mass::Identity },
            rungs: settings.rungs,
            hottest: used(settings.rungs > 1, settings.hottest),
            ..defaults
        };
        Self { sampler, settings }
    }

    pub fn step_size(&self) -> f64 {
        self.settings.step_size(self.sampler)
    }

    /// The acceptance rate to tune to, if there is anything to tune.
    pub fn target_acceptance(&self) -> Option<f64> {
        self.settings.target_acceptance(self.sampler).filter(|_| self.settings.tune)
    }
}
