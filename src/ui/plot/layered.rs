//! A stage in two layers: a backdrop that is kept, and on it what moves.

use super::axes;
use super::palette::{Palette, css};
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use crate::settings::StageSquare;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// `B` is everything a backdrop depends on and `M` everything that what moves does, beside square, size and theme: equal
/// means there is nothing to draw.
pub struct Layered<B, M> {
    surface: Surface,
    backdrop: HtmlCanvasElement,
    kept: Option<(Frame, B)>,
    shown: Option<M>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    square: StageSquare,
    /// Device pixels.
    side: u32,
    dark: bool,
}

/// Draws on one layer, in device pixels.
pub struct Brush<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub viewport: &'a Viewport,
    pub palette: &'a Palette,
    /// Device pixels of one CSS pixel.
    pub ratio: f64,
    side: f64,
}

impl Brush<'_> {
    /// Draws an image over the whole square.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn fill(&self, image: &HtmlCanvasElement) -> Result<(), JsValue> {
        let (context, side) = (self.context, self.side);
        context.draw_image_with_html_canvas_element_and_dw_and_dh(image, 0.0, 0.0, side, side)
    }
}

impl<B: PartialEq, M: PartialEq> Layered<B, M> {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self { surface: Surface::new(canvas)?, backdrop: hidden_canvas(1, 1)?, kept: None, shown: None })
    }

    pub fn canvas(&self) -> &HtmlCanvasElement {
        self.surface.canvas()
    }

    /// Side of the canvas element, CSS pixels.
    pub fn css_side(&self) -> f64 {
        f64::from(self.surface.canvas().client_width().max(1))
    }

    /// Draws if anything has changed since the last call: the backdrop between paper and axes, and what moves over it.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(
        &mut self,
        (square, dark): (StageSquare, bool),
        (backdrop, moving): (B, M),
        draw_backdrop: impl FnOnce(&Brush) -> Result<(), JsValue>,
        draw_moving: impl FnOnce(&Brush),
    ) -> Result<(), JsValue> {
        let wiped = self.surface.fit();
        let frame = Frame { square, side: self.surface.canvas().width(), dark };
        let kept = Some((frame, backdrop));
        let is_kept = self.kept == kept;
        if !wiped && is_kept && self.shown.as_ref() == Some(&moving) {
            return Ok(());
        }
        let (side, ratio) = (f64::from(frame.side), self.surface.ratio());
        let (viewport, palette) = (&Viewport::new(square, side), &Palette::new(dark));
        if !is_kept {
            self.backdrop.set_width(frame.side);
            self.backdrop.set_height(frame.side);
            let context = &context_of(&self.backdrop)?;
            lay(&Brush { context, viewport, palette, ratio, side }, draw_backdrop)?;
            self.kept = kept;
        }
        let context = self.surface.context();
        context.draw_image_with_html_canvas_element(&self.backdrop, 0.0, 0.0)?;
        draw_moving(&Brush { context, viewport, palette, ratio, side });
        self.shown = Some(moving);
        Ok(())
    }
}

/// A backdrop between paper and axes.
fn lay(brush: &Brush, draw: impl FnOnce(&Brush) -> Result<(), JsValue>) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio, side } = brush;
    context.set_fill_style_str(&css(palette.paper));
    context.fill_rect(0.0, 0.0, side, side);
    draw(brush)?;
    axes::draw(context, viewport, palette, side, ratio);
    Ok(())
}

/// Both layers on a canvas of its own, `side` pixels wide with `ratio` of them to a CSS pixel: a picture to be kept.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn still(
    (square, dark): (StageSquare, bool),
    (side, ratio): (u32, f64),
    draw_backdrop: impl FnOnce(&Brush) -> Result<(), JsValue>,
    draw_moving: impl FnOnce(&Brush),
) -> Result<HtmlCanvasElement, JsValue> {
    let canvas = hidden_canvas(side, side)?;
    let context = &context_of(&canvas)?;
    let side = f64::from(side);
    let (viewport, palette) = (&Viewport::new(square, side), &Palette::new(dark));
    let brush = Brush { context, viewport, palette, ratio, side };
    lay(&brush, draw_backdrop)?;
    draw_moving(&brush);
    Ok(canvas)
}
