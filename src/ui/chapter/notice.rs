//! The page's words to the reader: what happened, or why nothing can.

use super::expiry::expire;
use super::replaced::Undo;
use crate::ui::store::{Phase, Store};
use leptos::html::Div;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays: time to see it, and to read each word slowly.
fn stay(words: &str) -> Duration {
    Duration::from_secs(5) + Duration::from_millis(500) * words.split_whitespace().count() as u32
}

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
    let notice = NodeRef::<Div>::new();
    // One that the reader points at, or whose button has focus, stays.
    let is_held = move || {
        let notice = notice.get_untracked();
        notice.is_some_and(|notice| notice.matches(":hover, :focus-within").unwrap_or(false))
    };
    expire(
        move || store.notice.with(|words| (!words.is_empty()).then(|| stay(words))),
        move || {
            if !is_held() {
                store.notice.set(String::new());
            }
        },
    );
    let dismissible = move || store.notice.with(|notice| !notice.is_empty());
    view! {
        <div class="notice" node_ref=notice>
            <p role="status" data-testid="notice">{words}</p>
            <Show when=dismissible>
                <button type="button" class="quiet" aria-label="Dismiss the message"
                    on:click=move |_| store.notice.set(String::new())>"✕"</button>
            </Show>
            <Undo/>
        </div>
    }
}
