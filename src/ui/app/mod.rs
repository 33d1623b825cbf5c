//! The whole page: header, the chapter shown, and the loop that keeps it moving.

pub mod address;
mod chapters;
pub mod frame_loop;
pub mod header;
pub mod host;
pub mod keyboard;
pub mod session;
pub mod visibility;

use self::address::Address;
use self::chapters::{CHAPTERS, page};
use self::header::{Chapters as Tabs, Engine, Header};
use self::host::HostLine;
use self::session::{Last, Session};
use super::browser;
use super::chapter::handle::Handle;
use super::chapter::live;
use super::chapter::shown::Chapters;
use super::chapters::table::session::TableSession;
use super::controls::framed::{Part, embed};
use super::homework::hand_in;
use super::plot::palette::{Palette, css};
use super::saving::Recorder;
use super::store::{EngineInfo, Phase, Store};
use super::story::telling::Telling;
use super::story::{Story, classes};
use super::words::language;
use crate::settings::embed::{ENGINE, LINK};
use crate::settings::url::{self, trouble};
use crate::settings::{EmbedSettings, Language, Settings, embed as parts};
use leptos::either::Either;
use leptos::prelude::*;

/// Makes store and sessions from the address and starts the loop.
fn start() -> Store {
    let (mut settings, troubles) = browser::settings_from_address();
    if browser::prefers_less_motion() {
        // Walkers wait to be asked.
        settings.ebm.pace = 0.0;
    }
    let dark = frame_loop::is_dark(settings.embed.theme);
    browser::show_theme(dark);
    let embeds = settings.embed.on;
    let all = CHAPTERS.map(|listed| (listed.chapter, (listed.open)(&settings)));
    let table = TableSession::default();
    let versions = table.versions;
    let table = live::provide(table, versions);
    let telling = Telling::default();
    provide_context(telling);
    let recorder = Handle::provide(Recorder::default());
    let address = Handle::provide(Address::new(&settings));
    let store = Store {
        phase: RwSignal::new(Phase::Loading { train: false }),
        engine: RwSignal::new(EngineInfo::default()),
        rate: RwSignal::new(None),
        notice: RwSignal::new(trouble::line(&troubles)),
        replaced: RwSignal::default(),
        theme: RwSignal::new(settings.embed.theme),
        dark: RwSignal::new(dark),
        settings: RwSignal::new(settings),
    };
    let chapters = Chapters::provide(all, store.settings);
    // The engine is on its way while the page is laid out.
    chapters.shown().act(|shown| shown.carry_out(&store));
    let host = HostLine::open(store, chapters, telling).map(Handle::provide);
    keyboard::listen(store, chapters);
    address::listen(store, chapters, address);
    if embeds {
        keep_locked(store);
        visibility::watch(store, chapters, host);
    }
    frame_loop::start(Session {
        store,
        chapters,
        table,
        telling,
        recorder,
        address,
        host,
        last: Last::default(),
    });
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
    let spoken = spoken(store);
    let classes = Memo::new(move |_| store.settings.with(|settings| classes(settings.story.step)));
    // The plots' colours for legends and swatches: written once, in the palette.
    let colours = move || {
        let palette = Palette::new(store.dark.get());
        let [data, samples, rival, loss, gaussian_baseline, density] = [
            palette.data,
            palette.samples,
            palette.rival,
            palette.loss,
            palette.gaussian_baseline,
            palette.density,
        ]
        .map(css);
        format!(
            "--data:{data};--samples:{samples};--rival:{rival};--loss:{loss};--blob:{gaussian_baseline};--density:{density}"
        )
    };
    let embeds = embed(|embed| embed.on);
    let aspect = Memo::new(move |_| store.settings.with(|settings| settings.stage_window().aspect()));
    view! {
        <div class=move || format!("page {}", classes.get()) class:embed=embeds style=move || format!("{};--stage-aspect:{}", colours(), aspect.get())>
            {move || in_language(spoken.get(), || match embeds {
                true => view! { <EmbedHead/><Story foot=hand_in/> }.into_any(),
                false => view! { <Header/><Story foot=hand_in/> }.into_any(),
            })}
            {move || in_language(spoken.get(), || page(chapter.get()).into_any())}
            {move || in_language(spoken.get(), || match embeds {
                true => view! { <EmbedFoot/> }.into_any(),
                false => view! { <Footer/> }.into_any(),
            })}
        </div>
    }
}

/// The language that is spoken. Before anything is said in another one, the chapter lets go of its canvases, for they are made
/// anew with all words.
fn spoken(store: Store) -> Memo<Language> {
    let chapters = Chapters::get();
    Memo::new(move |before| {
        let language = store.settings.with(|settings| settings.language);
        language::speak(language);
        browser::show_language(&language::code());
        if before.is_some_and(|before| *before != language) {
            chapters.shown().act(|shown| shown.unmount());
        }
        language
    })
}

/// A part of the page: in another language it is another one, none of whose elements stay.
fn in_language(language: Language, part: impl FnOnce() -> AnyView) -> Either<AnyView, AnyView> {
    match language {
        Language::En => Either::Left(part()),
        Language::De => Either::Right(part()),
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer>
            <p>
                {language::say("footer")}" "
                <a class="beside" href="licences.txt">{language::say("footer.licences")}</a>
            </p>
        </footer>
    }
}

/// The little of the header that an embed may ask for.
#[component]
fn EmbedHead() -> impl IntoView {
    embed(|embed| embed.shows_part(parts::CHAPTERS) || embed.shows_part(ENGINE)).then(|| {
        view! {
            <header class="head">
                <Part name=parts::CHAPTERS><Tabs/></Part>
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
            <footer><a href=whole target="_blank" rel="noopener" data-testid="whole-page">{language::say("embed.whole")}</a></footer>
        </Part>
    }
}
