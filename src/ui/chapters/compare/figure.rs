//! The three columns as one picture to be kept: titles, stages, captions.

use super::painter::{self, Scene};
use crate::settings::View;
use crate::ui::plot::palette::{Palette, css};
use crate::ui::plot::surface::{context_of, hidden_canvas};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// CSS pixels: a stage's side, between stages and around all, and of text.
pub const SIDE: f64 = 400.0;
pub const GAP: f64 = 16.0;
pub const TITLE: f64 = 17.0;
pub const TEXT: f64 = 13.0;
/// Above and below a stage.
const HEAD: f64 = 30.0;
pub const FOOT: f64 = 50.0;
/// Device pixels of a CSS pixel: sharp on paper as well.
const RATIO: f64 = 2.0;

/// One column: its title, two lines of caption, and its stage.
pub struct Panel<'a> {
    pub title: String,
    pub caption: [String; 2],
    pub scene: Scene<'a>,
}

/// Draws them side by side.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn draw(panels: &[Panel], view: &View, dark: bool) -> Result<HtmlCanvasElement, JsValue> {
    let palette = Palette::new(dark);
    let px = |css: f64| css * RATIO;
    let width = GAP + panels.len() as f64 * (SIDE + GAP);
    let height = HEAD + GAP + SIDE + FOOT;
    let canvas = hidden_canvas(px(width) as u32, px(height) as u32)?;
    let context = context_of(&canvas)?;
    context.set_fill_style_str(&css(palette.paper));
    context.fill_rect(0.0, 0.0, px(width), px(height));
    context.set_text_baseline("alphabetic");
    let font = |weight: &str, size: f64| format!("{weight} {}px system-ui, sans-serif", px(size));
    for (index, panel) in panels.iter().enumerate() {
        let left = GAP + index as f64 * (SIDE + GAP);
        context.set_font(&font("600", TITLE));
        context.set_fill_style_str(&css(palette.family(panel.scene.family)));
        context.fill_text(&panel.title, px(left), px(HEAD))?;
        let stage = painter::still(&panel.scene, view, dark, (px(SIDE) as u32, RATIO))?;
        context.draw_image_with_html_canvas_element(&stage, px(left), px(HEAD + 0.6 * GAP))?;
        context.set_stroke_style_str(&css(palette.faint));
        context.set_line_width(RATIO);
        context.stroke_rect(px(left), px(HEAD + 0.6 * GAP), px(SIDE), px(SIDE));
        context.set_font(&font("400", TEXT));
        context.set_fill_style_str(&css(palette.faint));
        for (line, words) in panel.caption.iter().enumerate() {
            let below = HEAD + 0.6 * GAP + SIDE + (line as f64 + 1.0) * 1.4 * TEXT;
            context.fill_text(words, px(left), px(below))?;
        }
    }
    Ok(canvas)
}
