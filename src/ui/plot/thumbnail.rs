//! A small picture of points on a stage's square, redrawn when they have changed.

use super::palette::{Palette, Rgb, css, css_alpha};
use super::scatter;
use super::surface::Surface;
use super::viewport::Viewport;
use crate::settings::StageSquare;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// Milliseconds between two drawings.
const PAUSE_MS: f64 = 250.0;

pub struct Thumbnail {
    surface: Surface,
    /// What it shows.
    shown: Option<Shown>,
    drawn: f64,
}

/// All that a drawing depends on: the stage's square, the version of the points, and whether the theme is dark.
pub type Shown = (StageSquare, u32, bool);

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
        shown @ (square, _, dark): Shown,
        points: impl Iterator<Item = [f32; 2]>,
        colour: fn(&Palette) -> Rgb,
    ) {
        let due = self.shown != Some(shown) && now - self.drawn >= PAUSE_MS;
        if !self.surface.fit() && !due {
            return;
        }
        (self.shown, self.drawn) = (Some(shown), now);
        let (context, palette) = (self.surface.context(), Palette::new(dark));
        let side = f64::from(self.surface.canvas().width());
        context.set_fill_style_str(&css(palette.paper));
        context.fill_rect(0.0, 0.0, side, side);
        let colour = css_alpha(colour(&palette), 0.7);
        scatter::fill(context, &Viewport::new(square, side), points, 1.4 * self.surface.ratio(), &colour);
    }
}
