//! Paints a stage of the diffusion chapter: a backdrop that is kept, and on it what moves.

use super::palette::{Palette, Rgb, css, css_alpha};
use super::probe;
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use super::walk::points_of;
use super::walkers::Walkers;
use super::{arrows, axes, heatmap, path, scatter};
use crate::settings::{ScoreForm, ScoreLayer, View};
use crate::ui::chapters::diffusion::clouds;
use crate::ui::chapters::diffusion::lane::LaneModel;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// Length of a field's vector, in data units, that is drawn nearly a cell long, or half way to the darkest.
const SCORE_UNIT: f32 = 1.5;
/// Differences are small beside scores: they are drawn three times as long.
const DIFFERENCE_UNIT: f32 = 0.5;

/// What the stage shows.
pub struct Scene<'a> {
    pub lane: &'a LaneModel,
    /// Of two runs side by side; decides the colour.
    pub lane_index: usize,
    /// The noised data are shown in place of samples.
    pub forward: bool,
    /// Noise level shown.
    pub t: f32,
    /// A point in the reader's hand.
    pub held: Option<[f32; 2]>,
}

pub struct DiffusionStagePainter {
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
    forward: bool,
    t: f32,
    held: Option<[f32; 2]>,
    view: View,
}

#[derive(Clone, Debug, PartialEq)]
struct Backdrop {
    reference_version: u32,
    side: u32,
    dark: bool,
    density: bool,
    data: bool,
    /// The lengths of which score, at which noise level, of which clouds; none while it is not drawn as a map.
    map: Option<(ScoreLayer, f32, u32)>,
}

impl DiffusionStagePainter {
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
        let as_map = view.score_form == ScoreForm::Heatmap && view.score != ScoreLayer::Off;
        let backdrop = Backdrop {
            reference_version: scene.lane.reference_version,
            side,
            dark,
            density: view.density,
            data: view.data,
            map: as_map.then_some((view.score, scene.t, scene.lane.version)),
        };
        let shown = Shown {
            backdrop,
            version: scene.lane.version,
            forward: scene.forward,
            t: scene.t,
            held: scene.held,
            view: view.clone(),
        };
        if !wiped && self.shown.as_ref() == Some(&shown) {
            return Ok(());
        }
        let palette = Palette::new(dark);
        let viewport = Viewport::stage(f64::from(side));
        if self.backdrop_shown.as_ref() != Some(&shown.backdrop) {
            self.draw_backdrop(scene, &shown.backdrop, &palette, &viewport)?;
            self.backdrop_shown = Some(shown.backdrop.clone());
        }
        self.surface.context().draw_image_with_html_canvas_element(&self.backdrop, 0.0, 0.0)?;
        self.draw_moving(scene, view, &palette, &viewport);
        self.shown = Some(shown);
        Ok(())
    }

    fn draw_backdrop(
        &self,
        scene: &Scene,
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
        let reference = scene.lane.reference.as_ref();
        let map = layers.map.and_then(|(layer, ..)| score(scene, layer, palette));
        let image = match (map, reference) {
            (Some(score), _) => Some(heatmap::lengths(&score.field, score.unit, palette)?),
            (None, Some(reference)) if layers.density => {
                Some(heatmap::density(&reference.density, heatmap::peak(&reference.density), palette)?)
            }
            _ => None,
        };
        if let Some(image) = image {
            context.draw_image_with_html_canvas_element_and_dw_and_dh(&image, 0.0, 0.0, side, side)?;
        }
        if let Some(reference) = reference.filter(|_| layers.data) {
            let points = points_of(&reference.data);
            scatter::fill(&context, viewport, points, 1.1 * ratio, &css_alpha(palette.data, 0.75));
        }
        axes::draw(&context, viewport, palette, side, ratio);
        Ok(())
    }

    fn draw_moving(&self, scene: &Scene, view: &View, palette: &Palette, viewport: &Viewport) {
        let (context, ratio) = (self.surface.context(), self.surface.ratio());
        if let Some(marginal) = scene.lane.marginal_near(scene.t).filter(|_| view.contours) {
            let segments = marginal.contours.chunks_exact(4).map(points_of);
            path::stroke(context, viewport, segments, ratio, &css_alpha(palette.ink, 0.45));
        }
        if view.score_form == ScoreForm::Arrows
            && let Some(Score { field, unit, colour }) = score(scene, view.score, palette)
        {
            arrows::stroke(context, viewport, &field, unit, 1.2 * ratio, &css_alpha(colour, 0.85));
        }
        let walkers = if scene.forward {
            Walkers::noised(scene.lane, scene.t, palette.data)
        } else {
            Walkers::sampled(scene.lane, scene.t, palette.lane(scene.lane_index))
        };
        walkers.draw(context, viewport, view, ratio, palette);
        let colour = palette.lane(scene.lane_index);
        probe::draw(context, viewport, scene.lane.probe.as_ref(), scene.held, colour, ratio, palette);
    }
}

struct Score {
    field: Vec<[f32; 2]>,
    /// Length that is drawn nearly a cell long.
    unit: f32,
    colour: Rgb,
}

/// The field wanted at the noise level shown; none while it is not known.
fn score(scene: &Scene, layer: ScoreLayer, palette: &Palette) -> Option<Score> {
    let at = |cloud: &Option<_>| cloud.as_ref().map(|cloud| clouds::field_at(cloud, scene.t));
    let (learned, exact) = (|| at(&scene.lane.learned), || at(&scene.lane.ideal));
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
