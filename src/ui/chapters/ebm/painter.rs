//! Paints the stage of an energy: the exact density or what is learned, kept, and on it negatives and walkers.

use crate::protocol::ebm::{EbmReference, EnergyMap};
use crate::settings::{Picture, ScoreLayer, StageWindow, View};
use crate::ui::plot::layered::{Brush, Layered};
use crate::ui::plot::palette::{Palette, css_alpha};
use crate::ui::plot::walk::{self, Walk, points_of};
use crate::ui::plot::{arrows, heatmap, marks, path, scatter};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// Differences are small beside scores: they are drawn three times as long.
const DIFFERENCE: f32 = 1.0 / 3.0;

/// What the stage shows.
pub struct Scene<'a> {
    pub window: StageWindow,
    pub reference: Option<&'a EbmReference>,
    /// None where the density is the exact one.
    pub learned: Option<&'a EnergyMap>,
    pub picture: Picture,
    /// Changes when `reference` or `learned` does.
    pub backdrop_version: [u32; 2],
    /// Where the chains of the last training step ended, `[n, 2]`.
    pub negatives: &'a [f32],
    pub walk: Walk<'a>,
    /// Changes when anything but the walk's progress does.
    pub version: u32,
}

pub type EbmStagePainter = Layered<Backdrop, Moving>;

#[derive(Debug, PartialEq)]
pub struct Moving {
    version: u32,
    progress: f64,
    view: View,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backdrop {
    version: [u32; 2],
    /// None for no picture.
    picture: Option<Picture>,
    contours: bool,
    data: bool,
    score: ScoreLayer,
}

/// Draws if anything has changed since the last call.
///
/// # Errors
/// What the browser's drawing functions report.
pub fn draw(stage: &mut EbmStagePainter, scene: &Scene, view: &View, dark: bool) -> Result<(), JsValue> {
    let backdrop = Backdrop {
        version: scene.backdrop_version,
        picture: view.density.then_some(scene.picture),
        contours: view.contours,
        data: view.data,
        score: view.score,
    };
    let (version, progress) = (scene.version, scene.walk.shown(view));
    stage.draw(
        (scene.window, dark),
        (backdrop, Moving { version, progress, view: view.clone() }),
        |brush| scene.reference.map_or(Ok(()), |reference| draw_backdrop(brush, scene, reference, &backdrop)),
        |brush| {
            let &Brush { context, viewport, palette, ratio, .. } = brush;
            if view.negatives {
                let points = points_of(scene.negatives);
                marks::crosses(context, viewport, points, 2.2 * ratio, palette.loss, palette);
            }
            walk::draw(context, viewport, &scene.walk, view, ratio, palette);
        },
    )
}

fn draw_backdrop(
    brush: &Brush,
    scene: &Scene,
    reference: &EbmReference,
    layers: &Backdrop,
) -> Result<(), JsValue> {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    if let Some(picture) = layers.picture {
        brush.fill(&image(picture, reference, scene.learned, palette)?)?;
    }
    if layers.contours {
        let contours = scene.learned.map_or(&reference.exact.contours, |map| &map.contours);
        let segments = contours.chunks_exact(4).map(points_of);
        path::stroke(context, viewport, segments, ratio, &css_alpha(palette.ink, 0.35));
    }
    if layers.data {
        let points = points_of(&reference.exact.data);
        scatter::fill(context, viewport, points, 1.1 * ratio, &css_alpha(palette.data, 0.75));
    }
    draw_score(brush, scene, reference, layers.score);
    Ok(())
}

/// The picture wanted; of the exact density there is no difference, and it is shown itself.
fn image(
    picture: Picture,
    reference: &EbmReference,
    learned: Option<&EnergyMap>,
    palette: &Palette,
) -> Result<HtmlCanvasElement, JsValue> {
    // That of the exact density for all: pictures side by side can be compared.
    let peak = heatmap::peak(&reference.exact.density);
    match (picture, learned) {
        (Picture::Energy, Some(map)) => heatmap::energy(&map.energy, palette),
        (Picture::Energy, None) => heatmap::energy(&energy_of(&reference.exact.density), palette),
        (Picture::Density, Some(map)) => heatmap::density(&map.density(), peak, palette),
        (Picture::Difference, Some(map)) => {
            let pairs = map.density().into_iter().zip(&reference.exact.density);
            let difference: Vec<f32> = pairs.map(|(learned, exact)| learned - exact).collect();
            heatmap::difference(&difference, peak, palette)
        }
        (Picture::Density | Picture::Difference, None) => {
            heatmap::density(&reference.exact.density, peak, palette)
        }
    }
}

/// The energy of a density, nats; without bound where it is zero.
fn energy_of(density: &[f32]) -> Vec<f32> {
    density.iter().map(|density| -density.ln()).collect()
}

/// Learned and exact arrows have one scale: half of the exact ones are drawn nearly a cell long.
fn draw_score(brush: &Brush, scene: &Scene, reference: &EbmReference, layer: ScoreLayer) {
    let &Brush { context, viewport, palette, ratio, .. } = brush;
    let exact: Vec<_> = points_of(&reference.exact.score).collect();
    let Some(unit) = arrows::median_length(&exact) else { return };
    let learned = || scene.learned.map(|map| points_of(&map.score).collect::<Vec<_>>());
    let (field, unit, colour) = match layer {
        ScoreLayer::Off => return,
        ScoreLayer::Exact => (Some(exact), unit, palette.data),
        ScoreLayer::Learned => (learned(), unit, palette.lane(scene.walk.lane_index)),
        ScoreLayer::Difference => {
            let difference = learned().map(|learned| {
                let pairs = learned.iter().zip(&exact);
                pairs.map(|(one, other)| [one[0] - other[0], one[1] - other[1]]).collect()
            });
            (difference, unit * DIFFERENCE, palette.loss)
        }
    };
    if let Some(field) = field {
        arrows::stroke(context, viewport, &field, unit, 1.2 * ratio, &css_alpha(colour, 0.85));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::EnergyMetrics;

    #[test]
    fn an_energy_and_its_density_are_two_views_of_one_thing() {
        let density = vec![0.5, 0.25, 0.0];
        let energy = energy_of(&density);
        assert_eq!(energy[2], f32::INFINITY);
        // An energy is known up to a constant, which log Z takes in.
        let shifted = energy.iter().map(|energy| energy + 3.0).collect();
        let metrics = EnergyMetrics { log_z: -3.0, ..EnergyMetrics::default() };
        let back = EnergyMap { energy: shifted, metrics, ..EnergyMap::default() }.density();
        assert!(back.iter().zip(&density).all(|(one, other)| (one - other).abs() < 1e-6), "{back:?}");
    }
}
