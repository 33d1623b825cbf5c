//! The settings of the one experiment that a chapter runs.

use super::{Chapter, DiffusionSettings, McmcSettings, Settings};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Experiment {
    Mcmc(McmcSettings),
    Diffusion(DiffusionSettings),
}

impl Experiment {
    /// What `chapter` runs under these settings.
    pub fn of(chapter: Chapter, settings: &Settings) -> Self {
        match chapter {
            Chapter::Sample => Self::Mcmc(settings.mcmc.clone()),
            // The other chapters are not built yet.
            Chapter::LearnAnEnergy | Chapter::Denoise | Chapter::Compare => {
                Self::Diffusion(settings.diffusion.clone())
            }
        }
    }

    /// Whether going from `self` to `other` needs a new run.
    pub fn needs_restart(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mcmc(before), Self::Mcmc(after)) => before.needs_restart(after),
            (Self::Diffusion(before), Self::Diffusion(after)) => before.needs_restart(after),
            _ => true,
        }
    }

    /// Steps after which the run pauses by itself; none if it never does.
    pub fn goal(&self) -> Option<usize> {
        match self {
            Self::Mcmc(_) => None,
            Self::Diffusion(settings) => Some(settings.train_steps),
        }
    }

    /// Moves the goal, where there is one.
    pub fn set_goal(&mut self, steps: usize) {
        if let Self::Diffusion(settings) = self {
            settings.train_steps = steps;
        }
    }
}
