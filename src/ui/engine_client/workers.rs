//! Carries out what the client decides, with real Web Workers; what they say waits in an inbox.

use super::{Adapter, Effect, Input, WorkerId};
use crate::protocol::{Backend, Command, wire};
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

type Inbox = Rc<RefCell<Vec<Input>>>;

/// The workers that are alive.
#[derive(Default)]
pub struct Workers {
    live: HashMap<WorkerId, Live>,
    /// Filled by the workers, emptied by the frame loop: nothing happens in between frames.
    inbox: Inbox,
}

struct Live {
    worker: web_sys::Worker,
    /// Kept as long as the worker may call them.
    _on_message: Closure<dyn FnMut(web_sys::MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Workers {
    pub fn take_inputs(&self) -> Vec<Input> {
        self.inbox.take()
    }

    /// Carries out an effect that concerns workers; gives back one that does not.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Spawn { worker, backend } => self.spawn(worker, backend),
            Effect::Terminate(worker) => {
                if let Some(live) = self.live.remove(&worker) {
                    live.worker.terminate();
                }
            }
            Effect::Send(worker, command) => self.send(worker, *command),
            Effect::FindAdapter => {
                let inbox = self.inbox.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    let answer = find_adapter().await;
                    inbox.borrow_mut().push(Input::Adapter(answer));
                });
            }
            other => return Some(other),
        }
        None
    }

    fn send(&mut self, worker: WorkerId, command: Command) {
        let Some(live) = self.live.get(&worker) else { return };
        let (message, transfer) = wire::command_to_js(command);
        if let Err(error) = live.worker.post_message_with_transfer(&message, &transfer) {
            self.inbox.borrow_mut().push(Input::Broken { worker, why: words(&error) });
        }
    }

    fn spawn(&mut self, worker: WorkerId, backend: Backend) {
        let live = match program(backend) {
            Some(script) => Live::new(worker, &script, &self.inbox),
            None => Err(NOT_HERE.into()),
        };
        match live {
            Ok(live) => {
                self.live.insert(worker, live);
            }
            Err(error) => self.inbox.borrow_mut().push(Input::Broken { worker, why: words(&error) }),
        }
    }
}

impl Live {
    fn new(id: WorkerId, script: &str, inbox: &Inbox) -> Result<Self, JsValue> {
        let worker = web_sys::Worker::new(script)?;
        let messages = inbox.clone();
        let on_message = Closure::<dyn FnMut(_)>::new(move |message: web_sys::MessageEvent| {
            messages.borrow_mut().push(match wire::event_from_js(&message.data()) {
                Ok(event) => Input::Event { worker: id, event },
                Err(why) => Input::Broken { worker: id, why },
            });
        });
        let errors = inbox.clone();
        let on_error = Closure::<dyn FnMut(_)>::new(move |event: web_sys::Event| {
            errors.borrow_mut().push(Input::Broken { worker: id, why: error_words(&event) });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

const NOT_HERE: &str = "this copy of the page holds only the CPU engine";

/// The address of an engine's script, or `None` if this copy of the page has no such engine: what the global
/// `mcmcEngines` says, as in the page that is one file (`assets/single_file.js`), or else the file beside the page.
fn program(backend: Backend) -> Option<String> {
    let (name, file) = match backend {
        Backend::Cpu => ("cpu", "./engine_cpu_loader.js"),
        Backend::Gpu => ("gpu", "./engine_gpu_loader.js"),
    };
    let engines = Reflect::get(&js_sys::global(), &"mcmcEngines".into()).unwrap_or(JsValue::UNDEFINED);
    if !engines.is_object() {
        return Some(file.into());
    }
    Reflect::get(&engines, &name.into()).ok().and_then(|address| address.as_string())
}

/// An error event has words only if the worker ran at all.
fn error_words(event: &web_sys::Event) -> String {
    match event.dyn_ref::<web_sys::ErrorEvent>().map(web_sys::ErrorEvent::message) {
        // Of a panic the engine itself has told before. What else ends a program like this is memory that it does not get.
        Some(message) if message.to_lowercase().contains("unreachable") => "it got no more memory".into(),
        Some(message) if !message.is_empty() => message.trim_start_matches("Uncaught Error: ").to_owned(),
        _ if event.type_() == "messageerror" => "its message could not be read".into(),
        _ => "its program could not be loaded".into(),
    }
}

fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "the browser gave no reason".into())
}

/// Asks for an adapter as `navigator.gpu.requestAdapter()` and lets it go again: the engine asks for its own.
/// No `powerPreference`: a browser may refuse "high-performance" inside a frame of another page.
async fn find_adapter() -> Result<Adapter, String> {
    if program(Backend::Gpu).is_none() {
        return Err(NOT_HERE.into());
    }
    let navigator = web_sys::window().ok_or("there is no window")?.navigator();
    let gpu = Reflect::get(&navigator, &"gpu".into()).unwrap_or(JsValue::UNDEFINED);
    if gpu.is_undefined() || gpu.is_null() {
        return Err("this browser does not have WebGPU".into());
    }
    let request = async {
        let request: Function = Reflect::get(&gpu, &"requestAdapter".into())?.dyn_into()?;
        let promise: Promise = request.call0(&gpu)?.dyn_into()?;
        JsFuture::from(promise).await
    };
    match request.await {
        Ok(adapter) if adapter.is_null() || adapter.is_undefined() => {
            Err("this browser offers no WebGPU adapter".into())
        }
        Ok(adapter) => Ok(described(&adapter)),
        Err(error) => Err(format!("the browser refused a WebGPU adapter: {}", words(&error))),
    }
}

/// What a `GPUAdapter` says of itself; browsers have moved `isFallbackAdapter` from it to its `info`.
fn described(adapter: &JsValue) -> Adapter {
    let of = |object: &JsValue, key: &str| Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED);
    let info = of(adapter, "info");
    let names = ["description", "architecture", "device", "vendor"];
    let names = names.map(|key| of(&info, key).as_string().unwrap_or_default());
    let is_fallback = [adapter, &info].into_iter().any(|object| of(object, "isFallbackAdapter").is_truthy());
    Adapter::new(&names, is_fallback)
}
