//! A small picture of points on the stage's square, redrawn when they have changed.

use super::palette::{Palette, Rgb, css, css_alpha};
use super::scatter;
use super::surface::Surface;
use super::viewport::Viewport;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// Milliseconds between two drawings.
const PAUSE_MS: f64 = 250.0;

pub struct Thumbnail {
    surface: Surface,
    /// Version of the points and theme it shows.
    shown: Option<(u32, bool)>,
    drawn: f64,
}

impl Thumbnail {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self { surface: Surface::new(canvas)?, shown: None, drawn: f64::NEG_INFINITY })
    }

    /// Draws if anything has changed since the last call, at `now` in ms of the page's clock.
    pub fn draw(
        &mut self,
        now: f64,
        (version, dark): (u32, bool),
        points: impl Iterator<Item = [f32; 2]>,
        colour: fn(&Palette) -> Rgb,
    ) {
        let due = self.shown != Some((version, dark)) && now - self.drawn >= PAUSE_MS;
        if !self.surface.fit() && !due {
            return;
        }
        (self.shown, self.drawn) = (Some((version, dark)), now);
        let (context, palette) = (self.surface.context(), Palette::new(dark));
        let side = f64::from(self.surface.canvas().width());
        context.set_fill_style_str(&css(palette.paper));
        context.fill_rect(0.0, 0.0, side, side);
        let colour = css_alpha(colour(&palette), 0.7);
        scatter::fill(context, &Viewport::stage(side), points, 1.4 * self.surface.ratio(), &colour);
    }
}
