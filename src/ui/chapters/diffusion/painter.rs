//! Paints a stage of the diffusion chapter: a backdrop that is kept, and on it what moves.

use super::clouds;
use super::lane::LaneModel;
use super::walkers::Walkers;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DiffusionBeside, ScoreForm, ScoreLayer, StageWindow, View};
use crate::ui::plot::layered::{Brush, Layered};
use crate::ui::plot::palette::{Palette, Rgb, css_alpha};
use crate::ui::plot::probe;
use crate::ui::plot::walk::points_of;
use crate::ui::plot::{arrows, heatmap, path, scatter};
use wasm_bindgen::JsValue;

/// Length of a field's vector, in data units, that is drawn nearly a cell long, or half way to the darkest.
const SCORE_UNIT: f32 = 1.5;
/// Differences are small beside scores: they are drawn three times as long.
const DIFFERENCE_UNIT: f32 = 0.5;

/// What the stage shows.
pub struct Scene<'a> {
    pub window: StageWindow,
    pub lane: &'a LaneModel,
    /// Of two runs side by side; decides the colour.
    pub lane_index: usize,
    /// What is shown in place of samples.
    pub beside: Option<DiffusionBeside>,
    /// Noise level shown.
    pub t: f32,
    /// Whose map of where points end is shown.
    pub fate: Option<Denoiser>,
    /// A point in the reader's hand.
    pub held: Option<[f32; 2]>,
}

pub type DiffusionStagePainter = Layered<Backdrop, Moving>;

#[derive(Debug, PartialEq)]
pub struct Moving {
    version: u32,
    beside: Option<DiffusionBeside>,
    t: f32,
    held: Option<[f32; 2]>,
    view: View,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backdrop {
    reference_version: u32,
    density: bool,
    data: bool,
    /// The lengths of which score, at which noise level, of which clouds; none while it is not drawn as a map.
    map: Option<(ScoreLayer, f32, u32)>,
    /// Where points end: of which denoiser, at which noise level, of which maps.
    fate: Option<(Denoiser, f32, u32)>,
}

/// Draws if anything has changed since the last call.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn draw(
    stage: &mut DiffusionStagePainter,
    scene: &Scene,
    view: &View,
    dark: bool,
) -> Result<(), JsValue> {
    let as_map = view.score_form == ScoreForm::Heatmap && view.score != ScoreLayer::Off;
    let backdrop = Backdrop {
        reference_version: scene.lane.reference_version,
        // That of the data alone.
        density: view.density && scene.beside != Some(DiffusionBeside::Composed),
        data: view.data,
        map: as_map.then_some((view.score, scene.t, scene.lane.version)),
        fate: scene.fate.and_then(|denoiser| {
            let map = scene.lane.fate_map_near(denoiser, scene.t)?;
            Some((denoiser, map.t, scene.lane.version))
        }),
    };
    let moving = Moving {
        version: scene.lane.version,
        beside: scene.beside,
        t: scene.t,
        held: scene.held,
        view: view.clone(),
    };
    stage.draw(
        (scene.window, dark),
        (backdrop, moving),
        |brush| draw_backdrop(brush, scene, &backdrop),
        |brush| draw_moving(brush, scene, view),
    )
}

fn draw_backdrop(brush: &Brush, scene: &Scene, layers: &Backdrop) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    let reference = scene.lane.reference.as_ref();
    let map = layers.map.and_then(|(layer, ..)| score(scene, layer, palette));
    let fate = layers.fate.and_then(|(denoiser, t, _)| scene.lane.fate_map_near(denoiser, t));
    match (fate, map, reference) {
        (Some(fate), ..) => brush.fill(&heatmap::shares(&fate.first, palette)?)?,
        (_, Some(score), _) => brush.fill(&heatmap::lengths(&score.field, score.unit, palette)?)?,
        (_, _, Some(reference)) if layers.density => {
            let peak = heatmap::peak(&reference.exact.density);
            brush.fill(&heatmap::density(&reference.exact.density, peak, palette)?)?;
        }
        _ => {}
    }
    if let Some(reference) = reference.filter(|_| layers.data) {
        let points = points_of(&reference.exact.data);
        scatter::fill(context, viewport, points, 1.1 * ratio, &css_alpha(palette.data, 0.75));
    }
    Ok(())
}

fn draw_moving(brush: &Brush, scene: &Scene, view: &View) {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    let contours = match scene.beside {
        Some(DiffusionBeside::Composed) => scene.lane.composition.near(scene.t).map(|level| &level.contours),
        _ => scene.lane.marginal_near(scene.t).map(|marginal| &marginal.contours),
    };
    if let Some(contours) = contours.filter(|_| view.contours) {
        let segments = contours.chunks_exact(4).map(points_of);
        path::stroke(context, viewport, segments, ratio, &css_alpha(palette.ink, 0.45));
    }
    if view.score_form == ScoreForm::Arrows
        && let Some(Score { field, unit, colour }) = score(scene, view.score, palette)
    {
        arrows::stroke(context, viewport, &field, unit, 1.2 * ratio, &css_alpha(colour, 0.85));
    }
    let (lane, t) = (scene.lane, scene.t);
    // On a map of both colours neither would be seen.
    let colour = |own| if scene.fate.is_some() { palette.ink } else { own };
    let walkers = match scene.beside {
        Some(DiffusionBeside::Forward) => Walkers::noised(lane, t, colour(palette.data)),
        Some(what) => {
            Walkers::sampled(lane, lane.beside(what).map(|beside| &beside.cloud), t, colour(palette.rival))
        }
        _ => Walkers::sampled(lane, lane.cloud(), t, colour(palette.lane(scene.lane_index))),
    };
    walkers.draw(context, viewport, view, ratio, palette);
    let colour = palette.lane(scene.lane_index);
    probe::draw(context, viewport, scene.lane.probe.as_ref(), scene.held, colour, ratio, palette);
}

struct Score {
    field: Vec<[f32; 2]>,
    /// Length that is drawn nearly a cell long.
    unit: f32,
    colour: Rgb,
}

/// The field wanted at the noise level shown; none while it is not known.
fn score(scene: &Scene, layer: ScoreLayer, palette: &Palette) -> Option<Score> {
    let at = |cloud: Option<&_>| cloud.map(|cloud| clouds::field_at(cloud, scene.t));
    let beside = scene.beside.and_then(|what| scene.lane.beside(what)).map(|beside| &beside.cloud);
    let learned = || at(scene.lane.learned.as_ref());
    let exact = || at(beside.or(scene.lane.ideal.as_ref()));
    let (field, unit, colour) = match layer {
        ScoreLayer::Off => return None,
        ScoreLayer::Learned => (learned()?, SCORE_UNIT, palette.lane(scene.lane_index)),
        ScoreLayer::Exact => (exact()?, SCORE_UNIT, palette.data),
        ScoreLayer::Difference => {
            let (learned, exact) = (learned()?, exact()?);
            let pairs = learned.iter().zip(&exact);
            let difference = pairs.map(|(one, other)| [one[0] - other[0], one[1] - other[1]]).collect();
            (difference, DIFFERENCE_UNIT, palette.loss)
        }
    };
    Some(Score { field, unit, colour })
}
