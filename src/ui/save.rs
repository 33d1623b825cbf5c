//! Files that the reader keeps: made in the page, offered as downloads.

use super::store::Store;
use js_sys::{Array, Uint8Array};
use leptos::prelude::Set;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// Numbers between commas; what is not a number is left empty.
pub fn csv_numbers(numbers: impl IntoIterator<Item = f32>) -> String {
    let shown = |number: f32| if number.is_finite() { number.to_string() } else { String::new() };
    numbers.into_iter().map(shown).collect::<Vec<_>>().join(",")
}

/// A field of words: in quotes where it would not be one field without them.
pub fn csv_words(words: &str) -> String {
    if words.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.to_owned()
    }
}

/// Tells of a file that could not be saved.
pub fn tell(store: &Store, saved: Result<(), JsValue>) {
    if let Err(error) = saved {
        store.notice.set(format!("The file could not be saved: {error:?}."));
    }
}

/// # Errors
/// What the browser reports.
pub fn text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&text.into());
    blob(name, &Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// # Errors
/// What the browser reports.
pub fn bytes(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    blob(name, &Blob::new_with_u8_array_sequence(&parts)?)
}

/// A canvas as it is drawn now.
///
/// # Errors
/// What the browser reports.
pub fn picture(name: impl Into<String>, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let name = name.into();
    let offer = Closure::once_into_js(move |picture: Option<Blob>| {
        // A canvas too large to be encoded gives none.
        picture.map_or(Ok(()), |picture| blob(&name, &picture))
    });
    canvas.to_blob(offer.unchecked_ref())
}

/// # Errors
/// What the browser reports.
pub fn blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("there is no document")?;
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_empty_and_words_stay_one_field() {
        assert_eq!(csv_numbers([0.5, f32::NAN, f32::INFINITY, -2.0]), "0.5,,,-2");
        assert_eq!(csv_words("upper moon"), "upper moon");
        assert_eq!(csv_words("one, \"two\""), "\"one, \"\"two\"\"\"");
    }
}
