//! The list of chapters: the session and the page of each. Nowhere else are they all named.

use crate::settings::{Chapter, Settings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::chapters::compare::CompareChapter;
use crate::ui::chapters::compare::session::CompareSession;
use crate::ui::chapters::diffusion::DiffusionChapter;
use crate::ui::chapters::diffusion::session::DiffusionSession;
use crate::ui::chapters::ebm::EbmChapter;
use crate::ui::chapters::ebm::session::EbmSession;
use crate::ui::chapters::mcmc::McmcChapter;
use crate::ui::chapters::mcmc::session::McmcSession;
use crate::ui::chapters::table::{self, Table};
use leptos::prelude::*;

pub struct Listed {
    pub chapter: Chapter,
    /// Makes its session, for all components to find.
    pub open: fn(&Settings) -> Handle<dyn ChapterSession>,
    pub page: fn() -> AnyView,
}

/// In the order of their tabs.
pub const CHAPTERS: [Listed; 4] = [
    Listed {
        chapter: Chapter::Sample,
        open: |settings| live::provide(McmcSession::new(settings)).seen_as(|session| session),
        page: || view! { <McmcChapter/> }.into_any(),
    },
    Listed {
        chapter: Chapter::LearnAnEnergy,
        open: |settings| live::provide(EbmSession::new(settings)).seen_as(|session| session),
        page: || view! { <EbmChapter/> }.into_any(),
    },
    Listed {
        chapter: Chapter::Denoise,
        open: |settings| live::provide(DiffusionSession::new(settings)).seen_as(|session| session),
        page: || view! { <DiffusionChapter card=table::Card table=Table/> }.into_any(),
    },
    Listed {
        chapter: Chapter::Compare,
        open: |settings| live::provide(CompareSession::new(settings)).seen_as(|session| session),
        page: || view! { <CompareChapter/> }.into_any(),
    },
];
