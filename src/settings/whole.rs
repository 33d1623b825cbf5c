//! All settings together.

use super::{
    Chapter, CompareSettings, DataSettings, DiffusionSettings, EbmSettings, EmbedSettings, EngineChoice,
    Language, McmcSettings, StageWindow, StorySettings, TableSettings, Target, View,
};

/// The whole state that a link can hold. `Default` is the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub chapter: Chapter,
    /// Decides everything random in a run that trains.
    pub seed: u32,
    /// Decides everything random in a run of Markov chains: other chains must not cost a trained network.
    pub chain_seed: u32,
    pub engine: EngineChoice,
    pub language: Language,
    pub story: StorySettings,
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

    /// Takes what is set of the chapter shown, and of the data, from others. What has been drawn is kept, for it cannot be had
    /// again.
    pub fn take_own(&mut self, from: Self) {
        match self.chapter {
            Chapter::Sample => self.mcmc = from.mcmc,
            Chapter::LearnAnEnergy => self.ebm = from.ebm,
            Chapter::Denoise => self.diffusion = from.diffusion,
            Chapter::Compare => self.compare = from.compare,
        }
        let drawing = std::mem::take(&mut self.data.drawing);
        self.data = DataSettings { drawing, ..from.data };
    }

    /// Whether the chapter shown is about the data: chapter 1 has other densities too.
    pub fn uses_data(&self) -> bool {
        self.chapter != Chapter::Sample || self.mcmc.target == Target::Data
    }

    /// What the stages of the chapter shown show of the plane.
    pub fn stage_window(&self) -> StageWindow {
        let target = if self.chapter == Chapter::Sample { self.mcmc.target } else { Target::Data };
        target.window(&self.data)
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
            language: Language::default(),
            story: StorySettings::default(),
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
