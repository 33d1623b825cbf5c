//! Hears the host page, and does what it asks a bounded part at a time.

use super::ask::{self, Ask, Heard, LONGEST, NAME};
use super::queue::{Queue, superseded};
use super::say::{message, say};
use super::snapshot::Snapshot;
use crate::settings::Settings;
use crate::settings::embed::Host;
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use js_sys::{JsString, Object, Reflect};
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// Milliseconds to the next turn: about a frame, but frames do not come to a page out of sight.
const TURN_MS: i32 = 16;
/// Values in one object of a message.
const MOST_VALUES: u32 = 1000;
/// Letters that stand for a number, and of the longest name that a refused message may have.
const NUMBER: usize = 8;
const LONGEST_ID: u32 = 1000;

/// What hears it.
struct Listener {
    parent: Window,
    host: Host,
    store: Store,
    chapters: Chapters,
    queue: RefCell<Queue>,
    /// The next turn is on its way.
    is_due: Cell<bool>,
}

/// Answers what the host page asks; nobody else is heard.
pub fn listen(window: &Window, parent: Window, host: Host, store: Store, chapters: Chapters) {
    let (queue, is_due) = Default::default();
    let listener = Rc::new(Listener { parent, host, store, chapters, queue, is_due });
    let hear = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
        let from_parent = event.source().is_some_and(|source| Object::is(&source, &listener.parent));
        if from_parent && listener.host.allows(&event.origin()) {
            listener.hear(&event.data());
        }
    });
    // Cannot fail for a listener of the right kind.
    let _ = window.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref());
    // Lives as long as the page.
    hear.forget();
}

impl Listener {
    fn hear(self: &Rc<Self>, data: &JsValue) {
        let Some(heard) = read(data) else { return };
        for Heard { id, .. } in self.queue.borrow_mut().push(heard) {
            self.answer(id, error("Too many messages wait, so this one was left out."));
        }
        self.call();
    }

    /// The next turn comes.
    fn call(self: &Rc<Self>) {
        if !self.queue.borrow().is_empty() && !self.is_due.replace(true) {
            let listener = self.clone();
            browser::later(TURN_MS, move || {
                listener.is_due.set(false);
                listener.take_turn();
                listener.call();
            });
        }
    }

    /// Does the next messages in their order; settings that follow each other are set at once.
    fn take_turn(&self) {
        let turn = self.queue.borrow_mut().turn();
        let mut changes = None;
        let mut done = Vec::with_capacity(turn.len());
        for (index, heard) in turn.iter().enumerate() {
            done.push(match &heard.ask {
                Err(why) => Err(why.clone()),
                Ok(Ask::Set { settings }) => self.gather(&mut changes, settings),
                Ok(Ask::Get {}) => Ok(Vec::new()),
                Ok(_) if superseded(&turn, index) => Ok(Vec::new()),
                Ok(command) => {
                    self.set(changes.take());
                    self.carry_out(command)
                }
            });
        }
        self.set(changes);
        let state =
            self.store.settings.with_untracked(|settings| Snapshot::of(self.chapters).state(settings));
        for (heard, done) in turn.into_iter().zip(done) {
            let answer = match done {
                Ok(troubles) if troubles.is_empty() => message("state", state.clone()),
                Ok(troubles) => error(&troubles.join(" ")),
                Err(why) => error(&why),
            };
            self.answer(heard.id, answer);
        }
    }

    /// Adds what is wanted to the changes; gives what of it was not taken as it stands.
    fn gather(
        &self,
        changes: &mut Option<Changes>,
        wanted: &Map<String, Value>,
    ) -> Result<Vec<String>, String> {
        let gathered = changes.as_ref();
        let now = gathered.map_or_else(|| self.store.settings.get_untracked(), |of| of.settings.clone());
        let (settings, troubles) = ask::set(&now, wanted)?;
        let put = settings.view.t.filter(|_| wanted.contains_key("t"));
        let seek = put.or_else(|| gathered?.seek);
        *changes = Some(Changes { settings, seek });
        Ok(troubles)
    }

    fn set(&self, changes: Option<Changes>) {
        let Some(Changes { settings, seek }) = changes else { return };
        self.store.theme.set(settings.embed.theme);
        self.store.settings.set(settings);
        if let Some(t) = seek {
            self.chapters.shown().act(|shown| shown.seek(t));
        }
    }

    /// Does what is asked; gives what of it was not taken as it stands.
    fn carry_out(&self, command: &Ask) -> Result<Vec<String>, String> {
        let (store, shown) = (&self.store, self.chapters.shown());
        match command {
            Ask::Train {} => shown.act(|shown| shown.go(true, store)),
            Ask::Pause {} => shown.act(|shown| shown.go(false, store)),
            Ask::Step {} => shown.act(|shown| shown.step(store)),
            Ask::Reset {} => shown.act(|shown| shown.reset(store)),
            Ask::Seek { at } => {
                if !shown.act(|shown| shown.seek(*at)) {
                    return Err("This chapter has no timeline to seek on.".into());
                }
                if !(0.0..=1.0).contains(at) {
                    return Ok(vec!["The timeline goes from 0 to 1, so the nearer end was taken.".into()]);
                }
            }
            Ask::Set { .. } | Ask::Get {} => {}
        }
        Ok(Vec::new())
    }

    fn answer(&self, id: Option<String>, mut answer: Value) {
        if let Some(id) = id {
            answer["id"] = id.into();
        }
        say(&self.parent, &self.host, answer);
    }
}

/// Settings that are to be set, and where the timeline is to be put.
struct Changes {
    settings: Settings,
    seek: Option<f64>,
}

fn error(words: &str) -> Value {
    message("error", json!({ "message": words }))
}

/// Reads a message to this page. One that is too long, or has a form that none has, is not looked into.
fn read(data: &JsValue) -> Option<Heard> {
    let of = |key: &str| Reflect::get(data, &key.into()).ok();
    if of("to")? != NAME {
        return None;
    }
    if size(data, 2).is_some_and(|size| size <= LONGEST) {
        let json = js_sys::JSON::stringify(data).ok()?.as_string()?;
        return ask::read(&json);
    }
    let id = of("id").and_then(|id| id.dyn_into::<JsString>().ok()).filter(|id| id.length() <= LONGEST_ID);
    let why = format!("The message is longer than {} KB, or nothing that this page reads.", LONGEST / 1024);
    Some(Heard { id: id.map(String::from), ask: Err(why), size: LONGEST_ID as usize })
}

/// Letters of a message, or of a part of it, where it is made of text, numbers, switches and, down to `depth`, plain objects
/// of them.
fn size(value: &JsValue, depth: u32) -> Option<usize> {
    if let Some(text) = value.dyn_ref::<JsString>() {
        return Some(text.length() as usize);
    }
    if !value.is_object() {
        return Some(NUMBER);
    }
    let object: &Object = value.unchecked_ref();
    if depth == 0 || Object::get_prototype_of(object) != Object::get_prototype_of(&Object::new()) {
        return None;
    }
    let entries = Object::entries(object);
    if entries.length() > MOST_VALUES {
        return None;
    }
    let sizes = entries.iter().map(|entry| {
        let entry: js_sys::Array = entry.unchecked_into();
        Some(size(&entry.get(0), 0)? + size(&entry.get(1), depth - 1)?)
    });
    sizes.sum()
}
