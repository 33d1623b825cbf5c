//! The page that embeds this one: what it asks for by `postMessage`, and what it is told. `docs/embedding.md` has the messages.

mod ask;

use super::host::ask::{Ask, NAME, VERSION};
use super::session::Session;
use crate::protocol::Backend;
use crate::settings::embed::Host;
use crate::settings::url;
use crate::ui::browser;
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
    told: Value,
    /// When numbers were told last, and the step they were of.
    metrics_at: f64,
    step: Value,
    ready: bool,
}

impl HostLine {
    /// Opens the line and listens, if there is a host page.
    pub fn open(store: Store) -> Option<Self> {
        let window = web_sys::window()?;
        let parent = window.parent().ok().flatten().filter(|parent| *parent != window)?;
        let host = store.settings.with_untracked(|settings| settings.embed.host.clone());
        listen(&window, parent.clone(), host.clone(), store);
        Some(Self { parent, host, told: Value::Null, metrics_at: 0.0, step: 0.into(), ready: false })
    }

    /// Tells what has changed since the last time.
    pub fn tell(&mut self, now: f64, state: Value, metrics: impl FnOnce() -> Value) {
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
            self.say(message("metrics", metrics()));
        }
        self.told = settled(&state);
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
fn listen(window: &Window, parent: Window, host: Host, store: Store) {
    let listener = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
        let from_parent = event.source().is_some_and(|source| js_sys::Object::is(&source, &parent));
        if !from_parent || !host.allows(&event.origin()) {
            return;
        }
        let json = js_sys::JSON::stringify(&event.data()).ok().and_then(|json| json.as_string());
        let Some(heard) = json.as_deref().and_then(ask::read) else { return };
        let troubles = match heard.ask.and_then(|ask| carry_out(&ask, &store)) {
            Ok(troubles) => troubles,
            Err(why) => vec![why],
        };
        let mut answer = if troubles.is_empty() {
            let mut state = Value::Null;
            store.act(|session| state = state_of(session, &store));
            message("state", state)
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
fn carry_out(ask: &Ask, store: &Store) -> Result<Vec<String>, String> {
    let mut troubles = Vec::new();
    match ask {
        Ask::Set { settings } => {
            let (changed, ignored) = store.settings.with_untracked(|now| ask::set(now, settings))?;
            let moved = changed.view.t.filter(|_| settings.contains_key("t"));
            store.theme.set(changed.embed.theme);
            store.settings.set(changed);
            if let Some(t) = moved {
                store.act(|session| {
                    let _ = session.seek(t);
                });
            }
            troubles = ignored;
        }
        Ask::Train {} => store.act(|session| session.go(true, store)),
        Ask::Pause {} => store.act(|session| session.go(false, store)),
        Ask::Step {} => store.act(|session| session.shown().step(store)),
        Ask::Reset {} => store.act(|session| session.shown().reset(store)),
        Ask::Seek { at } => {
            let mut sought = false;
            store.act(|session| sought = session.seek(*at));
            if !sought {
                return Err("This chapter has no timeline to seek on.".into());
            }
            if !(0.0..=1.0).contains(at) {
                troubles.push("The timeline ends at 0 and 1: the nearer end was taken.".into());
            }
        }
        Ask::Get {} => {}
    }
    Ok(troubles)
}

/// What a host page is told of the state.
pub fn state_of(session: &mut Session, store: &Store) -> Value {
    let at = session.shown().timeline().map(|playhead| rounded(playhead.share()));
    let shown = session.shown();
    let phase: Phase = shown.client().phase().clone();
    let engine = shown.client().info().backend.map(|backend| match backend {
        Backend::Cpu => "cpu",
        Backend::Gpu => "gpu",
    });
    let (step, ..) = shown.client().trained();
    store.settings.with_untracked(|settings| {
        let differences: Map<String, Value> =
            url::differences(settings).into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
        json!({
            "phase": phase.name(), "chapter": url::name_of(&settings.chapter), "step": step, "at": at, "engine": engine,
            "query": url::to_query(settings), "settings": differences,
        })
    })
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

/// Numbers of the chapter shown.
pub fn metrics_of(session: &mut Session, store: &Store) -> Value {
    let shown = session.shown();
    let values: Map<String, Value> = shown
        .metrics()
        .into_iter()
        .filter(|(_, value)| value.is_finite())
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let (step, ..) = shown.client().trained();
    let rate = shown.rate();
    let chapter = store.settings.with_untracked(|settings| url::name_of(&settings.chapter));
    json!({ "chapter": chapter, "step": step, "rate": rate, "values": values })
}

fn rounded(share: f64) -> f64 {
    (share * 1e3).round() / 1e3
}
