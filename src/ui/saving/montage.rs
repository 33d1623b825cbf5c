//! A chapter's stages side by side on one canvas, each under its name: for a picture, and for every frame of a film.

use crate::ui::chapter::keeps::Shot;
use crate::ui::plot::palette::{Palette, css};
use crate::ui::plot::surface::{context_of, hidden_canvas};
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Between stages and around all, above a stage, and size of its name: CSS pixels.
const GAP: f64 = 8.0;
const HEAD: f64 = 26.0;
const TEXT: f64 = 14.0;

pub struct Montage {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// Pixels of a stage's width and height, and of one CSS pixel.
    stage: [f64; 2],
    ratio: f64,
}

impl Montage {
    /// Room for these stages; smaller ones where together they would be wider than `widest` pixels.
    ///
    /// # Errors
    /// A browser that gives no canvas.
    pub fn new(shots: &[Shot], widest: f64) -> Result<Self, JsValue> {
        let first = shots.first().ok_or("there is no stage")?.canvas;
        let count = shots.len() as f64;
        let [width, height] = [first.client_width(), first.client_height()].map(|css| f64::from(css.max(1)));
        let whole = count * width + (count + 1.0) * GAP;
        let ratio = (f64::from(first.width()) / width).min(widest / whole);
        // Some films must have even sides.
        let even = |pixels: f64| 2 * (pixels / 2.0).ceil() as u32;
        let canvas = hidden_canvas(even(whole * ratio), even((HEAD + height + GAP) * ratio))?;
        let context = context_of(&canvas)?;
        Ok(Self { canvas, context, stage: [width, height].map(|css| css * ratio), ratio })
    }

    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Draws stages as they are now; there is room for as many as it was made for.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(&self, shots: &[Shot], palette: &Palette) -> Result<(), JsValue> {
        let Self { context, stage: [width, height], ratio, .. } = self;
        let px = |css: f64| css * ratio;
        context.set_fill_style_str(&css(palette.paper));
        context.fill_rect(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
        context.set_font(&format!("600 {}px system-ui, sans-serif", px(TEXT)));
        context.set_text_baseline("middle");
        context.set_fill_style_str(&css(palette.ink));
        for (index, shot) in shots.iter().enumerate() {
            let left = px(GAP) + index as f64 * (width + px(GAP));
            context.fill_text_with_max_width(&shot.name, left, px(0.5 * HEAD), *width)?;
            context.draw_image_with_html_canvas_element_and_dw_and_dh(
                shot.canvas,
                left,
                px(HEAD),
                *width,
                *height,
            )?;
        }
        Ok(())
    }
}
