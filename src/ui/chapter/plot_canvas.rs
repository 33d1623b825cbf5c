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
    index: usize,
    surface: Surface,
    /// Version of the curves and theme it shows.
    shown: Option<(u64, bool)>,
    drawn: f64,
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
    fn is_due(&mut self, now: f64, shows: (u64, bool)) -> bool {
        if self.surface.fit() {
            self.shown = None;
            self.drawn = f64::NEG_INFINITY;
        }
        self.shown != Some(shows) && now - self.drawn >= CURVES_MS
    }
}

/// Draws the one of `plots` that has waited longest, if any is due: no frame pays for two.
///
/// # Errors
/// What Plotters reports, in words.
pub fn draw_next(
    plots: &mut [PlotCanvas],
    now: f64,
    // Of what each of them shows.
    version: impl Fn(usize) -> u64,
    dark: bool,
    chart: impl FnOnce(usize, &Palette) -> Option<Chart>,
) -> Result<(), String> {
    let due = plots.iter_mut().filter_map(|plot| {
        let shows = (version(plot.index), dark);
        plot.is_due(now, shows).then_some((plot, shows))
    });
    let Some((plot, shows)) = due.min_by(|(one, _), (other, _)| one.drawn.total_cmp(&other.drawn)) else {
        return Ok(());
    };
    (plot.drawn, plot.shown) = (now, Some(shows));
    let palette = Palette::new(dark);
    let Some(chart) = chart(plot.index, &palette) else { return Ok(()) };
    let canvas = plot.surface.canvas().clone();
    let backend = CanvasBackend::with_canvas_object(canvas).ok_or("a plot has no canvas")?;
    lines::draw(Sheet::Canvas(backend), plot.surface.ratio(), &chart, &palette)
}
