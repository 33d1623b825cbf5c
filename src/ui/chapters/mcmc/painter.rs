//! Paints the Markov chains' stage: a density that is kept, and on it where the chains have been and are.

use crate::protocol::mcmc::McmcReference;
use crate::settings::{ScoreLayer, StageWindow, View};
use crate::ui::plot::layered::{Brush, Layered};
use crate::ui::plot::palette::css_alpha;
use crate::ui::plot::walk::{self, Walk, points_of};
use crate::ui::plot::{arrows, heatmap, path};
use wasm_bindgen::JsValue;

/// What the stage shows.
pub struct Scene<'a> {
    pub window: StageWindow,
    pub reference: Option<&'a McmcReference>,
    /// Changes when `reference` does.
    pub reference_version: u32,
    pub walk: Walk<'a>,
    /// Changes when anything but the walk's progress does.
    pub version: u32,
}

pub type McmcStagePainter = Layered<Backdrop, Moving>;

#[derive(Debug, PartialEq)]
pub struct Moving {
    version: u32,
    progress: f64,
    lane_index: usize,
    view: View,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backdrop {
    reference_version: u32,
    density: bool,
    contours: bool,
    score: bool,
}

/// Draws if anything has changed since the last call.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn draw(stage: &mut McmcStagePainter, scene: &Scene, view: &View, dark: bool) -> Result<(), JsValue> {
    let backdrop = Backdrop {
        reference_version: scene.reference_version,
        density: view.density,
        contours: view.contours,
        score: view.score == ScoreLayer::Exact,
    };
    let (version, progress, lane_index) = (scene.version, scene.walk.shown(view), scene.walk.lane_index);
    let moving = Moving { version, progress, lane_index, view: view.clone() };
    stage.draw(
        (scene.window, dark),
        (backdrop, moving),
        |brush| scene.reference.map_or(Ok(()), |reference| draw_backdrop(brush, reference, &backdrop)),
        |brush| walk::draw(brush.context, brush.viewport, &scene.walk, view, brush.ratio, brush.palette),
    )
}

fn draw_backdrop(brush: &Brush, reference: &McmcReference, layers: &Backdrop) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    if layers.density {
        let peak = heatmap::peak(&reference.exact.density);
        brush.fill(&heatmap::density(&reference.exact.density, peak, palette)?)?;
    }
    if layers.contours {
        let segments = reference.exact.contours.chunks_exact(4).map(points_of);
        path::stroke(context, viewport, segments, ratio, &css_alpha(palette.ink, 0.35));
    }
    if layers.score {
        let field: Vec<_> = points_of(&reference.exact.score).collect();
        if let Some(unit) = arrows::median_length(&field) {
            let colour = css_alpha(palette.data, 0.85);
            arrows::stroke(context, viewport, &field, unit, 1.2 * ratio, &colour);
        }
    }
    Ok(())
}
