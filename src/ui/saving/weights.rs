//! What was trained, to a file and back.

use crate::ui::chapter::shown::Chapters;
use crate::ui::chapter::take_weights::take_file;
use crate::ui::store::Store;
use crate::ui::weights_file;
use crate::ui::words::language::say;
use js_sys::Uint8Array;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

/// For a chapter that trains a network.
#[component]
pub fn WeightsButtons(
    /// There is nothing to save yet.
    untrained: Memo<bool>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let title = move || say(if untrained.get() { "weights.untrained" } else { "weights.save.help" });
    let file = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(file) = file.get_untracked() {
            file.click();
        }
    };
    let chosen = move |event: leptos::ev::Targeted<web_sys::Event, HtmlInputElement>| {
        let input = event.target();
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = file {
            load(file, store, chapters);
        }
    };
    view! {
        <div class="buttons weights">
            <button type="button" data-testid="save-weights" disabled=untrained title=title
                on:click=move |_| chapters.shown().act(|shown| shown.client().keep_weights())>{say("weights.save")}</button>
            <button type="button" title=say("weights.load.help")
                on:click=choose>{say("weights.load")}</button>
            // The button opens it: for a keyboard they are one.
            <input node_ref=file type="file" class="unseen" data-testid="load-weights" accept=".safetensors"
                aria-label=say("weights.file") tabindex="-1" on:change:target=chosen/>
        </div>
        <p class="hint" hidden=move || !untrained.get()>{say("weights.untrained")}</p>
    }
}

/// Reads a file and goes on from what it holds; where it cannot, nothing changes but the notice.
fn load(file: File, store: Store, chapters: Chapters) {
    leptos::task::spawn_local(async move {
        let taken = read(&file).await.and_then(|bytes| take_file(&bytes, &store, chapters));
        if let Err(why) = taken {
            store.notice.set(format!("“{}” was not loaded: {why}.", file.name()));
        }
    });
}

async fn read(file: &File) -> Result<Vec<u8>, String> {
    if file.size() > weights_file::MOST_BYTES as f64 {
        return Err(format!("it is larger than {} MB", weights_file::MOST_BYTES >> 20));
    }
    let unread = |_: JsValue| "the browser could not read it".to_owned();
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(unread)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
