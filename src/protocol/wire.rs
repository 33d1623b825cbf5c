//! Commands and events as worker messages: JSON for the small parts, transferred arrays for the rest.

use super::{Command, Event};
use js_sys::{Array, Float32Array};
use wasm_bindgen::{JsCast, JsValue};

/// `[json, array, array …]` and the list of buffers to transfer.
pub fn event_to_js(mut event: Event) -> (JsValue, JsValue) {
    let message = Array::new();
    let transfer = Array::new();
    let arrays: Vec<Float32Array> = event
        .arrays_mut()
        .into_iter()
        .map(|values| Float32Array::from(std::mem::take(values).as_slice()))
        .collect();
    message.push(&to_json(&event));
    for array in &arrays {
        message.push(array);
        transfer.push(&array.buffer());
    }
    (message.into(), transfer.into())
}

/// # Errors
/// Says what is wrong with a message that is not an event of this version.
pub fn event_from_js(message: &JsValue) -> Result<Event, String> {
    let parts: &Array = message.dyn_ref().ok_or("the engine's message is not an array")?;
    let mut event: Event = from_json(&parts.get(0))?;
    for (index, values) in event.arrays_mut().into_iter().enumerate() {
        let part = parts.get(index as u32 + 1);
        let array: &Float32Array = part.dyn_ref().ok_or("an array is missing in the engine's message")?;
        *values = array.to_vec();
    }
    Ok(event)
}

pub fn command_to_js(command: &Command) -> JsValue {
    to_json(command)
}

/// # Errors
/// Says what is wrong with a message that is not a command of this version.
pub fn command_from_js(message: &JsValue) -> Result<Command, String> {
    from_json(message)
}

fn to_json(value: &impl serde::Serialize) -> JsValue {
    // Plain data with string keys always has a JSON form.
    JsValue::from_str(&serde_json::to_string(value).expect("plain data"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &JsValue) -> Result<T, String> {
    let text = text.as_string().ok_or("the message holds no text")?;
    serde_json::from_str(&text).map_err(|error| format!("a message this version does not know: {error}"))
}
