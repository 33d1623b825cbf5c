//! Paints the Markov chains' stage: a density that is kept, and on it where the chains have been and are.

use super::palette::{Palette, Rgb, css, css_alpha};
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use super::{arrows, axes, heatmap, marks, path, scatter, transition};
use crate::protocol::mcmc::{Lane, McmcReference};
use crate::settings::{ScoreLayer, StageSquare, View};
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// With more chains than this, transitions are too many to be followed, and only points are drawn.
const FOLLOWED: usize = 64;

/// What the stage shows.
pub struct Scene<'a> {
    pub square: StageSquare,
    pub reference: Option<&'a McmcReference>,
    /// Changes when `reference` does.
    pub reference_version: u32,
    pub lane: &'a Lane,
    /// States of all chains, drawn as faint dots.
    pub visited: &'a [[f32; 2]],
    /// States of the first chain in their order, the present one last.
    pub trail: &'a [[f32; 2]],
    /// How much of the last transition has been shown, from 0 to 1; its verdict comes at the end.
    pub progress: f64,
    /// Changes when anything but `progress` does.
    pub version: u32,
    /// Of a race; decides the colour.
    pub lane_index: usize,
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

    /// The point of the plane under a point of the canvas element, in CSS pixels from its upper left corner.
    pub fn data_at(&self, css_x: f64, css_y: f64, square: StageSquare) -> [f32; 2] {
        let side = f64::from(self.surface.canvas().client_width().max(1));
        Viewport::new(square, side).data_from_pixel([css_x, css_y]).map(|place| place as f32)
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
        // Where no transition is shown, its progress changes nothing.
        let progress = if is_followed(scene.lane, view) { scene.progress } else { 1.0 };
        let (version, lane_index) = (scene.version, scene.lane_index);
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
        self.draw_chains(scene, view, progress, &palette, &viewport);
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
                let image = heatmap::image(&reference.density, palette)?;
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

    fn draw_chains(&self, scene: &Scene, view: &View, progress: f64, palette: &Palette, viewport: &Viewport) {
        let (context, ratio) = (self.surface.context(), self.surface.ratio());
        let (lane, colour) = (scene.lane, palette.lane(scene.lane_index));
        if view.samples {
            let points = scene.visited.iter().copied();
            scatter::fill(context, viewport, points, 1.5 * ratio, &css_alpha(colour, 0.6));
        }
        let detail = lane.detail.as_ref().filter(|_| is_followed(lane, view));
        let decided = detail.is_none() || transition::decided(progress);
        if view.trails {
            // Until the verdict the last state is not known to be the next.
            let known = scene.trail.len().saturating_sub(usize::from(!decided));
            let way = scene.trail[..known].iter().copied();
            path::stroke(context, viewport, std::iter::once(way), 1.2 * ratio, &css_alpha(palette.ink, 0.5));
        }
        let mut chains = points_of(&lane.positions);
        let first = chains.next();
        let radius = ratio * if lane.positions.len() / 2 > FOLLOWED { 2.2 } else { 3.2 };
        for (radius, colour) in [(radius + 0.9 * ratio, palette.paper), (radius, colour)] {
            scatter::fill(context, viewport, chains.clone(), radius, &css(colour));
        }
        let Some(detail) = detail else {
            draw_handle(context, viewport, first, ratio, colour, palette);
            return;
        };
        if decided {
            let others = (after(&lane.proposals, 2), after(&lane.positions, 2), after(&lane.outcomes, 1));
            marks::draw_all(context, viewport, others, radius, colour, palette);
        }
        transition::draw(context, viewport, detail, progress, ratio, palette);
        draw_handle(
            context,
            viewport,
            if decided { first } else { Some(detail.from) },
            ratio,
            colour,
            palette,
        );
        if decided {
            transition::draw_verdict(context, viewport, detail, ratio, palette);
        }
    }
}

/// Whether the lane's transitions are drawn from the inside.
pub fn is_followed(lane: &Lane, view: &View) -> bool {
    view.proposals && lane.positions.len() / 2 <= FOLLOWED && lane.detail.is_some()
}

/// Pairs of a flat array `[n, 2]`.
fn points_of(values: &[f32]) -> impl Iterator<Item = [f32; 2]> + Clone {
    values.chunks_exact(2).map(|point| [point[0], point[1]])
}

/// All but the first `count` numbers.
fn after(values: &[f32], count: usize) -> &[f32] {
    values.get(count..).unwrap_or_default()
}

/// The first chain, larger and outlined: it can be dragged.
fn draw_handle(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    at: Option<[f32; 2]>,
    ratio: f64,
    colour: Rgb,
    palette: &Palette,
) {
    for (radius, colour) in [(7.0, palette.ink), (5.6, palette.paper), (4.6, colour)] {
        scatter::fill(context, viewport, at.into_iter(), radius * ratio, &css(colour));
    }
}
