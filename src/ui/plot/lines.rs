//! Curves with axes, drawn by Plotters in whole units of a canvas or a drawing.

use super::labels::{spread, wrapped};
use super::palette::{Palette, Rgb};
use super::scale::{Rise, Scale};
use super::sheet::Sheet;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    Thin,
    Thick,
    /// Thicker: what is in question among others.
    Heavy,
    Dashed,
    /// The same, of what is known without measuring: where there are no other lines, nothing is measured yet.
    Reference,
    /// The area below it is filled, down to the lower edge.
    Filled,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// A point that is not a number is a gap.
    pub points: Vec<(f64, f64)>,
    pub colour: Rgb,
    pub stroke: Stroke,
    /// Written outside the plot, beside its right end or above.
    pub label: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub x: [f64; 2],
    pub y: [f64; 2],
    pub rise_x: Rise,
    pub rise_y: Rise,
    /// Written below the x axis.
    pub x_label: Option<&'static str>,
    pub lines: Vec<Line>,
    /// A band between two heights, with its label.
    pub band: Option<([f64; 2], Rgb, String)>,
    /// Written above it, where nothing beside it says what it is.
    pub title: Option<String>,
    /// What will appear in it and what to do for that, written in its middle as long as nothing is measured.
    pub awaits: &'static str,
}

/// Width in CSS pixels below which the x axis has fewer labels.
const NARROW: f64 = 320.0;

/// Labels stand beside a plot of at least this width, CSS pixels, where they take no more than this share of it.
const WIDE: f64 = 400.0;
const MARGIN_SHARE: f64 = 0.36;
/// Height of a line of labels, and length of the stroke before one that stands above, CSS pixels.
const LABEL: f64 = 14.0;
const SWATCH: f64 = 14.0;
/// Right of the plot and, for the labels of its axis, left of it, CSS pixels.
const MARGIN: f64 = 18.0;
const AXIS: f64 = 46.0;

impl Chart {
    /// With the words for as long as nothing is measured.
    pub fn awaiting(self, awaits: &'static str) -> Self {
        Self { awaits, ..self }
    }

    fn is_measured(&self) -> bool {
        let measured = self.lines.iter().filter(|line| line.stroke != Stroke::Reference);
        measured.flat_map(|line| &line.points).any(|point| point.0.is_finite() && point.1.is_finite())
    }

    /// Each with its colour and the place of its end.
    fn labels(&self) -> Vec<(&str, Rgb, (f64, f64))> {
        let inside = |height: f64| height.clamp(self.y[0], self.y[1]);
        let band = self.band.iter();
        let band = band.map(|([_, high], colour, label)| (&**label, *colour, (self.x[1], inside(*high))));
        let of_lines = self.lines.iter().filter_map(|line| {
            let (x, y) = *pieces(&line.points).last()?.last()?;
            Some((line.label.as_deref()?, line.colour, (x, inside(y))))
        });
        band.chain(of_lines).collect()
    }
}

/// Draws a chart over a whole sheet, with `ratio` of its units to a CSS pixel.
///
/// # Errors
/// What Plotters reports, in words.
pub fn draw(sheet: Sheet, ratio: f64, chart: &Chart, palette: &Palette) -> Result<(), String> {
    let words = |error: &dyn std::fmt::Display| format!("a plot could not be drawn: {error}");
    let px = |css: f64| (css * ratio).round() as u32;
    let area = sheet.into_drawing_area();
    area.fill(&rgb(palette.paper)).map_err(|error| words(&error))?;
    let labels = chart.labels();
    let style = |colour| label_style(colour, ratio);
    let width_of =
        |text: &str| area.estimate_text_size(text, &style(palette.ink)).map(|(width, _)| width as i32);
    let widths: Vec<i32> = labels
        .iter()
        .map(|label| width_of(label.0))
        .collect::<Result<_, _>>()
        .map_err(|error| words(&error))?;
    let widest = widths.iter().copied().max().unwrap_or_default();
    let (whole, gap, line_height) = (area.dim_in_pixel().0 as i32, px(4.0) as i32, px(LABEL) as i32);
    let beside = whole >= px(WIDE) as i32 && f64::from(widest) <= MARGIN_SHARE * f64::from(whole);
    let before = px(SWATCH) as i32 + gap;
    let above = if beside {
        Vec::new()
    } else {
        let widths: Vec<_> = widths.iter().map(|width| before + width).collect();
        wrapped(&widths, 3 * gap, whole - px(AXIS) as i32 - px(MARGIN) as i32)
    };
    let lines_above = above.last().map_or(0, |(_, line)| line + 1);
    let (x, y) = (Scale::new(chart.rise_x, chart.x), Scale::new(chart.rise_y, chart.y));
    let mut builder = ChartBuilder::on(&area);
    if let Some(title) = &chart.title {
        builder.caption(title, ("system-ui, sans-serif", 14.0 * ratio).into_font().color(&rgb(palette.ink)));
    }
    let mut built = builder
        .margin_top(px(10.0) + (lines_above * line_height) as u32)
        .margin_right(px(MARGIN) + if beside { widest as u32 } else { 0 })
        .x_label_area_size(px(if chart.x_label.is_some() { 34.0 } else { 20.0 }))
        .y_label_area_size(px(AXIS))
        .build_cartesian_2d(x, y)
        .map_err(|error| words(&error))?;
    let text = font(ratio).color(&rgb(palette.faint));
    let mut mesh = built.configure_mesh();
    mesh.disable_x_mesh()
        .bold_line_style(rgb(palette.faint).mix(0.18).stroke_width(px(1.0)))
        .axis_style(rgb(palette.faint).mix(0.5).stroke_width(px(1.0)))
        .set_all_tick_mark_size(px(5.0))
        .x_labels(if area.dim_in_pixel().0 < px(NARROW) { 4 } else { 5 })
        .y_labels(5)
        .label_style(text.clone())
        .axis_desc_style(text);
    if let Some(label) = chart.x_label {
        mesh.x_desc(label);
    }
    mesh.draw().map_err(|error| words(&error))?;
    if let Some(([low, high], colour, _)) = &chart.band {
        let top = (chart.x[1], high.clamp(chart.y[0], chart.y[1]));
        let corners = [(chart.x[0], top.1), (chart.x[1], low.max(chart.y[0]))];
        let band = Rectangle::new(corners, rgb(*colour).mix(0.16).filled());
        built.draw_series([band]).map_err(|error| words(&error))?;
    }
    for line in &chart.lines {
        let style = |width: f64| rgb(line.colour).stroke_width(px(width).max(1));
        let shown: Vec<_> = pieces(&line.points)
            .map(|piece| piece.iter().map(|&(x, y)| (x, y.clamp(chart.y[0], chart.y[1]))).collect::<Vec<_>>())
            .collect();
        for points in shown {
            if let [lone] = points[..] {
                // A line through one point is none.
                let dot = Circle::new(lone, px(3.0), rgb(line.colour).filled());
                built.draw_series([dot]).map_err(|error| words(&error))?;
                continue;
            }
            match line.stroke {
                Stroke::Thin => built
                    .draw_series(LineSeries::new(points, rgb(line.colour).mix(0.35).stroke_width(px(1.0)))),
                Stroke::Thick => built.draw_series(LineSeries::new(points, style(2.0))),
                Stroke::Heavy => built.draw_series(LineSeries::new(points, style(3.5))),
                Stroke::Dashed | Stroke::Reference => {
                    // A dashed series is many elements; its own method keeps their type apart.
                    built.draw_series(DashedLineSeries::new(points, px(5.0), px(4.0), style(1.5)))
                }
                Stroke::Filled => {
                    let mut area = points.clone();
                    area.extend(points.iter().rev().map(|&(x, _)| (x, chart.y[0])));
                    let area = Polygon::new(area, rgb(line.colour).mix(0.22).filled());
                    built.draw_series([area]).map_err(|error| words(&error))?;
                    built.draw_series(LineSeries::new(points, style(1.2)))
                }
            }
            .map_err(|error| words(&error))?;
        }
    }
    let (right, bottom) = built.backend_coord(&(chart.x[1], chart.y[0]));
    let (left, top) = built.backend_coord(&(chart.x[0], chart.y[1]));
    let write = |text: &str, place, style: &TextStyle| {
        area.draw_text(text, style, place).map_err(|error| words(&error))
    };
    if !chart.awaits.is_empty() && !chart.is_measured() {
        let style = style(palette.ink).pos(Pos::new(HPos::Center, VPos::Center));
        write(chart.awaits, ((left + right) / 2, (top + bottom) / 2), &style)?;
    }
    if beside {
        let middles = labels.iter().map(|label| built.backend_coord(&label.2).1 - line_height / 2);
        let tops = spread(&middles.collect::<Vec<_>>(), line_height, bottom);
        for ((label, colour, _), top) in labels.into_iter().zip(tops) {
            write(label, (right + gap, top), &style(colour))?;
        }
    }
    for ((label, colour, _), (x, line)) in chart.labels().into_iter().zip(above) {
        let (x, y) = (left + x, px(5.0) as i32 + line * line_height);
        let middle = y + line_height / 2;
        let swatch = [(x, middle), (x + px(SWATCH) as i32, middle)];
        let stroke = rgb(colour).stroke_width(px(2.0));
        area.draw(&PathElement::new(swatch, stroke)).map_err(|error| words(&error))?;
        write(label, (x + before, y), &style(colour))?;
    }
    area.present().map_err(|error| words(&error))
}

fn font(ratio: f64) -> FontDesc<'static> {
    ("system-ui, sans-serif", 11.0 * ratio).into_font()
}

/// The parts of a line between its gaps.
fn pieces(points: &[(f64, f64)]) -> impl Iterator<Item = &[(f64, f64)]> {
    points.split(|(x, y)| !(x.is_finite() && y.is_finite())).filter(|piece| !piece.is_empty())
}

/// Of labels that begin at a place and hang below it.
fn label_style(colour: Rgb, ratio: f64) -> TextStyle<'static> {
    font(ratio).color(&rgb(colour)).pos(Pos::new(HPos::Left, VPos::Top))
}

fn rgb([red, green, blue]: Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_that_is_not_a_number_is_a_gap() {
        let points = [(0.0, f64::NAN), (1.0, 1.0), (2.0, 2.0), (3.0, f64::INFINITY), (4.0, 4.0)];
        let found: Vec<_> = pieces(&points).collect();
        assert_eq!(found, [&points[1..3], &points[4..]]);
    }

    #[test]
    fn what_is_known_without_measuring_leaves_a_plot_unmeasured_and_lines_without_points_have_no_label() {
        let line = |points: &[(f64, f64)], stroke| Line {
            points: points.to_vec(),
            colour: [0; 3],
            stroke,
            label: Some("name".into()),
        };
        let mut chart = Chart { x: [0.0, 1.0], y: [0.0, 1.0], ..Chart::default() };
        chart.lines = vec![line(&[(0.0, 0.5), (1.0, 0.5)], Stroke::Reference), line(&[], Stroke::Thick)];
        assert!(!chart.is_measured() && chart.labels().len() == 1);
        chart.lines.push(line(&[(0.0, f64::NAN), (1.0, 7.0), (2.0, f64::NAN)], Stroke::Thin));
        assert!(chart.is_measured());
        assert_eq!(chart.labels()[1].2, (1.0, 1.0), "at the last number, held inside");
    }
}
