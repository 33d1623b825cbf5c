//! A canvas of the page, and who draws on it.

use crate::ui::browser;
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// For the `node_ref` of a canvas, which is handed over once it is on the page; `what` is to be drawn on it, such as “The stage”.
pub fn handed_over(
    what: &'static str,
    to: impl Fn(HtmlCanvasElement) -> Result<(), JsValue> + 'static,
) -> NodeRef<Canvas> {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(Err(why)) = canvas.get().map(&to) {
            browser::show_trouble(&format!("{what} cannot be drawn: {why:?}."));
        }
    });
    canvas
}
