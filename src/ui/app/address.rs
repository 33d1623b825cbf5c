//! The page's address: it follows the settings, and the settings follow the back button.

use crate::settings::url::trouble;
use crate::settings::{Settings, View};
use crate::ui::browser;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// Milliseconds that settings rest before they are written: a slider on its way is no place to come back to.
const REST_MS: f64 = 500.0;

pub struct Address {
    written: Settings,
    /// As they were when last looked at, and since when they have been so.
    seen: Settings,
    since: f64,
}

impl Address {
    pub fn new(settings: &Settings) -> Self {
        Self { written: settings.clone(), seen: settings.clone(), since: 0.0 }
    }

    /// Writes settings that have rested.
    pub fn follow(&mut self, now: f64, settings: &Settings) {
        if *settings != self.seen {
            self.seen = settings.clone();
            self.since = now;
        }
        if self.seen != self.written && now - self.since >= REST_MS {
            // A frame's history is that of the page around it: the reader's back button is for that one.
            browser::write_address(&self.seen, !settings.embed.on && is_a_step(&self.written, &self.seen));
            self.written = self.seen.clone();
        }
    }

    /// The reader has gone back or forth to these.
    fn arrive(&mut self, settings: &Settings) {
        *self = Self { since: self.since, ..Self::new(settings) };
    }
}

/// Whether the reader would want to come back to what was before: another place on the timeline is no step.
fn is_a_step(before: &Settings, after: &Settings) -> bool {
    let at = |settings: &Settings| View { t: None, ..settings.view.clone() };
    Settings { view: at(before), ..before.clone() } != Settings { view: at(after), ..after.clone() }
}

/// Takes the settings of the address when the reader goes back or forth.
pub fn listen(store: Store, chapters: Chapters, address: Handle<Address>) {
    let listener = Closure::<dyn FnMut()>::new(move || {
        let (settings, troubles) = browser::settings_from_address();
        address.act(|address| address.arrive(&settings));
        let t = settings.view.t;
        store.notice.set(trouble::line(&troubles));
        store.settings.set(settings);
        if let Some(t) = t {
            chapters.shown().act(|shown| shown.seek(t));
        }
    });
    if let Some(window) = web_sys::window() {
        // Cannot fail for a listener of the right kind.
        let _ = window.add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref());
    }
    // Lives as long as the page.
    listener.forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_setting_is_a_step_and_another_place_on_the_timeline_is_none() {
        let before = Settings::default();
        let mut after = before.clone();
        after.view.t = Some(0.5);
        assert!(!is_a_step(&before, &after));
        after.view.data = true;
        assert!(is_a_step(&before, &after));
    }
}
