//! Paints the Markov chains' stage: a density that is kept, and on it where the chains have been and are.

use super::palette::{Palette, css, css_alpha};
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use super::walk::{self, Walk, points_of};
use super::{arrows, axes, heatmap, path};
use crate::protocol::mcmc::McmcReference;
use crate::settings::{ScoreLayer, StageSquare, View};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// What the stage shows.
pub struct Scene<'a> {
    pub square: StageSquare,
    pub reference: Option<&'a McmcReference>,
    /// Changes when `reference` does.
    pub reference_version: u32,
    pub walk: Walk<'a>,
    /// Changes when anything but the walk's progress does.
    pub version: u32,
}

pub struct McmcStagePainter {
    surface: Surface,
    backdrop: HtmlCanvasElement,
    shown: Option<Shown>,
    backdrop_shown: Option<Backdrop>,
}

/// Everything a drawing depends on: equal means there is nothing to draw.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    backdrop: Backdrop,
    version: u32,
    progress: f64,
    lane_index: usize,
    view: View,
}

#[derive(Clone, Debug, PartialEq)]
struct Backdrop {
    square: StageSquare,
    reference_version: u32,
    side: u32,
    dark: bool,
    density: bool,
    contours: bool,
    score: bool,
}

impl McmcStagePainter {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self {
            surface: Surface::new(canvas)?,
            backdrop: hidden_canvas(1, 1)?,
            shown: None,
            backdrop_shown: None,
        })
    }

    /// Side of the canvas element, CSS pixels.
    pub fn css_side(&self) -> f64 {
        f64::from(self.surface.canvas().client_width().max(1))
    }

    /// Draws if anything has changed since the last call.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(&mut self, scene: &Scene, view: &View, dark: bool) -> Result<(), JsValue> {
        let wiped = self.surface.fit();
        let side = self.surface.canvas().width();
        let backdrop = Backdrop {
            square: scene.square,
            reference_version: scene.reference_version,
            side,
            dark,
            density: view.density,
            contours: view.contours,
            score: view.score == ScoreLayer::Exact,
        };
        let (version, progress, lane_index) = (scene.version, scene.walk.shown(view), scene.walk.lane_index);
        let shown = Shown { backdrop, version, progress, lane_index, view: view.clone() };
        if !wiped && self.shown.as_ref() == Some(&shown) {
            return Ok(());
        }
        let palette = Palette::new(dark);
        let viewport = Viewport::new(scene.square, f64::from(side));
        if self.backdrop_shown.as_ref() != Some(&shown.backdrop) {
            self.draw_backdrop(scene.reference, &shown.backdrop, &palette, &viewport)?;
            self.backdrop_shown = Some(shown.backdrop.clone());
        }
        self.surface.context().draw_image_with_html_canvas_element(&self.backdrop, 0.0, 0.0)?;
        walk::draw(self.surface.context(), &viewport, &scene.walk, view, self.surface.ratio(), &palette);
        self.shown = Some(shown);
        Ok(())
    }

    fn draw_backdrop(
        &self,
        reference: Option<&McmcReference>,
        layers: &Backdrop,
        palette: &Palette,
        viewport: &Viewport,
    ) -> Result<(), JsValue> {
        self.backdrop.set_width(layers.side);
        self.backdrop.set_height(layers.side);
        let (side, ratio) = (f64::from(layers.side), self.surface.ratio());
        let context = context_of(&self.backdrop)?;
        context.set_fill_style_str(&css(palette.paper));
        context.fill_rect(0.0, 0.0, side, side);
        if let Some(reference) = reference {
            if layers.density {
                let image = heatmap::density(&reference.density, heatmap::peak(&reference.density), palette)?;
                context.draw_image_with_html_canvas_element_and_dw_and_dh(&image, 0.0, 0.0, side, side)?;
            }
            if layers.contours {
                let segments = reference.contours.chunks_exact(4).map(points_of);
                path::stroke(&context, viewport, segments, ratio, &css_alpha(palette.ink, 0.35));
            }
            if layers.score {
                let field: Vec<_> = points_of(&reference.score).collect();
                if let Some(unit) = arrows::median_length(&field) {
                    let colour = css_alpha(palette.data, 0.85);
                    arrows::stroke(&context, viewport, &field, unit, 1.2 * ratio, &colour);
                }
            }
        }
        axes::draw(&context, viewport, palette, side, ratio);
        Ok(())
    }
}
