//! The whole page: header, the chapter shown, and the loop that keeps it moving.

use super::browser;
use super::chapters::compare::session::CompareSession;
use super::chapters::compare::{self, CompareChapter};
use super::chapters::diffusion::session::DiffusionSession;
use super::chapters::diffusion::table::{readouts::TableReadouts, session::TableSession};
use super::chapters::diffusion::{DiffusionChapter, readouts};
use super::chapters::ebm::session::EbmSession;
use super::chapters::ebm::{self, EbmChapter};
use super::chapters::mcmc::session::McmcSession;
use super::chapters::mcmc::{self, McmcChapter};
use super::header::Header;
use super::plot::palette::{Palette, css};
use super::readings::Readings;
use super::session::Session;
use super::store::{EngineInfo, Phase, Store, Theme};
use super::{frame_loop, keyboard};
use crate::settings::Chapter;
use leptos::prelude::*;

/// Makes the store from the address and starts the loop.
fn start() -> Store {
    let (mut settings, troubles) = browser::settings_from_address();
    if browser::prefers_less_motion() {
        // Walkers wait to be asked.
        settings.ebm.pace = 0.0;
    }
    let dark = browser::prefers_dark();
    browser::show_theme(dark);
    let diffusion = DiffusionSession::new(&settings, Readings::<readouts::Readouts>::provide());
    let mcmc = McmcSession::new(&settings, Readings::<mcmc::readouts::Readouts>::provide());
    let ebm = EbmSession::new(&settings, Readings::<ebm::readouts::Readouts>::provide());
    let compare = CompareSession::new(&settings, Readings::<compare::readouts::Readouts>::provide());
    let table = TableSession::new(Readings::<TableReadouts>::provide());
    let store = Store {
        phase: RwSignal::new(Phase::Loading { train: false }),
        engine: RwSignal::new(EngineInfo::default()),
        rate: RwSignal::new(None),
        notice: RwSignal::new(told(&troubles)),
        theme: RwSignal::new(Theme::System),
        dark: RwSignal::new(dark),
        session: StoredValue::new_local(Session::new(diffusion, mcmc, ebm, compare, table, &settings)),
        settings: RwSignal::new(settings),
    };
    frame_loop::start(store);
    keyboard::listen(store);
    store
}

/// What was wrong with a link, at a length that can be read.
fn told(troubles: &[String]) -> String {
    const MOST: usize = 4;
    let more = troubles.len().saturating_sub(MOST);
    let mut words = troubles[..troubles.len() - more].join(" ");
    if more > 0 {
        words += &format!(" And {more} more that this page does not understand.");
    }
    words
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
    view! {
        <div class="page" style=colours>
            <Header/>
            {move || match chapter.get() {
                Chapter::Sample => view! { <McmcChapter/> }.into_any(),
                Chapter::LearnAnEnergy => view! { <EbmChapter/> }.into_any(),
                Chapter::Denoise => view! { <DiffusionChapter/> }.into_any(),
                Chapter::Compare => view! { <CompareChapter/> }.into_any(),
            }}
            <footer>
                <p>
                    "Everything runs in this page, on your machine: nothing is sent anywhere. \
                     The address keeps your settings, so a copied link shows the same run."
                </p>
            </footer>
        </div>
    }
}
