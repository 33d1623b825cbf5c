//! A small plot on the page: when it is drawn anew, and the canvas it is drawn on.

use crate::ui::browser;
use crate::ui::plot::lines::{self, Chart};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::sheet::Sheet;
use crate::ui::plot::surface::Surface;
use leptos::html::Canvas;
use leptos::prelude::*;
use plotters_canvas::CanvasBackend;

/// Milliseconds between two drawings of one plot.
const CURVES_MS: f64 = 200.0;

pub struct Curve {
    surface: Surface,
    /// Version of the curves and theme it shows.
    shown: Option<(u64, bool)>,
    drawn: f64,
}

impl Curve {
    fn new(surface: Surface) -> Self {
        Self { surface, shown: None, drawn: f64::NEG_INFINITY }
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
    plots: &mut [Option<Curve>],
    now: f64,
    // Of what each of them shows.
    version: impl Fn(usize) -> u64,
    dark: bool,
    chart: impl FnOnce(usize, &Palette) -> Option<Chart>,
) -> Result<(), String> {
    let due = plots.iter_mut().enumerate().filter_map(|(index, plot)| {
        let plot = plot.as_mut()?;
        plot.is_due(now, (version(index), dark)).then_some((index, plot))
    });
    let Some((index, plot)) = due.min_by(|one, other| one.1.drawn.total_cmp(&other.1.drawn)) else {
        return Ok(());
    };
    plot.drawn = now;
    plot.shown = Some((version(index), dark));
    let palette = Palette::new(dark);
    let Some(chart) = chart(index, &palette) else { return Ok(()) };
    let canvas = plot.surface.canvas().clone();
    let backend = CanvasBackend::with_canvas_object(canvas).ok_or("a plot has no canvas")?;
    lines::draw(Sheet::Canvas(backend), plot.surface.ratio(), &chart, &palette)
}

/// The canvas of a plot, with what it shows in words.
#[component]
pub fn CurveCanvas(
    id: &'static str,
    /// Puts the plot where the session draws it from.
    keep: impl Fn(Curve) + 'static,
    #[prop(into)] words: Signal<String>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            match Surface::new(canvas) {
                Ok(surface) => keep(Curve::new(surface)),
                Err(why) => browser::show_trouble(&format!("A plot cannot be drawn: {why:?}.")),
            }
        }
    });
    view! { <canvas node_ref=canvas data-testid=id role="img" aria-label=words></canvas> }
}
