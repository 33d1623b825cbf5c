//! The page that embeds this one: what it asks for by `postMessage`, and what it is told. `docs/reference.md` has the messages.

pub mod ask;
mod hand_out;
mod listen;
mod queue;
mod read;
mod say;
mod snapshot;
mod told;

use crate::settings::embed::Host;
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use crate::ui::story::telling::Telling;
use leptos::prelude::*;
use listen::{Listener, listen};
use say::{message, say};
use serde_json::{Value, json};
use snapshot::Snapshot;
use std::rc::Rc;
use told::Told;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, Window};

/// Milliseconds between two messages with numbers.
const METRICS_MS: f64 = 500.0;

/// By how much less height is no news, CSS pixels.
const HOP: f64 = 60.0;

/// The line to the host page; there is none where the page stands alone.
pub struct HostLine {
    parent: Window,
    host: Host,
    store: Store,
    chapters: Chapters,
    listener: Rc<Listener>,
    told: Value,
    story: Told,
    telling: Telling,
    /// When it was told last, in ms of the page's clock.
    now: f64,
    /// When numbers were told last, and the step they were of.
    metrics_at: f64,
    step: Value,
    ready: bool,
}

impl HostLine {
    /// Opens the line and listens, if there is a host page.
    pub fn open(store: Store, chapters: Chapters, telling: Telling) -> Option<Self> {
        let window = web_sys::window()?;
        let parent = window.parent().ok().flatten().filter(|parent| *parent != window)?;
        let host = store.settings.with_untracked(|settings| settings.embed.host.clone());
        let listener = listen(&window, parent.clone(), host.clone(), store, chapters);
        let (told, step) = (Value::Null, 0.into());
        let story = store.settings.with_untracked(|settings| Told::of(&settings.story));
        Some(Self {
            parent,
            host,
            store,
            chapters,
            listener,
            told,
            story,
            telling,
            now: 0.0,
            metrics_at: 0.0,
            step,
            ready: false,
        })
    }

    /// Tells what has changed since the last time, at `now` in ms of the page's clock.
    pub fn tell(&mut self, now: f64) {
        self.now = now;
        let snapshot = Snapshot::of(self.chapters);
        let (state, numbers) = self
            .store
            .settings
            .with_untracked(|settings| (snapshot.state(settings), snapshot.numbers(settings)));
        if !self.ready {
            self.ready = true;
            self.watch_height();
            self.say(message("ready", json!({ "state": state })));
        } else if settled(&state) != self.told {
            self.say(message("state", state.clone()));
        }
        // Numbers of what stands still are no news.
        let moves = state["phase"] == "running" || state["step"] != self.step;
        if moves && now - self.metrics_at >= METRICS_MS {
            self.metrics_at = now;
            self.step = state["step"].clone();
            self.say(message("metrics", numbers));
        }
        self.told = settled(&state);
        let done = self.telling.done.get_untracked();
        let news = self.store.settings.with_untracked(|settings| self.story.news(&settings.story, done));
        news.into_iter().for_each(|news| self.say(news));
        self.listener.hand_out();
    }

    /// Tells it where no frame will.
    pub fn tell_unseen(&mut self) {
        self.tell(self.now);
    }

    /// Tells how high the page is, now and whenever that changes.
    fn watch_height(&self) {
        let Some(page) = browser::element("#app") else { return };
        let (parent, host, measured) = (self.parent.clone(), self.host.clone(), page.clone());
        let mut told = 0.0;
        let changed = Closure::<dyn FnMut()>::new(move || {
            let height = measured.get_bounding_client_rect().height().ceil();
            // Words that are live take a line more or less: what stands below must not hop with them.
            if (told - HOP..=told).contains(&height) {
                return;
            }
            told = height;
            say(&parent, &host, message("height", json!({ "height": height })));
            // The same as learning platforms read it: LTI's, and OpenLearning's widgets'. Both expect text.
            for words in [
                json!({ "subject": "lti.frameResize", "height": height }),
                json!({ "action": "resize", "height": height }),
            ] {
                let _ = parent.post_message(&words.to_string().into(), host.target());
            }
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&page);
        }
        // Lives as long as the page.
        changed.forget();
    }

    fn say(&self, words: Value) {
        say(&self.parent, &self.host, words);
    }
}

/// The same without what changes with every frame: a state is told anew when this is another.
fn settled(state: &Value) -> Value {
    let mut state = state.clone();
    if let Value::Object(state) = &mut state {
        state.remove("step");
        state.remove("at");
    }
    state
}
