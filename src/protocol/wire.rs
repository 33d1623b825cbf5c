//! Commands and events as worker messages: bytes for the small parts, transferred arrays for the rest. Scripts, which do not
//! know the bytes, say and hear in values of their own what little they have to.

use super::{Command, Event, Message};
use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// An event and the list of buffers to transfer. Behind the bytes of a device that is up stands its name, behind those of a
/// benchmark's slice an object of it; of a failure there is only `[why]`.
pub fn event_to_js(event: Event) -> (JsValue, JsValue) {
    if let Event::Failed { why } = &event {
        return (Array::of1(&why.into()).into(), Array::new().into());
    }
    let told = told(&event);
    let (parts, transfer) = pack(event);
    if let Some(told) = told {
        parts.push(&told);
    }
    (parts.into(), transfer.into())
}

/// # Errors
/// Says what is wrong with a message that is not an event of this version.
pub fn event_from_js(message: &JsValue) -> Result<Event, String> {
    let parts = parts(message)?;
    match parts.get(0).as_string() {
        Some(why) => Ok(Event::Failed { why }),
        None => unpack(parts),
    }
}

/// A command and the list of buffers to transfer.
pub fn command_to_js(command: Command) -> (JsValue, JsValue) {
    let (parts, transfer) = pack(command);
    (parts.into(), transfer.into())
}

/// A benchmark is asked for by a script: `[case, seed, budget_ms]`.
///
/// # Errors
/// Says what is wrong with a message that is not a command of this version.
pub fn command_from_js(message: &JsValue) -> Result<Command, String> {
    let parts = parts(message)?;
    let number = |index| parts.get(index).as_f64().unwrap_or_default();
    match parts.get(0).as_string() {
        Some(case) => Ok(Command::Bench { case, seed: number(1) as u32, budget_ms: number(2) as f32 }),
        None => unpack(parts),
    }
}

fn parts(message: &JsValue) -> Result<&Array, String> {
    message.dyn_ref().ok_or_else(|| "the message is not an array".into())
}

/// `[bytes, array, array …]` and the list of buffers to transfer.
fn pack<M: Message + serde::Serialize>(mut message: M) -> (Array, Array) {
    let arrays: Vec<Float32Array> = message
        .arrays_mut()
        .into_iter()
        .map(|values| Float32Array::from(std::mem::take(values).as_slice()))
        .collect();
    let parts = Array::of1(&Uint8Array::from(to_bytes(&message).as_slice()));
    let transfer = Array::new();
    for array in &arrays {
        parts.push(array);
        transfer.push(&array.buffer());
    }
    (parts, transfer)
}

fn unpack<M: Message + serde::de::DeserializeOwned>(parts: &Array) -> Result<M, String> {
    let first = parts.get(0);
    let bytes: &Uint8Array = first.dyn_ref().ok_or("the message holds no bytes")?;
    let mut message: M = from_bytes(&bytes.to_vec())?;
    for (index, values) in message.arrays_mut().into_iter().enumerate() {
        let part = parts.get(index as u32 + 1);
        let array: &Float32Array = part.dyn_ref().ok_or("an array is missing in the message")?;
        *values = array.to_vec();
    }
    Ok(message)
}

/// What a script is told of an event.
fn told(event: &Event) -> Option<JsValue> {
    let slice = match event {
        Event::Ready { device, .. } => return Some(device.into()),
        Event::Bench(slice) => slice,
        _ => return None,
    };
    let parts: [(&str, JsValue); 6] = [
        ("units", slice.units.into()),
        ("unit", (&slice.unit).into()),
        ("loss_first", slice.loss_first.into()),
        ("loss_last", slice.loss_last.into()),
        ("ok", slice.ok.into()),
        ("error", slice.error.as_deref().into()),
    ];
    let told = Object::new();
    for (name, value) in parts {
        // A new object takes whatever it is given.
        let _ = Reflect::set(&told, &name.into(), &value);
    }
    Some(told.into())
}

/// In front of all bytes: they do not say themselves what they are, and a browser may bring the page of one version and the
/// engine of another.
const FORM: &[u8] = env!("MESSAGE_FORM").as_bytes();

fn to_bytes(value: &impl serde::Serialize) -> Vec<u8> {
    // Nothing in it has a length that is not known beforehand.
    postcard::to_extend(value, FORM.to_vec()).expect("plain data")
}

fn from_bytes<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let bytes = bytes
        .strip_prefix(FORM)
        .ok_or("the page and its engine are of two versions; reload the page in a few minutes")?;
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err("a message that is too long".into()),
        Err(error) => Err(format!("a message that cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::diffusion::Distances;
    use super::*;

    #[test]
    fn what_is_not_a_number_survives_and_what_is_not_a_message_is_told() {
        let sent = Distances { mmd2: [0.5, f32::NAN, f32::INFINITY, 0.25], ..Distances::default() };
        let mut bytes = to_bytes(&sent);
        let heard: Distances = from_bytes(&bytes).expect("the same form");
        assert_eq!((heard.mmd2[0], heard.mmd2[2], heard.mmd2[3]), (0.5, f32::INFINITY, 0.25));
        assert!(heard.mmd2[1].is_nan());
        assert!(
            from_bytes::<Distances>(&bytes[..bytes.len() - 1])
                .is_err_and(|why| why.contains("cannot be read"))
        );
        bytes.push(0);
        assert!(from_bytes::<Distances>(&bytes).is_err_and(|why| why.contains("too long")));
        bytes[0] ^= 1;
        assert!(from_bytes::<Distances>(&bytes).is_err_and(|why| why.contains("two versions")));
    }
}
