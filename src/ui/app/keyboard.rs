//! Keys that work anywhere on the page: Space runs and pauses, the arrows step through what the chapter shows, Escape closes
//! what is open over the page.

use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Elements that use these keys themselves.
const OWN_KEYS: &str = "input, select, textarea, button, summary, a, [contenteditable]";

/// What lies over the page while it is open; in an embed it lies in it.
const OPEN: &str = ".page:not(.embed) :is(.drawer, .pop)[open]";

pub fn listen(store: Store, chapters: Chapters) {
    let listener = Closure::<dyn FnMut(_)>::new(move |event: KeyboardEvent| press(&store, chapters, &event));
    if let Some(window) = web_sys::window() {
        // Cannot fail for a listener of the right kind.
        let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    }
    // Lives as long as the page.
    listener.forget();
}

fn press(store: &Store, chapters: Chapters, event: &KeyboardEvent) {
    if event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
    };
    if event.key() == "Escape" {
        return close_what_is_open();
    }
    let arrow = |right: bool| chapters.shown().act(|shown| shown.arrow(right, store));
    let on_scrub = inside("#scrub");
    let free = !inside(OWN_KEYS);
    match event.key().as_str() {
        " " if free => chapters.shown().act(|shown| shown.space(store)),
        "ArrowLeft" | "ArrowDown" if on_scrub => arrow(false),
        "ArrowRight" | "ArrowUp" if on_scrub => arrow(true),
        "ArrowLeft" if free => arrow(false),
        "ArrowRight" if free => arrow(true),
        _ => return,
    }
    event.prevent_default();
}

/// Drawers and pop-ups; the focus that was inside one goes to the button that opens it.
fn close_what_is_open() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    while let Ok(Some(open)) = document.query_selector(OPEN) {
        let has_focus = open.query_selector(":focus").is_ok_and(|focused| focused.is_some());
        if open.remove_attribute("open").is_err() {
            return;
        }
        let button = open.query_selector("summary").ok().flatten();
        let button = button.filter(|_| has_focus).and_then(|button| button.dyn_into::<HtmlElement>().ok());
        // Focus that cannot be given is lost, nothing else.
        let _ = button.map(|button| button.focus());
    }
}
