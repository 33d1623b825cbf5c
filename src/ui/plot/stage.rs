//! Paints the stage: a backdrop that is kept, and on it what moves.

use super::palette::{Palette, css_alpha};
use super::surface::{Surface, context_of, hidden_canvas};
use super::viewport::Viewport;
use super::{arrows, axes, heatmap, path, scatter};
use crate::protocol::diffusion::WALKERS;
use crate::settings::{ScoreLayer, View};
use crate::ui::chapters::diffusion::clouds;
use crate::ui::chapters::diffusion::model::Model;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Walkers whose way is drawn.
const TRAILS: usize = 24;
/// Length of a field's vector, in data units, that is drawn nearly a cell long.
const SCORE_UNIT: f32 = 1.5;
/// Differences are small beside scores: they are drawn three times as long.
const DIFFERENCE_UNIT: f32 = 0.5;

pub struct StagePainter {
    surface: Surface,
    backdrop: HtmlCanvasElement,
    shown: Option<Shown>,
    backdrop_shown: Option<Backdrop>,
}

/// Everything a drawing depends on: equal means there is nothing to draw.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    backdrop: Backdrop,
    clouds_version: u32,
    position: f64,
    view: View,
}

#[derive(Clone, Debug, PartialEq)]
struct Backdrop {
    reference_version: u32,
    side: u32,
    dark: bool,
    density: bool,
    data: bool,
}

impl StagePainter {
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

    /// Draws if anything has changed since the last call.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(&mut self, model: &Model, position: f64, view: &View, dark: bool) -> Result<(), JsValue> {
        let wiped = self.surface.fit();
        let side = self.surface.canvas().width();
        let backdrop = Backdrop {
            reference_version: model.reference_version,
            side,
            dark,
            density: view.density,
            data: view.data,
        };
        let shown = Shown { backdrop, clouds_version: model.clouds_version, position, view: view.clone() };
        if !wiped && self.shown.as_ref() == Some(&shown) {
            return Ok(());
        }
        let palette = Palette::new(dark);
        let viewport = Viewport::stage(f64::from(side));
        if self.backdrop_shown.as_ref() != Some(&shown.backdrop) {
            self.draw_backdrop(model, view, &palette, &viewport)?;
            self.backdrop_shown = Some(shown.backdrop.clone());
        }
        self.surface.context().draw_image_with_html_canvas_element(&self.backdrop, 0.0, 0.0)?;
        self.draw_cloud(model, position, view, &palette, &viewport);
        self.shown = Some(shown);
        Ok(())
    }

    fn draw_backdrop(
        &self,
        model: &Model,
        view: &View,
        palette: &Palette,
        viewport: &Viewport,
    ) -> Result<(), JsValue> {
        let side = self.surface.canvas().width();
        self.backdrop.set_width(side);
        self.backdrop.set_height(side);
        let (context, side, ratio) = (context_of(&self.backdrop)?, f64::from(side), self.surface.ratio());
        context.set_fill_style_str(&super::palette::css(palette.paper));
        context.fill_rect(0.0, 0.0, side, side);
        if let Some(reference) = &model.reference {
            if view.density {
                let image = heatmap::density(&reference.density, heatmap::peak(&reference.density), palette)?;
                context.draw_image_with_html_canvas_element_and_dw_and_dh(&image, 0.0, 0.0, side, side)?;
            }
            if view.data {
                let points = reference.data.chunks_exact(2).map(|point| [point[0], point[1]]);
                scatter::fill(&context, viewport, points, 1.1 * ratio, &css_alpha(palette.data, 0.75));
            }
        }
        axes::draw(&context, viewport, palette, side, ratio);
        Ok(())
    }

    fn draw_cloud(&self, model: &Model, position: f64, view: &View, palette: &Palette, viewport: &Viewport) {
        let (context, ratio) = (self.surface.context(), self.surface.ratio());
        let Some(cloud) = model.cloud() else { return };
        draw_score(context, model, clouds::time_at(cloud, position), view.score, palette, viewport, ratio);
        if view.samples {
            let points = clouds::points_at(cloud, position);
            scatter::fill(
                context,
                viewport,
                points.into_iter(),
                2.0 * ratio,
                &css_alpha(palette.samples, 0.72),
            );
        }
        if view.trails {
            let walkers = (0..TRAILS).map(|index| index * (WALKERS / TRAILS));
            let ways: Vec<_> = walkers.map(|walker| clouds::trail(cloud, walker, position)).collect();
            let heads: Vec<_> = ways.iter().filter_map(|way| way.last().copied()).collect();
            path::stroke(context, viewport, ways.into_iter(), ratio, &css_alpha(palette.ink, 0.38));
            scatter::fill(
                context,
                viewport,
                heads.iter().copied(),
                4.4 * ratio,
                &css_alpha(palette.ink, 1.0),
            );
            scatter::fill(
                context,
                viewport,
                heads.into_iter(),
                3.2 * ratio,
                &css_alpha(palette.samples, 1.0),
            );
        }
    }
}

fn draw_score(
    context: &CanvasRenderingContext2d,
    model: &Model,
    time: f32,
    layer: ScoreLayer,
    palette: &Palette,
    viewport: &Viewport,
    ratio: f64,
) {
    let field = |cloud: &Option<_>| cloud.as_ref().map(|cloud| clouds::field_at(cloud, time));
    let (field, unit, colour) = match layer {
        ScoreLayer::Off => return,
        ScoreLayer::Learned => (field(&model.learned), SCORE_UNIT, palette.samples),
        ScoreLayer::Exact => (field(&model.ideal), SCORE_UNIT, palette.data),
        ScoreLayer::Difference => {
            let pair = field(&model.learned).zip(field(&model.ideal));
            let difference = pair.map(|(learned, exact)| {
                learned
                    .iter()
                    .zip(&exact)
                    .map(|(one, other)| [one[0] - other[0], one[1] - other[1]])
                    .collect()
            });
            (difference, DIFFERENCE_UNIT, palette.loss)
        }
    };
    if let Some(field) = field {
        arrows::stroke(context, viewport, &field, unit, 1.2 * ratio, &css_alpha(colour, 0.85));
    }
}
