//! The controls that stand on the page now: what a teacher may show or lock, by the words that readers see.

use crate::settings::embed::{LAYERS, SAMPLERS, SETTINGS};
use crate::settings::url;
use crate::ui::browser;
use wasm_bindgen::JsCast;

#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    pub key: &'static str,
    pub label: String,
    /// The part of the page that it is in.
    pub part: &'static str,
}

/// All of the chapter shown: what a sampler or a network is, and then the layers of the stage.
pub fn on_page() -> Vec<Control> {
    let (layers, mut controls): (Vec<_>, Vec<_>) =
        url::keys().filter_map(find).partition(|control| control.part == LAYERS);
    controls.extend(layers);
    controls
}

fn find(key: &'static str) -> Option<Control> {
    // The seed stands for that of the chapter, and samplers are a row of buttons.
    let samplers = (key == "sampler").then(|| browser::element(".samplers")).flatten();
    if samplers.is_some() {
        return Some(Control { key, label: "Sampler".into(), part: SAMPLERS });
    }
    let places = [
        format!("[data-testid='set-{key}']"),
        format!("[data-testid='layer-{}']", key.replace('_', "-")),
        format!("input#{key}[data-testid='{key}']"),
    ];
    let around =
        places.iter().find_map(|place| browser::element(place))?.closest(".control, .switch").ok()??;
    let is_layer = around.closest(".layers").is_ok_and(|layers| layers.is_some());
    let part = if is_layer { LAYERS } else { SETTINGS };
    // The words alone, without the mark of what restarts.
    let words = around.query_selector(":scope > label, :scope > span").ok().flatten();
    let text = words.and_then(|words| words.dyn_ref::<web_sys::Node>()?.first_child()?.text_content());
    let label = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Control { key, label: label.unwrap_or_else(|| in_words(key)), part })
}

/// A key as words, for a control that has none of its own.
fn in_words(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
