//! Whether an embed is seen: it starts when it is, stands still while it is not, and frees its engines after a while.

use super::host::HostLine;
use crate::ui::browser;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, VisibilityState};

/// Milliseconds out of sight after which engines are let go: less is a reader who scrolls past and back.
const PATIENCE_MS: i32 = 10_000;
/// Between two looks at what an engine hands out before it is let go: no frames are drawn out of sight.
const LOOK_MS: i32 = 250;

/// Whether the page is seen, and what it was doing when it went out of sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Sight {
    /// Not yet: what is to start by itself waits.
    #[default]
    Before,
    Seen,
    Unseen {
        ran: bool,
    },
}

/// What is done to the page as it comes and goes.
struct Watched {
    store: Store,
    chapters: Chapters,
    host: Option<Handle<HostLine>>,
    sight: Cell<Sight>,
}

/// Watches where the page is a frame of another one.
pub fn watch(store: Store, chapters: Chapters, host: Option<Handle<HostLine>>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(root) = document.document_element() else { return };
    let watched = Rc::new(Watched { store, chapters, host, sight: Cell::default() });
    // Both must say so: in sight of its window, and the window in sight of the reader.
    let near = Rc::new(Cell::new(true));
    let (within, crossing) = (near.clone(), watched.clone());
    let crossed = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            within.set(entry.is_intersecting());
            crossing.look(within.get());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(crossed.as_ref().unchecked_ref()) {
        observer.observe(&root);
    }
    let turning = watched.clone();
    let turned = Closure::<dyn FnMut()>::new(move || turning.look(near.get()));
    // Cannot fail for a listener of the right kind.
    let _ = document.add_event_listener_with_callback("visibilitychange", turned.as_ref().unchecked_ref());
    // They live as long as the page.
    crossed.forget();
    turned.forget();
    watched.look(true);
}

impl Watched {
    fn look(self: &Rc<Self>, near: bool) {
        let document = web_sys::window().and_then(|window| window.document());
        let visible =
            document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible);
        let seen = near && visible;
        match (self.sight.get(), seen) {
            (Sight::Before, true) => {
                self.sight.set(Sight::Seen);
                if self.store.settings.with_untracked(|settings| settings.embed.autoplay) {
                    self.go(true);
                }
            }
            (Sight::Seen, false) => {
                let ran = self.chapters.shown().act(|shown| shown.client().phase().trains());
                self.sight.set(Sight::Unseen { ran });
                self.go(false);
                if let Some(host) = &self.host {
                    host.act(HostLine::tell_unseen);
                }
                let watched = self.clone();
                browser::later(PATIENCE_MS, move || watched.suspend());
            }
            (Sight::Unseen { ran }, true) => {
                self.sight.set(Sight::Seen);
                self.chapters.all().iter().for_each(|chapter| chapter.act(|chapter| chapter.resume()));
                if ran {
                    self.go(true);
                }
            }
            _ => {}
        }
    }

    fn go(&self, run: bool) {
        self.chapters.shown().act(|shown| shown.go(run, &self.store));
    }

    /// Lets engines go, if the page is still out of sight, as soon as they have handed out what is trained.
    fn suspend(self: &Rc<Self>) {
        if !matches!(self.sight.get(), Sight::Unseen { .. }) {
            return;
        }
        let mut falling = false;
        for chapter in self.chapters.all() {
            falling |= chapter.act(|chapter| {
                chapter.suspend(&self.store);
                // Out of sight there are no frames in which its engine would be heard.
                chapter.work_unseen(f64::from(LOOK_MS) / 1000.0, &self.store);
                !chapter.client().is_suspended()
            });
        }
        if falling {
            let watched = self.clone();
            browser::later(LOOK_MS, move || watched.suspend());
        }
    }
}
