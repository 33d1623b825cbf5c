//! Hears the host page, and does what it asks a bounded part at a time.

use super::ask::{self, Ask, Heard};
use super::hand_out::{Awaited, Wanted};
use super::queue::{Queue, superseded};
use super::read::read;
use super::say::{message, post, say};
use super::snapshot::Snapshot;
use crate::settings::embed::Host;
use crate::settings::{Settings, url};
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::chapter::take_weights::take_file;
use crate::ui::store::Store;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// Milliseconds to the next turn: about a frame, but frames do not come to a page out of sight.
const TURN_MS: i32 = 16;
/// What hears it.
pub struct Listener {
    parent: Window,
    host: Host,
    store: Store,
    chapters: Chapters,
    queue: RefCell<Queue>,
    /// The next turn is on its way.
    is_due: Cell<bool>,
    awaited: RefCell<Awaited>,
}

/// What comes of a message.
enum Outcome {
    /// It is done; what of it was not taken as it stands.
    Done(Vec<String>),
    /// What was asked for.
    Is(Value),
    /// That comes later.
    Comes,
}

const DONE: Result<Outcome, String> = Ok(Outcome::Done(Vec::new()));

/// Answers what the host page asks; nobody else is heard.
pub fn listen(window: &Window, parent: Window, host: Host, store: Store, chapters: Chapters) -> Rc<Listener> {
    let (queue, is_due, awaited) = Default::default();
    let listener = Rc::new(Listener { parent, host, store, chapters, queue, is_due, awaited });
    let hears = listener.clone();
    let hear = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
        let from_parent = event.source().is_some_and(|source| Object::is(&source, &hears.parent));
        if from_parent && hears.host.allows(&event.origin()) {
            hears.hear(&event.data());
        }
    });
    // Cannot fail for a listener of the right kind.
    let _ = window.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref());
    // Lives as long as the page.
    hear.forget();
    listener
}

impl Listener {
    /// Answers with what has come since it was asked for.
    pub fn hand_out(&self) {
        for (id, found) in self.awaited.borrow_mut().look(self.chapters, &self.store) {
            match found {
                Ok(found) => {
                    if let Some(id) = id {
                        let _ = Reflect::set(&found, &"id".into(), &id.into());
                    }
                    post(&self.parent, &self.host, &found);
                }
                Err(why) => self.answer(id, error(&why)),
            }
        }
    }

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
                Ok(Ask::Set { settings }) => self.gather(&mut changes, settings).map(Outcome::Done),
                Ok(Ask::Get {}) => DONE,
                Ok(_) if superseded(&turn, index) => DONE,
                Ok(command) => {
                    self.set(changes.take());
                    self.carry_out(command, heard)
                }
            });
        }
        self.set(changes);
        let state =
            self.store.settings.with_untracked(|settings| Snapshot::of(self.chapters).state(settings));
        for (heard, done) in turn.into_iter().zip(done) {
            let answer = match done {
                Ok(Outcome::Done(troubles)) if troubles.is_empty() => message("state", state.clone()),
                Ok(Outcome::Done(troubles)) => error(&troubles.join(" ")),
                Ok(Outcome::Is(answer)) => answer,
                Ok(Outcome::Comes) => continue,
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

    fn carry_out(&self, command: &Ask, heard: &Heard) -> Result<Outcome, String> {
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
                    let trouble = "The timeline goes from 0 to 1, so the nearer end was taken.";
                    return Ok(Outcome::Done(vec![trouble.into()]));
                }
            }
            Ask::Weights {} | Ask::Chains {} => {
                let wanted = if matches!(command, Ask::Chains {}) { Wanted::Draws } else { Wanted::Weights };
                self.awaited.borrow_mut().ask(wanted, heard.id.clone(), self.chapters)?;
                return Ok(Outcome::Comes);
            }
            Ask::Samples {} => return self.samples().map(Outcome::Is),
            Ask::Load {} => load(&heard.file, store, self.chapters)?,
            Ask::Set { .. } | Ask::Get {} => {}
        }
        DONE
    }

    fn samples(&self) -> Result<Value, String> {
        self.store.settings.with_untracked(|settings| {
            let csv = self.chapters.shown().act(|shown| shown.samples(settings));
            let csv = csv.ok_or("There are no samples to hand out.")?;
            Ok(message("samples", json!({ "chapter": url::name_of(&settings.chapter), "csv": csv })))
        })
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

/// Goes on from the model in a file.
fn load(file: &[u8], store: &Store, chapters: Chapters) -> Result<(), String> {
    take_file(file, store, chapters).map_err(|why| format!("The file was not loaded: {why}."))
}

fn error(words: &str) -> Value {
    message("error", json!({ "message": words }))
}
