//! The form of what is said to a host page.

use super::ask::{NAME, VERSION};
use crate::settings::embed::Host;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;
use web_sys::Window;

/// A message of this kind.
pub fn message(kind: &str, content: Value) -> Value {
    let mut message = Map::new();
    message.insert("from".into(), NAME.into());
    message.insert("version".into(), VERSION.into());
    message.insert("type".into(), kind.into());
    if let Value::Object(content) = content {
        message.extend(content);
    }
    Value::Object(message)
}

/// Sends it.
pub fn say(parent: &Window, host: &Host, words: Value) {
    post(parent, host, &to_js(&words));
}

/// Sends a message that holds more than words and numbers.
pub fn post(parent: &Window, host: &Host, message: &JsValue) {
    // A host page that is gone hears nothing.
    let _ = parent.post_message(message, host.target());
}

pub fn to_js(words: &Value) -> JsValue {
    // Every value was written by this page, so it can be read.
    js_sys::JSON::parse(&words.to_string()).unwrap_or_default()
}
