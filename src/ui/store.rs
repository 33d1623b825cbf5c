//! What the page's components share, whatever the chapter: the settings, and how the chapter shown is doing. It knows no
//! chapter; those who act on one have its handle.

use crate::protocol::Backend;
use crate::protocol::weights::Weights;
use crate::settings::{
    Chapter, CompareSettings, DataSettings, DiffusionSettings, EbmSettings, McmcSettings, Settings,
    TableSettings, Theme,
};
use crate::ui::subscribers::forget_gone;
use leptos::prelude::*;
use std::sync::Arc;

/// What the chapter shown is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Ready, no step done yet.
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

    /// Training or sampling, or going to as soon as it can.
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

/// What a new run, in whichever chapter, has taken the place of.
#[derive(Clone, Default)]
pub struct Replaced {
    pub chapter: Chapter,
    /// The models of the last run.
    pub models: Vec<Arc<Weights>>,
    /// Or the settings, where there was no model.
    pub settings: Option<Box<Settings>>,
}

impl Replaced {
    pub fn add(&mut self, chapter: Chapter, weights: Arc<Weights>) {
        if self.chapter != chapter || self.models.iter().any(|model| model.run != weights.run) {
            self.models.clear();
        }
        self.chapter = chapter;
        self.models.push(weights);
        self.settings = None;
    }
}

#[derive(Clone, Copy)]
pub struct Store {
    pub settings: RwSignal<Settings>,
    pub phase: RwSignal<Phase>,
    pub engine: RwSignal<EngineInfo>,
    /// Training steps, or transitions, a second.
    pub rate: RwSignal<Option<f32>>,
    /// The page's message to the reader; empty for none.
    pub notice: RwSignal<String>,
    /// What was learned before a new run took its place: it can be brought back.
    pub replaced: RwSignal<Replaced>,
    pub theme: RwSignal<Theme>,
    /// Whether the theme in force is dark.
    pub dark: RwSignal<bool>,
}

impl Store {
    /// The store that [`super::app::App`] provides.
    pub fn get() -> Self {
        expect_context()
    }

    /// Shows another chapter; what was said of the one before is not of this one.
    pub fn open(&self, chapter: Chapter) {
        self.notice.set(String::new());
        self.settings.update(|settings| settings.chapter = chapter);
    }

    /// Forgets the readers of its signals that have left the page.
    pub fn forget_gone(&self) {
        let Self { settings, phase, engine, rate, notice, replaced, theme, dark } = self;
        forget_gone(settings);
        forget_gone(phase);
        forget_gone(engine);
        forget_gone(rate);
        forget_gone(notice);
        forget_gone(replaced);
        forget_gone(theme);
        forget_gone(dark);
    }

    /// Something of a chapter's settings, told only when it changes.
    pub fn part<S: Part, T: PartialEq + Send + Sync + 'static>(
        &self,
        part: impl Fn(&S) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let settings = self.settings;
        Memo::new(move |_| settings.with(|settings| part(S::of(settings))))
    }
}

/// The settings of one chapter, of the table, or of the data, among all settings.
pub trait Part: 'static {
    fn of(settings: &Settings) -> &Self;
}

macro_rules! parts {
    ($($part:ty: $name:ident),*) => {
        $(impl Part for $part {
            fn of(settings: &Settings) -> &Self {
                &settings.$name
            }
        })*
    };
}

parts! {
    DataSettings: data, McmcSettings: mcmc, EbmSettings: ebm, DiffusionSettings: diffusion, TableSettings: table,
    CompareSettings: compare
}
