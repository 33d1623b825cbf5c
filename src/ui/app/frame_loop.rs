//! The one animation-frame loop of the page.

use super::session::Session;
use crate::settings::Theme;
use crate::ui::browser;
use crate::ui::store::Store;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A callback that asks for itself again.
type Frames = Rc<RefCell<Option<Closure<dyn FnMut(f64)>>>>;

/// Runs [`Session::frame`] at the display's rate for as long as the page lives.
pub fn start(mut session: Session) {
    let next = Frames::default();
    let again = next.clone();
    *next.borrow_mut() = Some(Closure::new(move |now: f64| {
        follow_theme(&session.store);
        match session.frame(now) {
            Ok(()) => request(&again),
            Err(why) => {
                browser::show_trouble(&format!("The page has stopped: {why}. Reload it to start again."))
            }
        }
    }));
    request(&next);
}

fn request(callback: &Frames) {
    if let (Some(window), Some(callback)) = (web_sys::window(), callback.borrow().as_ref()) {
        // Refused only by a document that is going away.
        let _ = window.request_animation_frame(callback.as_ref().unchecked_ref());
    }
}

pub fn is_dark(theme: Theme) -> bool {
    match theme {
        Theme::Auto => browser::prefers_dark(),
        Theme::Light => false,
        Theme::Dark => true,
    }
}

/// The reader's theme, or the system's, which may change at any time.
fn follow_theme(store: &Store) {
    let dark = is_dark(store.theme.get_untracked());
    if dark != store.dark.get_untracked() {
        store.dark.set(dark);
        browser::show_theme(dark);
    }
}
