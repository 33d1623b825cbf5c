//! The canvas of a small plot, and when it is drawn anew.

use crate::ui::plot::lines::{self, Chart};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::sheet::Sheet;
use crate::ui::plot::surface::Surface;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// Milliseconds between two drawings of one plot.
const CURVES_MS: f64 = 200.0;

pub struct PlotCanvas {
    /// Its place among the chapter's plots.
    pub index: usize,
    /// When it was drawn last, in ms of the page's clock.
    pub drawn: f64,
    surface: Surface,
    /// Version of the curves and theme it shows.
    shown: Option<(u64, bool)>,
}

impl PlotCanvas {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(index: usize, canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self { index, surface: Surface::new(canvas)?, shown: None, drawn: f64::NEG_INFINITY })
    }

    /// Takes its place among the others, and that of one whose canvas is gone.
    pub fn keep_in(self, plots: &mut Vec<Self>) {
        plots.retain(|plot| plot.index != self.index);
        plots.push(self);
    }

    /// Whether it is to be drawn at `now`, in ms; at once where its canvas has been wiped.
    pub fn is_due(&mut self, now: f64, shows: (u64, bool)) -> bool {
        if self.surface.fit() {
            self.shown = None;
            self.drawn = f64::NEG_INFINITY;
        }
        self.shown != Some(shows) && now - self.drawn >= CURVES_MS
    }

    /// # Errors
    /// What Plotters reports, in words.
    pub fn draw(
        &mut self,
        now: f64,
        shows @ (_, dark): (u64, bool),
        chart: impl FnOnce(&Palette) -> Option<Chart>,
    ) -> Result<(), String> {
        (self.drawn, self.shown) = (now, Some(shows));
        let palette = Palette::new(dark);
        let Some(chart) = chart(&palette) else { return Ok(()) };
        let canvas = self.surface.canvas().clone();
        let backend = CanvasBackend::with_canvas_object(canvas).ok_or("a plot has no canvas")?;
        lines::draw(Sheet::Canvas(backend), self.surface.ratio(), &chart, &palette)
    }
}
