//! Everything the transitions of one lane depend on: two plans that are equal move alike.

use crate::settings::mcmc::ROWS;
use crate::settings::setting::Kind;
use crate::settings::{LogZStart, Mass, McmcSettings, Sampler, SamplerBug, Settings};

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub sampler: Sampler,
    pub settings: McmcSettings,
}

impl Plan {
    /// Settings that this sampler does not read are left out, so that changing them changes nothing.
    pub fn new(sampler: Sampler, settings: &McmcSettings) -> Self {
        let tune = settings.tune && sampler.acceptance_key().is_some();
        let mass = if tune { settings.mass } else { Mass::default() };
        let bug = if sampler.has(settings.bug) { settings.bug } else { SamplerBug::Off };
        // What weighs the density has chains of its own.
        let log_z = LogZStart::Off;
        let used = McmcSettings { sampler, rival: sampler, tune, mass, bug, log_z, ..settings.clone() };
        let default = Settings::default();
        let mut used = Settings { mcmc: used, ..default.clone() };
        for setting in ROWS.iter().filter(|setting| !sampler.reads(setting.key, settings)) {
            if let Kind::Number(number) = &setting.kind {
                (number.set)(&mut used, (number.get)(&default));
            }
        }
        Self { sampler, settings: used.mcmc }
    }

    pub fn step_size(&self) -> f64 {
        self.settings.step_size(self.sampler)
    }

    /// The acceptance rate to tune to, if there is anything to tune.
    pub fn target_acceptance(&self) -> Option<f64> {
        self.settings.target_acceptance(self.sampler).filter(|_| self.settings.tune)
    }
}
