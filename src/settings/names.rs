//! What choices are called in links and files.

use serde::{Serialize, de::DeserializeOwned};

/// The kebab-case name of a fieldless variant.
pub fn name_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a fieldless variant has a name, not {other:?}"),
    }
}

/// The variant of a kebab-case name.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
