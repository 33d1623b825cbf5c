//! Keys that work anywhere on the page: Space trains, the arrows move through the noise levels.

use super::store::Store;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent};

/// Elements that use these keys themselves.
const OWN_KEYS: &str = "input, select, textarea, button, summary, a, [contenteditable]";

pub fn listen(store: Store) {
    let listener = Closure::<dyn FnMut(_)>::new(move |event: KeyboardEvent| press(&store, &event));
    if let Some(window) = web_sys::window() {
        // Cannot fail for a listener of the right kind.
        let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    }
    // Lives as long as the page.
    listener.forget();
}

fn press(store: &Store, event: &KeyboardEvent) {
    if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
    };
    let on_scrub = inside("#scrub");
    let free = !inside(OWN_KEYS);
    match event.key().as_str() {
        " " if free => train(store),
        "ArrowLeft" | "ArrowDown" if on_scrub => nudge(store, -1),
        "ArrowRight" | "ArrowUp" if on_scrub => nudge(store, 1),
        "ArrowLeft" if free => nudge(store, -1),
        "ArrowRight" if free => nudge(store, 1),
        _ => return,
    }
    event.prevent_default();
}

fn nudge(store: &Store, states: i32) {
    store.act(|session| session.playhead.nudge(states));
}

/// What the Train button does.
pub fn train(store: &Store) {
    // What was said before is about what came before.
    store.notice.set(String::new());
    store.act(|session| {
        // A setting changed in this very frame counts.
        leptos::prelude::WithUntracked::with_untracked(&store.settings, |settings| {
            session.client.follow(settings)
        });
        session.client.toggle_train();
        if session.client.phase().trains() {
            session.playhead.show_samples();
        }
        session.carry_out(store);
    });
}
