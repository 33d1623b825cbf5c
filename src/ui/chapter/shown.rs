//! The chapters, of which one is shown.

use super::handle::Handle;
use super::session::ChapterSession;
use crate::settings::Chapter;
use leptos::prelude::*;

type Session = Handle<dyn ChapterSession>;

#[derive(Clone, Copy)]
pub struct Chapters {
    all: StoredValue<Vec<(Chapter, Session)>, LocalStorage>,
    shown: StoredValue<(Chapter, Session), LocalStorage>,
}

impl Chapters {
    /// Every component finds them with [`Chapters::get`].
    pub fn provide<const N: usize>(all: [(Chapter, Session); N], shown: Chapter) -> Self {
        let first = all.iter().find(|(chapter, _)| *chapter == shown).copied().unwrap_or(all[0]);
        let chapters = Self { all: StoredValue::new_local(all.into()), shown: StoredValue::new_local(first) };
        provide_context(chapters);
        chapters
    }

    pub fn get() -> Self {
        expect_context()
    }

    pub fn shown(&self) -> Session {
        self.shown.get_value().1
    }

    /// One of them: a page that is being made has its chapter shown with the next frame only.
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
        let (shown, _) = self.shown.get_value();
        self.all.with_value(|all| all.iter().filter(|(chapter, _)| *chapter != shown).copied().collect())
    }

    /// Shows this one from now on, and gives the one that is left; none where it is shown already.
    pub fn show(&self, wanted: Chapter) -> Option<Session> {
        let other = self.others().into_iter().find(|(chapter, _)| *chapter == wanted)?;
        let left = self.shown();
        self.shown.set_value(other);
        Some(left)
    }
}
