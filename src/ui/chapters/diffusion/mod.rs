//! Chapter 3: a diffusion model learns, before the reader's eyes, to undo noise.

mod guide;
mod panel;
mod plots;
mod presets;
mod scores;
mod stage;
mod transport;

use crate::ui::store::{Phase, Store};
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
                    <Notice/>
                </div>
            </section>
            <section class="side" aria-label="Settings, curves and what to look for">
                <panel::Panel/>
                <plots::Plots/>
                <guide::Guide/>
            </section>
            <section class="below" aria-label="Scores and experiments">
                <scores::Scores/>
                <presets::TryThis/>
            </section>
        </main>
    }
}

/// The page's words to the reader: what happened, or why nothing can.
#[component]
fn Notice() -> impl IntoView {
    let store = Store::get();
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Failed(why) => format!("{why} Press “Try again”, or reload the page."),
            Phase::Loading { train: true } => match store.engine.with(|engine| engine.backend) {
                Some(_) => "The WebGPU engine is loading; training starts as soon as it is ready.".into(),
                None => "The engine is loading; training starts as soon as it is ready.".into(),
            },
            _ => store.notice.get(),
        })
    };
    let dismissible = move || store.notice.with(|notice| !notice.is_empty());
    view! {
        <div class="notice">
            <p role="status" data-testid="notice">{words}</p>
            <Show when=dismissible>
                <button type="button" class="quiet" aria-label="Dismiss the message"
                    on:click=move |_| store.notice.set(String::new())>"✕"</button>
            </Show>
        </div>
    }
}
