//! Everything a reader can set, as plain data: the controls, the URL and the engine all read it.

/// An enum of choices, with all of them in their order as `ALL`.
macro_rules! choices {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$each:meta])* $choice:ident),+ $(,)? }) => {
        $(#[$about])*
        pub enum $name { $($(#[$each])* $choice),+ }

        impl $name {
            pub const ALL: [Self; [$(Self::$choice),+].len()] = [$(Self::$choice),+];
        }
    };
}

pub mod compare;
pub mod data;
pub mod diffusion;
pub mod ebm;
pub mod embed;
pub mod experiment;
pub mod layers;
pub mod mcmc;
pub mod range;
pub mod table;
pub mod url;

pub use compare::{CompareClock, ComparePlan, CompareSettings, CompareStart, Family, Method, Ticked};
pub use data::{DataSet, DataSettings, Drawing};
pub use diffusion::{
    AskedMoon, Clip, DiffusionBeside, DiffusionSampler, DiffusionSettings, Fork, LearningRateSchedule,
    LossWeighting, MoonsLayout, Network, Prediction, ScheduleKind, Spacing, TimestepDraw,
};
pub use ebm::{Activation, Beside, EbmSettings, Objective, Picture, Slicing, Walk, WalkStart};
pub use embed::{EmbedSettings, Theme};
pub use experiment::Experiment;
pub use mcmc::{Mass, McmcSettings, Motion, Sampler, StageSquare, StartPlace, Target};
pub use table::{TableCell, TableModel, TablePart, TableSettings};

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

/// Which score field the stage draws as arrows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreLayer {
    #[default]
    Off,
    Learned,
    Exact,
    /// Learned minus exact.
    Difference,
}

/// How the stage draws a score field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreForm {
    #[default]
    Arrows,
    /// Its length as a colour.
    Heatmap,
}

/// What the stage draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub density: bool,
    pub contours: bool,
    pub data: bool,
    pub samples: bool,
    pub trails: bool,
    /// What a transition of a Markov chain does before it is accepted or rejected.
    pub proposals: bool,
    /// Where the chains ended that found the negatives of the last training step.
    pub negatives: bool,
    pub score: ScoreLayer,
    pub score_form: ScoreForm,
    /// Where the denoiser says that each walker's clean point is.
    pub ghosts: bool,
    /// The noise that the denoiser says is in some of the walkers.
    pub noise_arrows: bool,
    /// Where the timeline stands, from noise (0) to data (1), where the reader has put it somewhere.
    pub t: Option<f64>,
    /// Pace of the timeline, 1 for its own.
    pub speed: f64,
}

impl View {
    /// Paces of the timeline on offer.
    pub const SPEEDS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];
}

impl Default for View {
    fn default() -> Self {
        Self {
            density: true,
            contours: true,
            data: false,
            samples: true,
            trails: true,
            proposals: true,
            negatives: true,
            score: ScoreLayer::Off,
            score_form: ScoreForm::Arrows,
            ghosts: false,
            noise_arrows: false,
            t: None,
            speed: 1.0,
        }
    }
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
