//! What the page's components share: the settings, one phase, and the numbers to read out.

use super::readouts::Readouts;
use super::session::Session;
use crate::protocol::Backend;
use crate::settings::{DiffusionSettings, Settings};
use leptos::prelude::*;

/// What the page is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Ready, nothing trained yet.
    Idle,
    /// An engine is on its way; `train` as soon as it is there.
    Loading {
        train: bool,
    },
    Running,
    Paused,
    /// No engine can be had; why.
    Failed(String),
}

impl Phase {
    /// Its name in `data-phase`.
    pub fn name(&self) -> &'static str {
        match self {
            Phase::Idle => "idle",
            Phase::Loading { .. } => "loading",
            Phase::Running => "running",
            Phase::Paused => "paused",
            Phase::Failed(_) => "failed",
        }
    }

    /// Training, or going to as soon as it can.
    pub fn trains(&self) -> bool {
        matches!(self, Phase::Running | Phase::Loading { train: true })
    }
}

/// Which engine runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EngineInfo {
    /// None while none is ready.
    pub backend: Option<Backend>,
    pub device: String,
    /// Why this one.
    pub why: String,
}

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy)]
pub struct Store {
    pub settings: RwSignal<Settings>,
    pub phase: RwSignal<Phase>,
    pub engine: RwSignal<EngineInfo>,
    /// The page's message to the reader; empty for none.
    pub notice: RwSignal<String>,
    pub readouts: RwSignal<Readouts>,
    /// The same, seldom: descriptions of pictures must not change under a screen reader.
    pub spoken: RwSignal<Readouts>,
    pub theme: RwSignal<Theme>,
    /// Whether the theme in force is dark.
    pub dark: RwSignal<bool>,
    pub session: StoredValue<Session, LocalStorage>,
}

impl Store {
    /// The store that [`super::app::App`] provides.
    pub fn get() -> Self {
        expect_context()
    }

    /// Acts on the session (engines, clouds, playhead) at once.
    pub fn act(&self, action: impl FnOnce(&mut Session)) {
        self.session.update_value(action);
    }

    /// A part of the chapter's settings, told only when that part changes.
    pub fn diffusion<T: PartialEq + Send + Sync + 'static>(
        &self,
        part: impl Fn(&DiffusionSettings) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let settings = self.settings;
        Memo::new(move |_| settings.with(|settings| part(&settings.diffusion)))
    }
}
