//! What the story knows of the chapter shown, and how far its step is.

use crate::settings::Chapter;
use crate::ui::metrics::Metrics;
use crate::ui::store::Store;
use crate::ui::subscribers::forget_gone;
use leptos::prelude::*;

/// What the story knows of the chapter shown, and what is done.
#[derive(Clone, Copy, Default)]
pub struct Telling {
    /// Of the chapter shown, while the story is open.
    pub metrics: RwSignal<Metrics>,
    /// Whether what the step asks for is done.
    pub done: RwSignal<bool>,
    /// The reader goes from step to step.
    pub moved: RwSignal<bool>,
    /// The chapter in which a model stands in, and the training steps behind it.
    pub stands_in: RwSignal<Option<(Chapter, u32)>>,
}

impl Telling {
    /// The one that [`crate::ui::app::App`] provides.
    pub fn get() -> Self {
        expect_context()
    }

    /// Forgets the readers of its signals that have left the page.
    pub fn forget_gone(&self) {
        let Self { metrics, done, moved, stands_in } = self;
        forget_gone(metrics);
        forget_gone(done);
        forget_gone(moved);
        forget_gone(stands_in);
    }

    /// Takes the numbers of the chapter shown, while the story is open.
    pub fn hear(&self, store: &Store, metrics: impl FnOnce() -> Metrics) {
        if store.settings.with_untracked(|settings| settings.story.is_open()) {
            let metrics = metrics();
            if self.metrics.with_untracked(|before| *before != metrics) {
                self.metrics.set(metrics);
            }
        }
    }
}
