//! What was learned before, brought back: from a file, or after a new run has taken its place.

use super::shown::Chapters;
use crate::protocol::weights::Weights;
use crate::settings::Chapter;
use crate::ui::store::Store;
use crate::ui::weights_file;
use crate::ui::words::format;
use leptos::prelude::*;

/// The chapter shown goes on from these weights, with their settings.
///
/// # Errors
/// Says in words that they are of another chapter; then nothing changes.
pub fn take_up(weights: Weights, store: &Store, chapters: Chapters) -> Result<(), String> {
    let mut settings = store.settings.get_untracked();
    let chapter = settings.chapter;
    weights_file::put_settings(&weights, &mut settings);
    if settings.chapter != chapter {
        let number = if settings.chapter == Chapter::Denoise { 3 } else { 2 };
        return Err(format!("it holds a model of chapter {number}; load it there"));
    }
    store.settings.set(settings);
    store.notice.set(weights_file::words(&weights));
    chapters.shown().act(|shown| shown.restore(Box::new(weights), store));
    Ok(())
}

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
        match take_up((*weights).clone(), &store, chapters) {
            Ok(()) => store.notice.set(format!("Back at step {step}, with the settings of that run.")),
            Err(why) => store.notice.set(format!("The run before cannot be brought back: {why}.")),
        }
    };
    move || {
        offer.get().map(|step| {
            let words = format!("Undo: back to step {}", format::count(f64::from(step)));
            view! {
                <div class="undo">
                    <button type="button" title="A new run has taken the place of the one before." data-testid="undo" data-step=step.to_string() on:click=undo>{words}</button>
                    <button type="button" class="quiet" aria-label="Do not go back"
                        on:click=move |_| store.replaced.set(None)>"✕"</button>
                </div>
            }
        })
    }
}
