//! The page that embeds this one: what it asks for by `postMessage`, and what it is told. `docs/embedding.md` has the messages.

pub mod ask;

use super::host::ask::{Ask, NAME, VERSION};
use crate::protocol::Backend;
use crate::settings::embed::Host;
use crate::settings::{Settings, url};
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::{Phase, Store};
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, ResizeObserver, Window};

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
    told: Value,
    /// When it was told last, in ms of the page's clock.
    now: f64,
    /// When numbers were told last, and the step they were of.
    metrics_at: f64,
    step: Value,
    ready: bool,
}

impl HostLine {
    /// Opens the line and listens, if there is a host page.
    pub fn open(store: Store, chapters: Chapters) -> Option<Self> {
        let window = web_sys::window()?;
        let parent = window.parent().ok().flatten().filter(|parent| *parent != window)?;
        let host = store.settings.with_untracked(|settings| settings.embed.host.clone());
        listen(&window, parent.clone(), host.clone(), store, chapters);
        let (told, step) = (Value::Null, 0.into());
        Some(Self { parent, host, store, chapters, told, now: 0.0, metrics_at: 0.0, step, ready: false })
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

fn message(kind: &str, content: Value) -> Value {
    let mut message = Map::new();
    message.insert("from".into(), NAME.into());
    message.insert("version".into(), VERSION.into());
    message.insert("type".into(), kind.into());
    if let Value::Object(content) = content {
        message.extend(content);
    }
    Value::Object(message)
}

fn say(parent: &Window, host: &Host, words: Value) {
    // Every value was written here, so it can be read; a host page that is gone hears nothing.
    if let Ok(words) = js_sys::JSON::parse(&words.to_string()) {
        let _ = parent.post_message(&words, host.target());
    }
}

/// Answers what the host page asks; nobody else is heard.
fn listen(window: &Window, parent: Window, host: Host, store: Store, chapters: Chapters) {
    let listener = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
        let from_parent = event.source().is_some_and(|source| js_sys::Object::is(&source, &parent));
        if !from_parent || !host.allows(&event.origin()) {
            return;
        }
        let json = js_sys::JSON::stringify(&event.data()).ok().and_then(|json| json.as_string());
        let Some(heard) = json.as_deref().and_then(ask::read) else { return };
        let troubles = match heard.ask.and_then(|ask| carry_out(&ask, &store, chapters)) {
            Ok(troubles) => troubles,
            Err(why) => vec![why],
        };
        let mut answer = if troubles.is_empty() {
            let snapshot = Snapshot::of(chapters);
            message("state", store.settings.with_untracked(|settings| snapshot.state(settings)))
        } else {
            message("error", json!({ "message": troubles.join(" ") }))
        };
        if let Some(id) = heard.id {
            answer["id"] = id.into();
        }
        say(&parent, &host, answer);
    });
    // Cannot fail for a listener of the right kind.
    let _ = window.add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    // Lives as long as the page.
    listener.forget();
}

/// Does what is asked; gives what of it was not taken as it stands.
fn carry_out(ask: &Ask, store: &Store, chapters: Chapters) -> Result<Vec<String>, String> {
    let mut troubles = Vec::new();
    match ask {
        Ask::Set { settings } => {
            let (changed, ignored) = store.settings.with_untracked(|now| ask::set(now, settings))?;
            let moved = changed.view.t.filter(|_| settings.contains_key("t"));
            store.theme.set(changed.embed.theme);
            store.settings.set(changed);
            if let Some(t) = moved {
                chapters.shown().act(|shown| shown.seek(t));
            }
            troubles = ignored;
        }
        Ask::Train {} => chapters.shown().act(|shown| shown.go(true, store)),
        Ask::Pause {} => chapters.shown().act(|shown| shown.go(false, store)),
        Ask::Step {} => chapters.shown().act(|shown| shown.step(store)),
        Ask::Reset {} => chapters.shown().act(|shown| shown.reset(store)),
        Ask::Seek { at } => {
            if !chapters.shown().act(|shown| shown.seek(*at)) {
                return Err("This chapter has no timeline to seek on.".into());
            }
            if !(0.0..=1.0).contains(at) {
                troubles.push("The timeline goes from 0 to 1, so the nearer end was taken.".into());
            }
        }
        Ask::Get {} => {}
    }
    Ok(troubles)
}

/// The chapter shown, as a host page is told of it.
struct Snapshot {
    phase: Phase,
    step: u32,
    /// Where its timeline is, if it has one.
    at: Option<f64>,
    backend: Option<Backend>,
    rate: Option<f32>,
    metrics: Vec<(&'static str, f64)>,
}

impl Snapshot {
    fn of(chapters: Chapters) -> Self {
        chapters.shown().act(|shown| Self {
            phase: shown.client().phase().clone(),
            step: shown.client().trained().0,
            at: shown.timeline().map(|playhead| rounded(playhead.share())),
            backend: shown.client().info().backend,
            rate: shown.rate(),
            metrics: shown.metrics(),
        })
    }

    fn state(&self, settings: &Settings) -> Value {
        let engine = self.backend.map(|backend| match backend {
            Backend::Cpu => "cpu",
            Backend::Gpu => "gpu",
        });
        let differences = url::differences(settings).into_iter().map(|(key, value)| (key, value.into()));
        json!({
            "phase": self.phase.name(), "chapter": url::name_of(&settings.chapter), "step": self.step, "at": self.at,
            "engine": engine, "query": url::to_query(settings), "settings": object(differences),
        })
    }

    fn numbers(&self, settings: &Settings) -> Value {
        let finite = self.metrics.iter().filter(|(_, value)| value.is_finite());
        let values = finite.map(|(name, value)| (*name, (*value).into()));
        json!({
            "chapter": url::name_of(&settings.chapter), "step": self.step, "rate": self.rate, "values": object(values),
        })
    }
}

/// Filled value by value: what collects them sorts them first.
fn object<'a>(values: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in values {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
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

fn rounded(share: f64) -> f64 {
    (share * 1e3).round() / 1e3
}
