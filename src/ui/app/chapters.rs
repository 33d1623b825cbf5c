//! The list of chapters: the session and the page of each. Nowhere else are they all named.

use crate::settings::embed::{PRESETS, SCORES};
use crate::settings::{Chapter, Settings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live;
use crate::ui::chapter::page::{ChapterPage, Guest, Page};
use crate::ui::chapter::session::ChapterSession;
use crate::ui::chapters::compare::session::CompareSession;
use crate::ui::chapters::diffusion::session::DiffusionSession;
use crate::ui::chapters::ebm::session::EbmSession;
use crate::ui::chapters::mcmc::session::McmcSession;
use crate::ui::chapters::{compare, diffusion, ebm, mcmc, table};
use leptos::either::EitherOf4;
use leptos::prelude::*;

pub struct Listed {
    pub chapter: Chapter,
    /// Makes its session, for all components to find.
    pub open: fn(&Settings) -> Handle<dyn ChapterSession>,
    pub page: &'static Page,
    pub guests: &'static [Guest],
}

fn open<M: 'static, S: ChapterSession + AsRef<M> + 'static>(mut session: S) -> Handle<dyn ChapterSession> {
    let versions = session.base().versions;
    live::provide(session, versions).seen_as(|session| session)
}

/// In the order of their tabs.
pub const CHAPTERS: [Listed; 4] = [
    Listed {
        chapter: Chapter::Sample,
        open: |settings| open(McmcSession::new(settings)),
        page: &mcmc::PAGE,
        guests: &[],
    },
    Listed {
        chapter: Chapter::LearnAnEnergy,
        open: |settings| open(EbmSession::new(settings)),
        page: &ebm::PAGE,
        guests: &[],
    },
    Listed {
        chapter: Chapter::Denoise,
        open: |settings| open(DiffusionSession::new(settings)),
        page: &diffusion::PAGE,
        guests: &[
            (PRESETS, || view! { <table::Card/> }.into_any()),
            (SCORES, || view! { <table::Table/> }.into_any()),
        ],
    },
    Listed {
        chapter: Chapter::Compare,
        open: |settings| open(CompareSession::new(settings)),
        page: &compare::PAGE,
        guests: &[],
    },
];

/// The page of a chapter. Each has a variant of its own: no element of one page is taken for another's.
pub fn page(chapter: Chapter) -> impl IntoView {
    let Listed { page, guests, .. } = CHAPTERS[chapter as usize];
    let page = view! { <ChapterPage page guests/> }.into_any();
    match chapter {
        Chapter::Sample => EitherOf4::A(page),
        Chapter::LearnAnEnergy => EitherOf4::B(page),
        Chapter::Denoise => EitherOf4::C(page),
        Chapter::Compare => EitherOf4::D(page),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::embed::{GUIDE, PARTS, PLOTS, SAVE};
    use crate::ui::chapter::page::Section;
    use crate::ui::chapter::preset::assert_sound as assert_presets;

    #[test]
    fn every_chapter_has_every_part_and_guests_a_place() {
        for Listed { page, guests, .. } in CHAPTERS {
            let (rail, below) = (page.rail.1, page.below.1);
            let names: Vec<_> = rail.iter().chain(below).map(|section| section.name()).collect();
            for name in [GUIDE, PLOTS, SCORES, PRESETS, SAVE] {
                assert!(names.contains(&name), "{}: {name}", page.title);
            }
            assert!(names.iter().all(|name| PARTS.iter().any(|part| part.name == *name)), "{names:?}");
            assert!(guests.iter().all(|(name, _)| names.contains(name)), "{}", page.title);
        }
    }

    #[test]
    fn presets_are_sound() {
        for (index, Listed { chapter, page, .. }) in CHAPTERS.into_iter().enumerate() {
            assert_eq!(chapter as usize, index, "they are found by their places");
            let presets = page.below.1.iter().find_map(|section| match section {
                Section::Presets(presets) => Some(presets),
                Section::Part(..) => None,
            });
            assert_presets(chapter, presets.expect("things to try"));
        }
    }
}
