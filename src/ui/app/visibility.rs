//! Whether an embed is seen: it starts when it is, stands still while it is not, and frees its engines after a while.

use crate::ui::store::Store;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, VisibilityState};

/// Milliseconds out of sight after which engines are let go: less is a reader who scrolls past and back.
const PATIENCE_MS: i32 = 10_000;
/// Between two looks at what an engine hands out before it is let go: no frames are drawn out of sight.
pub const LOOK_MS: i32 = 250;

/// Watches where the page is a frame of another one.
pub fn watch(store: Store) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(root) = document.document_element() else { return };
    // Both must say so: in sight of its window, and the window in sight of the reader.
    let near = Rc::new(Cell::new(true));
    let within = near.clone();
    let crossed = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            within.set(entry.is_intersecting());
            look(store, within.get());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(crossed.as_ref().unchecked_ref()) {
        observer.observe(&root);
    }
    let turned = Closure::<dyn FnMut()>::new(move || look(store, near.get()));
    // Cannot fail for a listener of the right kind.
    let _ = document.add_event_listener_with_callback("visibilitychange", turned.as_ref().unchecked_ref());
    // They live as long as the page.
    crossed.forget();
    turned.forget();
    look(store, true);
}

fn look(store: Store, near: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    let visible = document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible);
    store.act(|session| {
        if session.be_seen(near && visible, &store) {
            later(PATIENCE_MS, move || store.act(|session| rest(session, store)));
        }
    });
}

/// Lets engines go as soon as they have handed out what is trained.
fn rest(session: &mut super::session::Session, store: Store) {
    if session.rest(&store) {
        later(LOOK_MS, move || store.act(|session| rest(session, store)));
    }
}

fn later(milliseconds: i32, what: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let what = Closure::once_into_js(what);
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(what.unchecked_ref(), milliseconds);
    }
}
