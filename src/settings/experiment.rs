//! The settings of the one experiment that a chapter runs.

use super::{
    Beside, Chapter, ComparePlan, DiffusionSettings, EbmSettings, McmcSettings, Settings, TablePart,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Experiment {
    Mcmc(McmcSettings),
    Ebm(EbmSettings),
    Diffusion(DiffusionSettings),
    Table(TablePart),
    Compare(Box<ComparePlan>),
}

impl Experiment {
    /// What `chapter` runs under these settings.
    pub fn of(chapter: Chapter, settings: &Settings) -> Self {
        match chapter {
            Chapter::Sample => Self::Mcmc(settings.mcmc.clone()),
            Chapter::LearnAnEnergy => Self::Ebm(settings.ebm.clone()),
            Chapter::Denoise => Self::Diffusion(settings.diffusion_in_use()),
            Chapter::Compare => Self::Compare(Box::new(ComparePlan::of(settings))),
        }
    }

    /// Whether going from `self` to `other` needs a new run.
    pub fn needs_restart(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mcmc(before), Self::Mcmc(after)) => before.needs_restart(after),
            (Self::Ebm(before), Self::Ebm(after)) => before.needs_restart(after),
            (Self::Diffusion(before), Self::Diffusion(after)) => before.needs_restart(after),
            (Self::Compare(before), Self::Compare(after)) => before.needs_restart(after),
            _ => true,
        }
    }

    /// With the bug of `other`: a mistake can be put into code that has learned without it.
    pub fn with_bug_of(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Diffusion(own), Self::Diffusion(other)) => {
                Self::Diffusion(DiffusionSettings { bug: other.bug, ..own.clone() })
            }
            _ => self.clone(),
        }
    }

    /// Steps after which the run pauses by itself; none if it never does.
    pub fn goal(&self) -> Option<usize> {
        match self {
            Self::Mcmc(_) | Self::Table(_) => None,
            Self::Ebm(settings) => Some(settings.train_steps),
            Self::Diffusion(settings) => Some(settings.train_steps),
            // Both models, one after the other.
            Self::Compare(plan) => Some(2 * plan.compare.train_steps),
        }
    }

    /// Of each network that the run trains, inputs and outputs of its layers; empty where none can be handed out.
    pub fn networks(&self) -> Vec<Vec<[usize; 2]>> {
        match self {
            Self::Mcmc(_) | Self::Table(_) | Self::Compare(_) => Vec::new(),
            Self::Ebm(settings) => {
                vec![settings.layers(); if settings.beside == Beside::Rival { 2 } else { 1 }]
            }
            Self::Diffusion(settings) => settings.runs().iter().map(DiffusionSettings::layers).collect(),
        }
    }

    /// Whether two engines can share it: it trains two networks, or a denoiser, whose samples the second draws.
    pub fn can_be_shared(&self) -> bool {
        matches!(self, Self::Compare(_) | Self::Diffusion(_)) || self.networks().len() == 2
    }

    /// Rows of one training step times weights of the network they go through: what its matrix products grow with. 0 where no
    /// network is trained; of two models compared, that of the energy, which costs more by far.
    pub fn step_size(&self) -> usize {
        let of_energy = |settings: &EbmSettings| settings.batch_size * settings.weights();
        match self {
            Self::Mcmc(_) | Self::Table(_) => 0,
            Self::Ebm(settings) => of_energy(settings),
            Self::Diffusion(settings) => settings.batch_size * settings.weights(),
            Self::Compare(plan) => of_energy(&plan.ebm),
        }
    }

    /// Moves the goal, where there is one.
    pub fn set_goal(&mut self, steps: usize) {
        match self {
            Self::Mcmc(_) | Self::Table(_) | Self::Compare(_) => {}
            Self::Ebm(settings) => settings.train_steps = steps,
            Self::Diffusion(settings) => settings.train_steps = steps,
        }
    }

    /// The same in the settings of the page that it came from.
    pub fn set_goal_of(&self, settings: &mut Settings, steps: usize) {
        match self {
            Self::Mcmc(_) | Self::Table(_) | Self::Compare(_) => {}
            Self::Ebm(_) => settings.ebm.train_steps = steps,
            Self::Diffusion(_) => settings.diffusion.train_steps = steps,
        }
    }
}
