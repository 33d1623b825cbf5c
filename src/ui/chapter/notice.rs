//! The page's words to the reader: what happened, or why nothing can.

use super::replaced::Undo;
use crate::ui::store::{Phase, Store};
use leptos::prelude::*;

#[component]
pub fn Notice(
    /// What the chapter's engine does, such as “training”.
    work: &'static str,
) -> impl IntoView {
    let store = Store::get();
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Failed(why) => format!("{why} Press “Try again”, or reload the page."),
            Phase::Loading { train: true } => {
                let engine = if store.engine.with(|engine| engine.backend.is_some()) {
                    "WebGPU engine"
                } else {
                    "engine"
                };
                format!("The {engine} is loading; {work} starts as soon as it is ready.")
            }
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
            <Undo/>
        </div>
    }
}
