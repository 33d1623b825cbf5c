//! Worker glue: messages in, events out, and words for a panic.

use super::device::EngineDevice;
use super::serve;
use crate::protocol::{Event, wire};
use futures::channel::mpsc;
use std::future::Future;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Serves the page that made this worker on the device that `open` brings.
///
/// Commands that come while the device opens are kept.
pub fn run(open: impl Future<Output = Result<EngineDevice, String>> + 'static) {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        // What a library says of a GPU that is gone is no reader's concern.
        post(Event::Failed { why: "something in it went wrong; the console says what".into() });
    }));
    let (queue, commands) = mpsc::unbounded();
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match wire::command_from_js(&message.data()) {
            // The receiver lives as long as `serve`; after a failure nobody listens any more.
            Ok(command) => drop(queue.unbounded_send(command)),
            Err(why) => post(Event::Failed { why }),
        }
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    wasm_bindgen_futures::spawn_local(async move {
        match open.await {
            Ok(device) => serve(device, commands, post).await,
            Err(why) => post(Event::Failed { why }),
        }
    });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(event: Event) {
    let (message, transfer) = wire::event_to_js(event);
    if let Err(error) = scope().post_message_with_transfer(&message, &transfer) {
        web_sys::console::error_1(&error);
    }
}
