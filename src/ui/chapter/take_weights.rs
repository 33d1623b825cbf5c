//! A trained model from outside goes into the chapter shown.

use super::shown::Chapters;
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, url};
use crate::ui::store::Store;
use crate::ui::weights_file;
use leptos::prelude::*;

/// Goes on from these weights, under their settings, with these words about them.
///
/// # Errors
/// Says in words why it cannot; then nothing has changed.
pub fn take(weights: Weights, words: String, store: &Store, chapters: Chapters) -> Result<(), String> {
    let before = store.settings.get_untracked();
    let mut settings = before.clone();
    weights_file::put_settings(&weights, &mut settings);
    if settings.chapter != before.chapter {
        let number = if settings.chapter == Chapter::Denoise { 3 } else { 2 };
        return Err(format!("it holds a model of chapter {number}; load it there"));
    }
    if url::with_locked(&settings, &before).is_some() {
        return Err(
            "the page around this one has locked settings, and the model was trained with others".into()
        );
    }
    store.settings.set(settings);
    store.notice.set(words);
    chapters.shown().act(|shown| shown.restore(Box::new(weights), store));
    Ok(())
}
