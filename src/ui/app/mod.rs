//! The whole page: header, the chapter shown, and the loop that keeps it moving.

pub mod address;
pub mod frame_loop;
pub mod header;
pub mod host;
pub mod keyboard;
pub mod session;
pub mod visibility;

use super::browser;
use super::chapter::readings::Readings;
use super::chapters::compare::session::CompareSession;
use super::chapters::compare::{self, CompareChapter};
use super::chapters::diffusion::session::DiffusionSession;
use super::chapters::diffusion::{DiffusionChapter, readouts};
use super::chapters::ebm::session::EbmSession;
use super::chapters::ebm::{self, EbmChapter};
use super::chapters::mcmc::session::McmcSession;
use super::chapters::mcmc::{self, McmcChapter};
use super::chapters::table::readouts::TableReadouts;
use super::chapters::table::session::TableSession;
use super::controls::framed::{Part, embed};
use super::plot::palette::{Palette, css};
use super::store::{EngineInfo, Phase, Store};
use crate::settings::embed::{CHAPTERS, ENGINE, LINK};
use crate::settings::url::{self, trouble};
use crate::settings::{Chapter, EmbedSettings, Settings};
use header::{Chapters, Engine, Header};
use host::HostLine;
use leptos::prelude::*;
use session::Session;

/// Makes the store from the address and starts the loop.
fn start() -> Store {
    let (mut settings, troubles) = browser::settings_from_address();
    if browser::prefers_less_motion() {
        // Walkers wait to be asked.
        settings.ebm.pace = 0.0;
    }
    let dark = frame_loop::is_dark(settings.embed.theme);
    browser::show_theme(dark);
    let embeds = settings.embed.on;
    let diffusion = DiffusionSession::new(&settings, Readings::<readouts::Readouts>::provide());
    let mcmc = McmcSession::new(&settings, Readings::<mcmc::readouts::Readouts>::provide());
    let ebm = EbmSession::new(&settings, Readings::<ebm::readouts::Readouts>::provide());
    let compare = CompareSession::new(&settings, Readings::<compare::readouts::Readouts>::provide());
    let table = TableSession::new(Readings::<TableReadouts>::provide());
    let store = Store {
        phase: RwSignal::new(Phase::Loading { train: false }),
        engine: RwSignal::new(EngineInfo::default()),
        rate: RwSignal::new(None),
        notice: RwSignal::new(trouble::line(&troubles)),
        theme: RwSignal::new(settings.embed.theme),
        dark: RwSignal::new(dark),
        session: StoredValue::new_local(Session::new(diffusion, mcmc, ebm, compare, table, &settings)),
        settings: RwSignal::new(settings),
    };
    frame_loop::start(store);
    keyboard::listen(store);
    address::listen(store);
    let host = HostLine::open(store);
    store.act(|session| session.host = host);
    if embeds {
        keep_locked(store);
        visibility::watch(store);
    }
    store
}

/// Brings locked settings back to what the address said, whatever has changed them: a preset, say.
fn keep_locked(store: Store) {
    let opened = store.settings.get_untracked();
    Effect::new(move |_| {
        let kept = store.settings.with(|settings| url::with_locked(settings, &opened));
        if let Some(kept) = kept {
            store.settings.set(kept);
        }
    });
}

#[component]
pub fn App() -> impl IntoView {
    let store = start();
    provide_context(store);
    let chapter = Memo::new(move |_| store.settings.with(|settings| settings.chapter));
    // The plots' colours for legends and swatches: written once, in the palette.
    let colours = move || {
        let palette = Palette::new(store.dark.get());
        let [data, samples, rival, loss, blob, density] =
            [palette.data, palette.samples, palette.rival, palette.loss, palette.blob, palette.density]
                .map(css);
        format!(
            "--data:{data};--samples:{samples};--rival:{rival};--loss:{loss};--blob:{blob};--density:{density}"
        )
    };
    let embeds = embed(|embed| embed.on);
    view! {
        <div class="page" class:embed=embeds style=colours>
            {if embeds { view! { <EmbedHead/> }.into_any() } else { view! { <Header/> }.into_any() }}
            {move || match chapter.get() {
                Chapter::Sample => view! { <McmcChapter/> }.into_any(),
                Chapter::LearnAnEnergy => view! { <EbmChapter/> }.into_any(),
                Chapter::Denoise => view! { <DiffusionChapter/> }.into_any(),
                Chapter::Compare => view! { <CompareChapter/> }.into_any(),
            }}
            {if embeds { view! { <EmbedFoot/> }.into_any() } else { view! { <Footer/> }.into_any() }}
        </div>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer>
            <p>
                "Everything runs in this page, on your machine: nothing is sent anywhere. \
                 The address keeps your settings, so a copied link shows the same run."
            </p>
        </footer>
    }
}

/// The little of the header that an embed may ask for.
#[component]
fn EmbedHead() -> impl IntoView {
    embed(|embed| embed.shows_part(CHAPTERS) || embed.shows_part(ENGINE)).then(|| {
        view! {
            <header class="head">
                <Part name=CHAPTERS><Chapters/></Part>
                <Part name=ENGINE><Engine/></Part>
            </header>
        }
    })
}

/// The way from an embed to the whole page, with what the reader has set.
#[component]
fn EmbedFoot() -> impl IntoView {
    let store = Store::get();
    let whole = move || {
        let settings = store.settings.get();
        browser::link(&url::to_query(&Settings { embed: EmbedSettings::default(), ..settings }))
    };
    view! {
        <Part name=LINK>
            <footer><a href=whole target="_blank" rel="noopener" data-testid="whole-page">"Open the whole page"</a></footer>
        </Part>
    }
}
