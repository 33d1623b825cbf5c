//! Chapter 4: the same walkers through what is known, an energy that is learned and a denoiser that is learned, and one
//! scoreboard.

mod activity;
mod board;
mod cards;
mod claims;
mod column;
mod csv;
mod curves;
mod export;
pub mod figure;
mod guide;
pub mod model;
pub mod painter;
mod panel;
pub mod presets;
pub mod quality;
mod saving;
mod scoreboard;
pub mod session;
mod shown;
mod stage;
mod status;
mod svg;
pub mod taking;
mod timeline;
mod transport;

use crate::settings::embed::{GUIDE, PLOTS, PRESETS, SAVE, SCORES, SETTINGS};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::notice::Notice;
use crate::ui::chapter::preset::TryThis;
use crate::ui::controls::framed::{Lead, Part};
use crate::ui::store::Store;
use crate::ui::words::data_words;
use leptos::prelude::*;
use session::CompareSession;

#[component]
pub fn CompareChapter() -> impl IntoView {
    let store = Store::get();
    let compare = Handle::<CompareSession>::get();
    let whole = Store::get().part(data_words::whole);
    view! {
        <main class="chapter-body compare">
            <Lead title="Compare">
                "Three eras meet "{whole}": chains on a density that is known, chains on an energy that is learned, \
                 and noise that is undone. The same walkers start from the same noise; press "<b>"Train and compare"</b>
                " and see what each era knows, what it must learn, and what its samples cost."
            </Lead>
            <section class="theatre" aria-label="Stage">
                <stage::Columns/>
                <stage::Layers/>
                <div class="dock">
                    <transport::Transport/>
                    <Notice work="training"/>
                </div>
                <transport::Rest/>
            </section>
            <section class="side" aria-label="Settings, models, and what to look for">
                <panel::Panel/>
                <Part name=SETTINGS><cards::Models/></Part>
                <Part name=GUIDE><guide::Guide/></Part>
            </section>
            <section class="below" aria-label="Scores, claims and experiments">
                <Part name=SCORES><scoreboard::Scoreboard/></Part>
                <Part name=PLOTS><curves::Curves/></Part>
                <Part name=SCORES><claims::Claims/></Part>
                <Part name=SAVE><export::Export/></Part>
                <Part name=PRESETS>
                    <TryThis presets=presets::PRESETS start=move || compare.act(|compare| compare.run(&store))/>
                </Part>
            </section>
        </main>
    }
}
