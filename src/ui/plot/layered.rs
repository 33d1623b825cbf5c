//! A stage in two layers: a backdrop that is kept, and on it what moves.

use super::axes;
use super::palette::{Palette, css};
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use crate::settings::StageWindow;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// `B` is everything a backdrop depends on and `M` everything that what moves does, beside window, size and theme: equal
/// means there is nothing to draw.
pub struct Layered<B, M> {
    surface: Surface,
    backdrop: HtmlCanvasElement,
    kept: Option<(Sheet, B)>,
    shown: Option<M>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Sheet {
    window: StageWindow,
    /// Width and height, device pixels.
    size: [u32; 2],
    dark: bool,
}

/// Draws on one layer, in device pixels.
pub struct Brush<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub viewport: &'a Viewport,
    pub palette: &'a Palette,
    /// Device pixels of one CSS pixel.
    pub ratio: f64,
}

impl Brush<'_> {
    /// Draws an image over the whole square, as far as it is shown.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn fill(&self, image: &HtmlCanvasElement) -> Result<(), JsValue> {
        let square = self.viewport.square();
        let side = self.viewport.scale() * square.side;
        let [left, top] = self.viewport.pixel_from_data([square.x, square.y + square.side]);
        self.context.draw_image_with_html_canvas_element_and_dw_and_dh(image, left, top, side, side)
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

    /// Width of the canvas element, CSS pixels.
    pub fn css_width(&self) -> f64 {
        f64::from(self.surface.canvas().client_width().max(1))
    }

    /// Draws if anything has changed since the last call: the backdrop between paper and axes, and what moves over it.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(
        &mut self,
        (window, dark): (StageWindow, bool),
        (backdrop, moving): (B, M),
        draw_backdrop: impl FnOnce(&Brush) -> Result<(), JsValue>,
        draw_moving: impl FnOnce(&Brush),
    ) -> Result<(), JsValue> {
        let wiped = self.surface.fit();
        let size = [self.surface.canvas().width(), self.surface.canvas().height()];
        let kept = Some((Sheet { window, size, dark }, backdrop));
        let is_kept = self.kept == kept;
        if !wiped && is_kept && self.shown.as_ref() == Some(&moving) {
            return Ok(());
        }
        let ratio = self.surface.ratio();
        let (viewport, palette) = (&Viewport::of(window, f64::from(size[0])), &Palette::new(dark));
        if !is_kept {
            self.backdrop.set_width(size[0]);
            self.backdrop.set_height(size[1]);
            let context = &context_of(&self.backdrop)?;
            lay(&Brush { context, viewport, palette, ratio }, draw_backdrop)?;
            self.kept = kept;
        }
        let context = self.surface.context();
        context.draw_image_with_html_canvas_element(&self.backdrop, 0.0, 0.0)?;
        draw_moving(&Brush { context, viewport, palette, ratio });
        self.shown = Some(moving);
        Ok(())
    }
}

/// A backdrop between paper and axes.
fn lay(brush: &Brush, draw: impl FnOnce(&Brush) -> Result<(), JsValue>) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio } = brush;
    let [width, height] = viewport.size();
    context.set_fill_style_str(&css(palette.paper));
    // A row of pixels may be left over where the height is no whole number of them.
    context.fill_rect(0.0, 0.0, width, height + 1.0);
    draw(brush)?;
    axes::draw(context, viewport, palette, ratio);
    Ok(())
}

/// Both layers over the whole square on a canvas of its own, `side` pixels wide with `ratio` of them to a CSS pixel: a
/// picture to be kept.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn still(
    (window, dark): (StageWindow, bool),
    (side, ratio): (u32, f64),
    draw_backdrop: impl FnOnce(&Brush) -> Result<(), JsValue>,
    draw_moving: impl FnOnce(&Brush),
) -> Result<HtmlCanvasElement, JsValue> {
    let canvas = hidden_canvas(side, side)?;
    let context = &context_of(&canvas)?;
    let (viewport, palette) = (&Viewport::new(window.square, f64::from(side)), &Palette::new(dark));
    let brush = Brush { context, viewport, palette, ratio };
    lay(&brush, draw_backdrop)?;
    draw_moving(&brush);
    Ok(canvas)
}
