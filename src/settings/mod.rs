//! Everything a reader can set, as plain data: the controls, the URL and the engine all read it.

#[macro_use]
mod macros;

pub mod all;
pub mod chapter;
pub mod compare;
pub mod compare_plan;
pub mod data;
pub mod diffusion;
pub mod ebm;
pub mod embed;
pub mod experiment;
#[cfg(test)]
mod guide;
pub mod language;
pub mod layers;
pub mod mcmc;
pub mod museum;
#[cfg(test)]
mod notebook;
pub mod page;
pub mod setting;
pub mod square;
pub mod story;
pub mod table;
pub mod text;
pub mod url;
pub mod view;
mod whole;

pub use all::{all, find};
pub use chapter::{Chapter, EngineChoice};
pub use compare::{CompareClock, CompareSettings, CompareStart, Family, Method, Ticked};
pub use compare_plan::ComparePlan;
pub use data::{DataSet, DataSettings, Drawing};
pub use diffusion::{
    AskedMoon, Clip, Compose, Composing, CorrectorKind, DiffusionBeside, DiffusionSampler, DiffusionSettings,
    FateLayer, Fork, LearningRateSchedule, LossWeighting, MoonsLayout, Network, Prediction, Sampling,
    ScheduleKind, Spacing, TimestepDraw,
};
pub use ebm::{Activation, Beside, EbmSettings, Objective, Picture, Slicing, Walk, WalkStart};
pub use embed::{EmbedSettings, Theme};
pub use experiment::Experiment;
pub use language::Language;
pub use mcmc::{LogZStart, Mass, McmcSettings, Motion, Sampler, StartPlace, Target};
pub use museum::{DiffusionBug, SamplerBug};
pub use square::{StageSquare, StageWindow};
pub use story::{Homework, StorySettings};
pub use table::{TableCell, TableModel, TablePart, TableSettings};
pub use view::{ScoreForm, ScoreLayer, View};
pub use whole::Settings;
