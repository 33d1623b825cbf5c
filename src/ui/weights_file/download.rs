//! Weights that the reader keeps.

use super::{name, write};
use crate::protocol::weights::Weights;
use crate::ui::save;
use crate::ui::store::Store;
use leptos::prelude::*;

/// Offers weights as a download; where they cannot be written, says why.
pub fn offer(weights: &Weights, store: &Store) {
    match store.settings.with_untracked(|settings| write(weights, settings)) {
        Ok(file) => save::tell(store, save::bytes(&name(weights), &file)),
        Err(why) => store.notice.set(why),
    }
}
