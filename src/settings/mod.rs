//! Everything a reader can set, as plain data: the controls, the URL and the engine all read it.

pub mod diffusion;
pub mod range;
pub mod url;

pub use diffusion::{DiffusionSettings, LearningRateSchedule, MoonsLayout, Network, ScheduleKind, Spacing};
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
    /// WebGPU where there is an adapter, else the CPU.
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

/// What the stage draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub density: bool,
    pub data: bool,
    pub samples: bool,
    pub trails: bool,
    pub score: ScoreLayer,
}

impl Default for View {
    fn default() -> Self {
        Self { density: true, data: false, samples: true, trails: true, score: ScoreLayer::Off }
    }
}

/// The whole state that a link can hold. `Default` is the first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub chapter: Chapter,
    /// Decides everything random in a run.
    pub seed: u32,
    pub engine: EngineChoice,
    pub view: View,
    pub diffusion: DiffusionSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            chapter: Chapter::default(),
            seed: 1,
            engine: EngineChoice::default(),
            view: View::default(),
            diffusion: DiffusionSettings::default(),
        }
    }
}
