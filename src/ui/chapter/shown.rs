//! The chapters, of which one is shown.

use super::handle::Handle;
use super::session::ChapterSession;
use crate::settings::{Chapter, Settings};
use leptos::prelude::*;

type Session = Handle<dyn ChapterSession>;

#[derive(Clone, Copy)]
pub struct Chapters {
    all: StoredValue<Vec<(Chapter, Session)>, LocalStorage>,
    settings: RwSignal<Settings>,
}

impl Chapters {
    /// Every component finds them with [`Chapters::get`].
    pub fn provide<const N: usize>(all: [(Chapter, Session); N], settings: RwSignal<Settings>) -> Self {
        let chapters = Self { all: StoredValue::new_local(all.into()), settings };
        provide_context(chapters);
        chapters
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// The one that the settings name: from the moment at which they do, though its canvases come with the next frame.
    pub fn shown(&self) -> Session {
        self.of(self.named())
    }

    fn named(&self) -> Chapter {
        self.settings.with_untracked(|settings| settings.chapter)
    }

    /// One of them.
    ///
    /// # Panics
    /// If it is not among them.
    pub fn of(&self, wanted: Chapter) -> Session {
        let found =
            |all: &Vec<(Chapter, Session)>| all.iter().find(|(chapter, _)| *chapter == wanted).copied();
        self.all.with_value(found).expect("a chapter of the page").1
    }

    pub fn all(&self) -> Vec<Session> {
        self.all.with_value(|all| all.iter().map(|(_, session)| *session).collect())
    }

    /// Those that are not shown.
    pub fn others(&self) -> Vec<(Chapter, Session)> {
        let shown = self.named();
        self.all.with_value(|all| all.iter().filter(|(chapter, _)| *chapter != shown).copied().collect())
    }
}
