//! The page's words to the reader: what happened, or why nothing can.

use super::expiry::expire;
use super::replaced::Undo;
use crate::settings::EngineChoice;
use crate::ui::store::{Phase, Store};
use crate::ui::words::language::{say, say_with};
use leptos::html::Div;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays: time to see it, and to read each word slowly.
fn stay(words: &str) -> Duration {
    Duration::from_secs(5) + Duration::from_millis(500) * words.split_whitespace().count() as u32
}

#[component]
pub fn Notice(
    /// The key of what the chapter's engine does, such as “training”.
    work: &'static str,
) -> impl IntoView {
    let store = Store::get();
    // The CPU engine is there, and WebGPU is waited for.
    let waits_for_gpu = Memo::new(move |_| {
        store.phase.with(|phase| *phase == Phase::Loading { train: true })
            && store.engine.with(|engine| engine.backend.is_some())
    });
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Failed(why) => say_with("notice.failed", "why", why),
            Phase::Loading { train: true } if waits_for_gpu.get() => {
                say_with("notice.gpu", "work", say(work))
            }
            // Why there is none yet, where that was said.
            Phase::Loading { train: true } if store.notice.with(String::is_empty) => {
                say_with("notice.engine", "work", say(work))
            }
            _ => store.notice.get(),
        })
    };
    let may_choose = Memo::new(move |_| {
        store.settings.with(|settings| !settings.embed.locks("engine")) && waits_for_gpu.get()
    });
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
            <Show when=move || may_choose.get()>
                <button type="button" data-testid="use-cpu"
                    on:click=move |_| store.settings.update(|settings| settings.engine = EngineChoice::Cpu)>
                    {say("notice.cpu")}
                </button>
            </Show>
            <Show when=dismissible>
                <button type="button" class="quiet" aria-label=say("notice.dismiss")
                    on:click=move |_| store.notice.set(String::new())>"✕"</button>
            </Show>
            <Undo/>
        </div>
    }
}
