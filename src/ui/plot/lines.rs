//! Curves with axes, drawn by Plotters in the display's own pixels.

use super::palette::{Palette, Rgb};
use super::surface::Surface;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    Thin,
    Thick,
    Dashed,
}

pub struct Line {
    pub points: Vec<(f64, f64)>,
    pub colour: Rgb,
    pub stroke: Stroke,
    /// Written at its right end, below it.
    pub label: Option<String>,
}

pub struct Chart {
    pub x: [f64; 2],
    pub y: [f64; 2],
    pub log_y: bool,
    pub lines: Vec<Line>,
    /// A band between two heights, with its label.
    pub band: Option<([f64; 2], Rgb, String)>,
}

/// Draws a chart over the whole surface.
///
/// # Errors
/// What Plotters reports, in words.
pub fn draw(surface: &Surface, chart: &Chart, palette: &Palette) -> Result<(), String> {
    let [low, high] = chart.y;
    let x = chart.x[0]..chart.x[1];
    if chart.log_y {
        draw_on(surface, chart, palette, x, (low..high).log_scale())
    } else {
        draw_on(surface, chart, palette, x, low..high)
    }
}

fn draw_on<Y>(
    surface: &Surface,
    chart: &Chart,
    palette: &Palette,
    x: std::ops::Range<f64>,
    y: Y,
) -> Result<(), String>
where
    Y: plotters::coord::ranged1d::AsRangedCoord<Value = f64>,
    Y::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let words = |error: &dyn std::fmt::Display| format!("a plot could not be drawn: {error}");
    let ratio = surface.ratio();
    let px = |css: f64| (css * ratio).round() as u32;
    let backend =
        CanvasBackend::with_canvas_object(surface.canvas().clone()).ok_or("a plot has no canvas")?;
    let area = backend.into_drawing_area();
    area.fill(&rgb(palette.paper)).map_err(|error| words(&error))?;
    let mut built = ChartBuilder::on(&area)
        .margin_top(px(10.0))
        .margin_right(px(18.0))
        .x_label_area_size(px(20.0))
        .y_label_area_size(px(46.0))
        .build_cartesian_2d(x, y)
        .map_err(|error| words(&error))?;
    let text = ("system-ui, sans-serif", 11.0 * ratio).into_font().color(&rgb(palette.faint));
    built
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(rgb(palette.faint).mix(0.18))
        .axis_style(rgb(palette.faint).mix(0.5))
        .x_labels(5)
        .y_labels(5)
        .label_style(text.clone())
        .x_label_formatter(&|step| super::super::format::count(*step))
        .y_label_formatter(&|value| tick(*value))
        .draw()
        .map_err(|error| words(&error))?;
    // From a line to its label.
    let gap = (0, px(4.0) as i32);
    if let Some(([low, high], colour, label)) = &chart.band {
        let corners = [(chart.x[0], high.clamp(chart.y[0], chart.y[1])), (chart.x[1], low.max(chart.y[0]))];
        let band = Rectangle::new(corners, rgb(*colour).mix(0.16).filled());
        built.draw_series([band]).map_err(|error| words(&error))?;
        let place = (chart.x[1], high.clamp(chart.y[0], chart.y[1]));
        let style = label_style(*colour, ratio);
        let text = EmptyElement::at(place) + Text::new(label.clone(), gap, style);
        built.draw_series([text]).map_err(|error| words(&error))?;
    }
    for line in &chart.lines {
        let points: Vec<_> = line.points.iter().map(|&(x, y)| (x, y.clamp(chart.y[0], chart.y[1]))).collect();
        let end = points.last().copied();
        let style = |width: f64| rgb(line.colour).stroke_width(px(width).max(1));
        match line.stroke {
            Stroke::Thin => {
                built.draw_series(LineSeries::new(points, rgb(line.colour).mix(0.35).stroke_width(px(1.0))))
            }
            Stroke::Thick => built.draw_series(LineSeries::new(points, style(2.0))),
            Stroke::Dashed => {
                // A dashed series is many elements; its own method keeps their type apart.
                let dashes = DashedLineSeries::new(points, px(5.0), px(4.0), style(1.5));
                built.draw_series(dashes)
            }
        }
        .map_err(|error| words(&error))?;
        if let (Some(label), Some(end)) = (&line.label, end) {
            let style = label_style(line.colour, ratio);
            let text = EmptyElement::at(end) + Text::new(label.clone(), gap, style);
            built.draw_series([text]).map_err(|error| words(&error))?;
        }
    }
    area.present().map_err(|error| words(&error))
}

/// Labels end at the right edge and hang below their line.
fn label_style(colour: Rgb, ratio: f64) -> TextStyle<'static> {
    let below = Pos::new(HPos::Right, VPos::Top);
    ("system-ui, sans-serif", 11.0 * ratio).into_font().color(&rgb(colour)).pos(below)
}

fn rgb([red, green, blue]: Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

/// A tick's label: short, whatever its size.
fn tick(value: f64) -> String {
    if value != 0.0 && !(0.01..10_000.0).contains(&value.abs()) {
        format!("{value:.0e}").replace('-', "−")
    } else {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}
