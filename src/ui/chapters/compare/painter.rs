//! Paints a column of the chapter that compares: what is known or learned, kept, and on it the walkers.

use crate::protocol::ebm::EnergyMap;
use crate::protocol::exact::Exact;
use crate::settings::{Family, StageWindow, View};
use crate::ui::plot::layered::{self, Brush, Layered};
use crate::ui::plot::palette::css_alpha;
use crate::ui::plot::walk::points_of;
use crate::ui::plot::{heatmap, path, scatter};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// What a column shows.
pub struct Scene<'a> {
    pub window: StageWindow,
    pub family: Family,
    pub reference: Option<&'a Exact>,
    /// The energy that is learned; none where the density is the exact one.
    pub learned: Option<&'a EnergyMap>,
    /// Walkers, `[n, 2]`, data units.
    pub points: &'a [f32],
    /// Changes when `reference` or `learned` does.
    pub backdrop_version: u32,
    /// Changes when `points` does.
    pub points_version: (u32, usize),
}

impl<'a> Scene<'a> {
    /// The contour lines that belong to it; none while they are not known.
    pub fn contours(&self) -> &'a [f32] {
        let exact = self.reference.map_or(&[][..], |reference| &reference.contours);
        self.learned.map_or(exact, |map| &map.contours)
    }
}

pub type CompareStagePainter = Layered<Backdrop, Moving>;

#[derive(Debug, PartialEq)]
pub struct Moving {
    version: (u32, usize),
    samples: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backdrop {
    version: u32,
    density: bool,
    contours: bool,
    data: bool,
}

impl Backdrop {
    fn of(scene: &Scene, view: &View) -> Self {
        Self {
            version: scene.backdrop_version,
            // A denoiser has no density of its own: the exact one is only hinted at.
            density: view.density && scene.family != Family::Diffusion,
            contours: view.contours,
            data: view.data,
        }
    }
}

/// Draws if anything has changed since the last call.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn draw(stage: &mut CompareStagePainter, scene: &Scene, view: &View, dark: bool) -> Result<(), JsValue> {
    let backdrop = Backdrop::of(scene, view);
    let moving = Moving { version: scene.points_version, samples: view.samples };
    stage.draw(
        (scene.window, dark),
        (backdrop, moving),
        |brush| draw_backdrop(brush, scene, &backdrop),
        |brush| draw_walkers(brush, scene, view.samples),
    )
}

/// The same picture on a canvas of its own, `side` pixels wide with `ratio` of them to a CSS pixel: for a figure.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn still(
    scene: &Scene,
    view: &View,
    dark: bool,
    (side, ratio): (u32, f64),
) -> Result<HtmlCanvasElement, JsValue> {
    let backdrop = Backdrop::of(scene, view);
    layered::still(
        (scene.window, dark),
        (side, ratio),
        |brush| draw_backdrop(brush, scene, &backdrop),
        |brush| draw_walkers(brush, scene, view.samples),
    )
}

fn draw_backdrop(brush: &Brush, scene: &Scene, layers: &Backdrop) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    let Some(reference) = scene.reference else { return Ok(()) };
    if layers.density {
        // That of the exact density for both: pictures side by side can be compared.
        let peak = heatmap::peak(&reference.density);
        let learned = scene.learned.map(EnergyMap::density);
        brush.fill(&heatmap::density(learned.as_ref().unwrap_or(&reference.density), peak, palette)?)?;
    }
    if layers.contours {
        let alpha = if scene.family == Family::Diffusion { 0.22 } else { 0.35 };
        let segments = scene.contours().chunks_exact(4).map(points_of);
        path::stroke(context, viewport, segments, ratio, &css_alpha(palette.ink, alpha));
    }
    if layers.data {
        let points = points_of(&reference.data);
        scatter::fill(context, viewport, points, 1.1 * ratio, &css_alpha(palette.data, 0.75));
    }
    Ok(())
}

fn draw_walkers(brush: &Brush, scene: &Scene, shown: bool) {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    if shown {
        // Samples have one colour in every chapter, whatever brought them.
        let colour = css_alpha(palette.samples, 0.72);
        scatter::fill(context, viewport, points_of(scene.points), 1.8 * ratio, &colour);
    }
}
