//! What a chapter reads out: its numbers a few times a second, and the same seldom for screen readers.

use leptos::prelude::*;

/// `R` gathers the numbers of one chapter.
pub struct Readings<R: Send + Sync + 'static> {
    pub now: RwSignal<R>,
    /// Descriptions of pictures must not change under a screen reader.
    pub spoken: RwSignal<R>,
}

impl<R: Send + Sync> Clone for Readings<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync> Copy for Readings<R> {}

impl<R: Clone + Default + PartialEq + Send + Sync + 'static> Readings<R> {
    /// Nothing yet; every component finds it with [`Readings::get`].
    pub fn provide() -> Self {
        let readings = Self { now: RwSignal::default(), spoken: RwSignal::default() };
        provide_context(readings);
        readings
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// Tells whoever listens, if anything has changed.
    pub fn publish(&self, numbers: R) {
        if self.now.with_untracked(|shown| *shown != numbers) {
            self.now.set(numbers);
        }
    }

    pub fn announce(&self) {
        let numbers = self.now.get_untracked();
        if self.spoken.with_untracked(|shown| *shown != numbers) {
            self.spoken.set(numbers);
        }
    }
}
