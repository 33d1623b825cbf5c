//! A trained model from outside goes into the chapter shown.

use super::shown::Chapters;
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, Settings, url};
use crate::ui::store::Store;
use crate::ui::weights_file;
use leptos::prelude::*;

/// Goes on from these weights, under their settings, with these words about them.
///
/// # Errors
/// Says in words why it cannot; then nothing has changed.
pub fn take(weights: Weights, words: String, store: &Store, chapters: Chapters) -> Result<(), String> {
    let mut settings = store.settings.get_untracked();
    let shown = settings.chapter;
    weights_file::put_settings(&weights, &mut settings);
    if settings.chapter != shown {
        let number = if settings.chapter == Chapter::Denoise { 3 } else { 2 };
        return Err(format!("it holds a model of chapter {number}; load it there"));
    }
    take_under(settings, vec![weights], words, store, chapters)
}

/// The same of the model in a file.
///
/// # Errors
/// As [`take`], and says what is wrong with the file.
pub fn take_file(file: &[u8], store: &Store, chapters: Chapters) -> Result<(), String> {
    let weights = weights_file::read(file)?;
    let words = weights_file::words(&weights);
    take(weights, words, store, chapters)
}

/// The same under these settings.
///
/// # Errors
/// Says in words that they cannot be set; then nothing has changed.
pub fn take_under(
    settings: Settings,
    models: Vec<Weights>,
    words: String,
    store: &Store,
    chapters: Chapters,
) -> Result<(), String> {
    if store.settings.with_untracked(|before| url::with_locked(&settings, before).is_some()) {
        return Err(
            "the page around this one has locked settings, and the model was trained with others".into()
        );
    }
    store.settings.set(settings);
    store.notice.set(words);
    for weights in models {
        chapters.shown().act(|shown| shown.restore(Box::new(weights), store));
    }
    Ok(())
}
