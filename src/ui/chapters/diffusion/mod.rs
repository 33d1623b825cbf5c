//! Chapter 3: a diffusion model learns, before the reader's eyes, to undo noise.

pub mod clouds;
mod guide;
pub mod model;
mod panel;
pub mod playhead;
mod plots;
mod presets;
mod reading;
pub mod readouts;
mod scores;
pub mod session;
mod stage;
mod transport;

use crate::ui::chapters::ChapterSession;
use crate::ui::chapters::preset::TryThis;
use crate::ui::notice::Notice;
use leptos::prelude::*;

#[component]
pub fn DiffusionChapter() -> impl IntoView {
    view! {
        <main class="chapter-body">
            <p class="lead">
                "Noise goes in, two moons come out. Press "<b>"Train"</b>
                " and a network learns to undo a little noise at a time; drag "<i>"t"</i>" to walk between noise and data."
            </p>
            <section class="theatre" aria-label="Stage">
                <stage::Stage/>
                <div class="dock">
                    <transport::Transport/>
                    <Notice work="training"/>
                </div>
            </section>
            <section class="side" aria-label="Settings, curves and what to look for">
                <panel::Panel/>
                <plots::Plots/>
                <guide::Guide/>
            </section>
            <section class="below" aria-label="Scores and experiments">
                <scores::Scores/>
                <TryThis presets=presets::PRESETS start=|session, store| session.diffusion.restart(store)/>
            </section>
        </main>
    }
}
