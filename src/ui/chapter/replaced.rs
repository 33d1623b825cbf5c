//! What was learned before a new run took its place, brought back.

use super::shown::Chapters;
use super::take_weights::take;
use crate::ui::store::Store;
use crate::ui::weights_file;
use crate::ui::words::format;
use leptos::prelude::*;

/// Offers to undo a new run that has thrown away long training of the chapter shown.
#[component]
pub fn Undo() -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let shown = Memo::new(move |_| store.settings.with(|settings| settings.chapter));
    let offer = Memo::new(move |_| {
        store.replaced.with(|replaced| {
            let weights = replaced.as_ref()?;
            let is_shown = weights_file::chapter(weights) == Some(shown.get());
            is_shown.then_some(weights.step)
        })
    });
    let undo = move |_| {
        let Some(weights) = store.replaced.get_untracked() else { return };
        store.replaced.set(None);
        let step = format::count(f64::from(weights.step));
        let words = format!("Back at step {step}, with the settings of that run.");
        if let Err(why) = take((*weights).clone(), words, &store, chapters) {
            store.notice.set(format!("The run before cannot be brought back: {why}."));
        }
    };
    move || {
        offer.get().map(|step| {
            let words = format!("Undo: back to step {}", format::count(f64::from(step)));
            view! {
                <div class="undo">
                    <button type="button" title="A new run has replaced the one before." data-testid="undo" data-step=step.to_string() on:click=undo>{words}</button>
                    <button type="button" class="quiet" aria-label="Dismiss the undo"
                        on:click=move |_| store.replaced.set(None)>"✕"</button>
                </div>
            }
        })
    }
}
