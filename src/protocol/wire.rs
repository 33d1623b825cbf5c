//! Commands and events as worker messages: JSON for the small parts, transferred arrays for the rest.

use super::Message;
use js_sys::{Array, Float32Array};
use wasm_bindgen::{JsCast, JsValue};

/// `[json, array, array …]` and the list of buffers to transfer.
pub fn to_js<M: Message + serde::Serialize>(mut message: M) -> (JsValue, JsValue) {
    let parts = Array::new();
    let transfer = Array::new();
    let arrays: Vec<Float32Array> = message
        .arrays_mut()
        .into_iter()
        .map(|values| Float32Array::from(std::mem::take(values).as_slice()))
        .collect();
    // Plain data with string keys always has a JSON form.
    parts.push(&JsValue::from_str(&serde_json::to_string(&message).expect("plain data")));
    for array in &arrays {
        parts.push(array);
        transfer.push(&array.buffer());
    }
    (parts.into(), transfer.into())
}

/// # Errors
/// Says what is wrong with what is not such a message of this version.
pub fn from_js<M: Message + serde::de::DeserializeOwned>(message: &JsValue) -> Result<M, String> {
    let parts: &Array = message.dyn_ref().ok_or("the message is not an array")?;
    let text = parts.get(0).as_string().ok_or("the message holds no text")?;
    let mut message: M = serde_json::from_str(&text)
        .map_err(|error| format!("a message this version does not know: {error}"))?;
    for (index, values) in message.arrays_mut().into_iter().enumerate() {
        let part = parts.get(index as u32 + 1);
        let array: &Float32Array = part.dyn_ref().ok_or("an array is missing in the message")?;
        *values = array.to_vec();
    }
    Ok(message)
}
