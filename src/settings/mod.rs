//! Everything a reader can set, as plain data: the controls, the URL and the engine all read it.

#[macro_use]
mod macros;

pub mod compare;
pub mod data;
pub mod diffusion;
pub mod ebm;
pub mod embed;
pub mod experiment;
#[cfg(test)]
mod guide;
pub mod layers;
pub mod mcmc;
pub mod page;
pub mod setting;
pub mod table;
pub mod url;
pub mod view;

pub use compare::{CompareClock, ComparePlan, CompareSettings, CompareStart, Family, Method, Ticked};
pub use data::{DataSet, DataSettings, Drawing};
pub use diffusion::{
    AskedMoon, Clip, DiffusionBeside, DiffusionSampler, DiffusionSettings, Fork, LearningRateSchedule,
    LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, Spacing, TimestepDraw,
};
pub use ebm::{Activation, Beside, EbmSettings, Objective, Picture, Slicing, Walk, WalkStart};
pub use embed::{EmbedSettings, Theme};
pub use experiment::Experiment;
pub use mcmc::{Mass, McmcSettings, Sampler, StageSquare, StartPlace, Target};
pub use table::{TableCell, TableModel, TablePart, TableSettings};
pub use view::{ScoreForm, ScoreLayer, View};

use serde::{Deserialize, Serialize};

/// The page's four chapters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chapter {
    Sample,
    LearnAnEnergy,
    #[default]
    Denoise,
    Compare,
}

impl Chapter {
    pub const ALL: [Self; 4] = [Self::Sample, Self::LearnAnEnergy, Self::Denoise, Self::Compare];
}

/// Which engine the reader wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineChoice {
    /// Whichever trains faster on this machine.
    #[default]
    Auto,
    Cpu,
    Gpu,
}

/// The whole state that a link can hold. `Default` is the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub chapter: Chapter,
    /// Decides everything random in a run that trains.
    pub seed: u32,
    /// Decides everything random in a run of Markov chains: other chains must not cost a trained network.
    pub chain_seed: u32,
    pub engine: EngineChoice,
    pub embed: EmbedSettings,
    pub view: View,
    /// What all chapters are about.
    pub data: DataSettings,
    pub mcmc: McmcSettings,
    pub ebm: EbmSettings,
    pub diffusion: DiffusionSettings,
    pub table: TableSettings,
    pub compare: CompareSettings,
}

impl Settings {
    /// The diffusion chapter's settings as they act on the data: a network can be told of two parts, and of no other number
    /// of them.
    pub fn diffusion_in_use(&self) -> DiffusionSettings {
        let conditional = self.diffusion.conditional && self.data.has_two_classes();
        DiffusionSettings { conditional, ..self.diffusion.clone() }
    }

    /// The seed of what `chapter` runs.
    pub fn seed_of(&self, chapter: Chapter) -> u32 {
        if chapter == Chapter::Sample { self.chain_seed } else { self.seed }
    }

    pub fn set_seed_of(&mut self, chapter: Chapter, seed: u32) {
        *(if chapter == Chapter::Sample { &mut self.chain_seed } else { &mut self.seed }) = seed;
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            chapter: Chapter::default(),
            seed: 1,
            chain_seed: 1,
            engine: EngineChoice::default(),
            embed: EmbedSettings::default(),
            view: View::default(),
            data: DataSettings::default(),
            mcmc: McmcSettings::default(),
            ebm: EbmSettings::default(),
            diffusion: DiffusionSettings::default(),
            table: TableSettings::default(),
            compare: CompareSettings::default(),
        }
    }
}

/// Every setting, in the order in which a link, a panel and a list for teachers have them.
pub fn all() -> impl Iterator<Item = &'static setting::Setting> {
    let tables = [
        page::ROWS,
        view::ROWS,
        data::ROWS,
        mcmc::ROWS,
        ebm::ROWS,
        diffusion::ROWS,
        compare::ROWS,
        table::ROWS,
    ];
    tables.into_iter().flatten()
}

/// The setting of this key.
pub fn find(key: &str) -> Option<&'static setting::Setting> {
    all().find(|setting| setting.key == key)
}
