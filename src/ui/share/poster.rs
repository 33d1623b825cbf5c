//! The stage as a picture with its title and its link: what stands for an embed in print.

use crate::ui::browser;
use crate::ui::plot::palette::{Palette, css};
use crate::ui::plot::surface::{context_of, hidden_canvas};
use crate::ui::save;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlCanvasElement;

/// Side of each stage, its margin, and the height of the words under it, pixels.
const SIDE: f64 = 1200.0;
const MARGIN: f64 = 40.0;
const WORDS: f64 = 150.0;

/// Offers the poster as a file.
///
/// # Errors
/// A page without a stage, or what the browser reports.
pub fn save(name: &'static str, title: &str, link: &str, dark: bool) -> Result<(), JsValue> {
    let stages: Vec<HtmlCanvasElement> = ["stage", "stage-0", "stage-1", "stage-2"]
        .iter()
        .filter_map(|id| browser::element(&format!("canvas[data-testid='{id}']")))
        .filter_map(|stage| stage.dyn_into().ok())
        .collect();
    if stages.is_empty() {
        return Err("there is no stage".into());
    }
    let width = MARGIN + stages.len() as f64 * (SIDE + MARGIN);
    let height = SIDE + WORDS + 2.0 * MARGIN;
    let canvas = hidden_canvas(width as u32, height as u32)?;
    let context = context_of(&canvas)?;
    let palette = Palette::new(dark);
    context.set_fill_style_str(&css(palette.paper));
    context.fill_rect(0.0, 0.0, width, height);
    for (index, stage) in stages.iter().enumerate() {
        let left = MARGIN + index as f64 * (SIDE + MARGIN);
        context.draw_image_with_html_canvas_element_and_dw_and_dh(stage, left, MARGIN, SIDE, SIDE)?;
    }
    context.set_fill_style_str(&css(palette.ink));
    context.set_font("600 44px system-ui, sans-serif");
    context.fill_text_with_max_width(title, MARGIN, SIDE + MARGIN + 80.0, width - 2.0 * MARGIN)?;
    context.set_font("26px system-ui, sans-serif");
    context.fill_text_with_max_width(link, MARGIN, SIDE + MARGIN + 130.0, width - 2.0 * MARGIN)?;
    save::picture(name, &canvas)
}
