//! The whole page: header, the chapter, and the loop that keeps it moving.

use super::browser;
use super::chapters::diffusion::DiffusionChapter;
use super::header::Header;
use super::plot::palette::{Palette, css};
use super::readouts::Readouts;
use super::session::Session;
use super::store::{EngineInfo, Phase, Store, Theme};
use super::{frame_loop, keyboard};
use crate::settings::Chapter;
use leptos::prelude::*;

/// Makes the store from the address and starts the loop.
fn start() -> Store {
    let (mut settings, mut troubles) = browser::settings_from_address();
    if settings.chapter != Chapter::Denoise {
        troubles.push("The link leads to a chapter that is not built yet; this is chapter 3.".into());
        settings.chapter = Chapter::Denoise;
    }
    let dark = browser::prefers_dark();
    browser::show_theme(dark);
    let store = Store {
        phase: RwSignal::new(Phase::Loading { train: false }),
        engine: RwSignal::new(EngineInfo::default()),
        notice: RwSignal::new(troubles.join(" ")),
        readouts: RwSignal::new(Readouts::default()),
        spoken: RwSignal::new(Readouts::default()),
        theme: RwSignal::new(Theme::System),
        dark: RwSignal::new(dark),
        session: StoredValue::new_local(Session::new(&settings)),
        settings: RwSignal::new(settings),
    };
    frame_loop::start(store);
    keyboard::listen(store);
    store
}

#[component]
pub fn App() -> impl IntoView {
    let store = start();
    provide_context(store);
    // The plots' colours for legends and swatches: written once, in the palette.
    let colours = move || {
        let palette = Palette::new(store.dark.get());
        let (data, samples) = (css(palette.data), css(palette.samples));
        let (loss, blob, density) = (css(palette.loss), css(palette.blob), css(palette.density));
        format!("--data:{data};--samples:{samples};--loss:{loss};--blob:{blob};--density:{density}")
    };
    view! {
        <div class="page" style=colours>
            <Header/>
            <DiffusionChapter/>
            <footer>
                <p>
                    "Everything runs in this page, on your machine: nothing is sent anywhere. \
                     The address keeps your settings, so a copied link shows the same run."
                </p>
            </footer>
        </div>
    }
}
