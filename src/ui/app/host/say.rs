//! The form of what is said to a host page.

use super::ask::{NAME, VERSION};
use crate::settings::embed::Host;
use serde_json::{Map, Value};
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
    // Every value was written here, so it can be read; a host page that is gone hears nothing.
    if let Ok(words) = js_sys::JSON::parse(&words.to_string()) {
        let _ = parent.post_message(&words, host.target());
    }
}
