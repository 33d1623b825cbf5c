//! Messages as the browser brings them. One that is too long, or has a form that none has, is not looked into.

use super::ask::{self, Heard, LONGEST, NAME};
use crate::ui::weights_file::MOST_BYTES;
use js_sys::{Array, ArrayBuffer, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

/// Values in one object of a message.
const MOST_VALUES: u32 = 1000;
/// Letters that stand for a number, and of the longest name that a refused message may have.
const NUMBER: usize = 8;
const LONGEST_ID: u32 = 1000;

/// Reads a message to this page; none if it is to somebody else.
pub fn read(data: &JsValue) -> Option<Heard> {
    let of = |key: &str| Reflect::get(data, &key.into()).ok();
    if of("to")? != NAME {
        return None;
    }
    let file = if of("type")? == "load" { of("file").and_then(|file| take_out(data, &file)) } else { None };
    if size(data, 2).is_some_and(|size| size <= LONGEST) {
        let json = js_sys::JSON::stringify(data).ok()?.as_string()?;
        let heard = ask::read(&json)?;
        let file = file.unwrap_or_default();
        return Some(Heard { size: heard.size + file.len(), file, ..heard });
    }
    let id = of("id").and_then(|id| id.dyn_into::<JsString>().ok()).filter(|id| id.length() <= LONGEST_ID);
    let why = format!("The message is longer than {} KB, or nothing that this page reads.", LONGEST / 1024);
    Some(Heard { id: id.map(String::from), ask: Err(why), file: Vec::new(), size: LONGEST_ID as usize })
}

/// The bytes of a file that a message holds, which is then no part of it any more; none if it is no file, or too large.
fn take_out(data: &JsValue, file: &JsValue) -> Option<Vec<u8>> {
    let bytes = match file.dyn_ref::<Uint8Array>() {
        Some(bytes) => bytes.clone(),
        None => Uint8Array::new(file.dyn_ref::<ArrayBuffer>()?),
    };
    if bytes.length() as usize > MOST_BYTES {
        return None;
    }
    let message: &Object = data.unchecked_ref();
    Reflect::delete_property(message, &"file".into()).ok()?;
    Some(bytes.to_vec())
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
        let entry: Array = entry.unchecked_into();
        Some(size(&entry.get(0), 0)? + size(&entry.get(1), depth - 1)?)
    });
    sizes.sum()
}
