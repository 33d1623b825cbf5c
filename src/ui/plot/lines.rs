//! Curves with axes, drawn by Plotters in whole units of a canvas or a drawing.

use super::palette::{Palette, Rgb};
use super::scale::Scale;
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
    /// The area below it is filled, down to the lower edge.
    Filled,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// A point that is not a number is a gap.
    pub points: Vec<(f64, f64)>,
    pub colour: Rgb,
    pub stroke: Stroke,
    /// Written at its right end, below it; beside the plot where many would cover their lines.
    pub label: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    pub x: [f64; 2],
    pub y: [f64; 2],
    pub log_y: bool,
    /// Where a log x axis has its labels; none of a linear one.
    pub log_x: Option<&'static [f64]>,
    /// Written below the x axis.
    pub x_label: Option<&'static str>,
    pub lines: Vec<Line>,
    /// A band between two heights, with its label.
    pub band: Option<([f64; 2], Rgb, String)>,
    /// Written above it, where nothing beside it says what it is.
    pub title: Option<String>,
}

/// Width in CSS pixels below which the x axis has fewer labels.
const NARROW: f64 = 320.0;

/// So many labels stand beside the plot, if it has at least this width, CSS pixels.
const CROWD: usize = 6;
const WIDE: f64 = 400.0;
/// Right of the plot, CSS pixels.
const MARGIN: f64 = 18.0;

impl Chart {
    fn labels(&self) -> impl Iterator<Item = &str> {
        let of_lines = self.lines.iter().filter_map(|line| line.label.as_deref());
        of_lines.chain(self.band.iter().map(|(.., label)| label.as_str()))
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
    let beside = chart.labels().count() >= CROWD && area.dim_in_pixel().0 >= px(WIDE);
    let widths = chart
        .labels()
        .map(|label| area.estimate_text_size(label, &label_style(palette.ink, ratio, HPos::Left)));
    let widest = widths.flatten().map(|(width, _)| width).max().filter(|_| beside).unwrap_or_default();
    let x = match chart.log_x {
        None => Scale::linear(chart.x),
        labels => Scale::log(chart.x, labels),
    };
    let y = if chart.log_y { Scale::log(chart.y, None) } else { Scale::linear(chart.y) };
    let mut builder = ChartBuilder::on(&area);
    if let Some(title) = &chart.title {
        builder.caption(title, ("system-ui, sans-serif", 14.0 * ratio).into_font().color(&rgb(palette.ink)));
    }
    let mut built = builder
        .margin_top(px(10.0))
        .margin_right(px(MARGIN) + widest)
        .x_label_area_size(px(if chart.x_label.is_some() { 34.0 } else { 20.0 }))
        .y_label_area_size(px(46.0))
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
    let mut labels = Vec::new();
    if let Some(([low, high], colour, label)) = &chart.band {
        let top = (chart.x[1], high.clamp(chart.y[0], chart.y[1]));
        let corners = [(chart.x[0], top.1), (chart.x[1], low.max(chart.y[0]))];
        let band = Rectangle::new(corners, rgb(*colour).mix(0.16).filled());
        built.draw_series([band]).map_err(|error| words(&error))?;
        labels.push((built.backend_coord(&top), *colour, label));
    }
    for line in &chart.lines {
        let style = |width: f64| rgb(line.colour).stroke_width(px(width).max(1));
        let shown: Vec<_> = pieces(&line.points)
            .map(|piece| piece.iter().map(|&(x, y)| (x, y.clamp(chart.y[0], chart.y[1]))).collect::<Vec<_>>())
            .collect();
        if let (Some(label), Some(&end)) = (&line.label, shown.last().and_then(|piece| piece.last())) {
            labels.push((built.backend_coord(&end), line.colour, label));
        }
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
                Stroke::Dashed => {
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
    // From a line to its label, and from label to label.
    let (gap, height) = (px(4.0) as i32, px(13.0) as i32);
    let (edge, bottom) = built.backend_coord(&(chart.x[1], chart.y[0]));
    // Beside the plot a label is as high as its line's end, otherwise it hangs below it.
    let hang = if beside { -height / 2 } else { gap };
    let tops = spread(&labels.iter().map(|((_, y), ..)| y + hang).collect::<Vec<_>>(), height, bottom);
    if beside {
        for ((_, colour, label), top) in labels.into_iter().zip(tops) {
            let style = label_style(colour, ratio, HPos::Left);
            area.draw(&Text::new(label.as_str(), (edge + gap, top), style)).map_err(|error| words(&error))?;
        }
        return area.present().map_err(|error| words(&error));
    }
    let mut texts: Vec<_> = labels
        .into_iter()
        .zip(tops)
        .map(|(((right, _), colour, label), top)| {
            (label.as_str(), (right, top), label_style(colour, ratio, HPos::Right))
        })
        .collect();
    // Lines shine through behind labels, which are read all the same; labels never lie behind anything.
    let (left, _) = built.backend_coord(&(chart.x[0], chart.y[0]));
    for (label, (right, top), style) in &mut texts {
        let (width, _) = area.estimate_text_size(label, style).map_err(|error| words(&error))?;
        // A line that is still short has its end, and its label, near the left edge.
        *right = (*right).max(left + width as i32 + gap);
        let behind = Rectangle::new(
            [(*right - width as i32, *top), (*right, *top + height)],
            rgb(palette.paper).mix(0.6).filled(),
        );
        area.draw(&behind).map_err(|error| words(&error))?;
    }
    for (label, place, style) in texts {
        area.draw(&Text::new(label, place, style)).map_err(|error| words(&error))?;
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

/// Tops of labels of one height, moved as little down as they must so that none covers another; those
/// that would leave through the `bottom` are moved up.
fn spread(tops: &[i32], height: i32, bottom: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..tops.len()).collect();
    order.sort_by_key(|&index| tops[index]);
    let mut spread = tops.to_vec();
    for pair in order.windows(2) {
        spread[pair[1]] = spread[pair[1]].max(spread[pair[0]] + height);
    }
    let mut lowest = bottom - height;
    for &index in order.iter().rev() {
        spread[index] = spread[index].min(lowest);
        lowest = spread[index] - height;
    }
    spread
}

/// Of labels that end or begin, as `side` says, at a place and hang below it.
fn label_style(colour: Rgb, ratio: f64, side: HPos) -> TextStyle<'static> {
    font(ratio).color(&rgb(colour)).pos(Pos::new(side, VPos::Top))
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
    fn labels_keep_apart_and_inside() {
        assert_eq!(spread(&[10, 40], 12, 100), [10, 40]);
        assert_eq!(spread(&[12, 10, 11], 12, 100), [34, 10, 22]);
        assert_eq!(spread(&[95, 90], 12, 100), [88, 76]);
        assert!(spread(&[], 12, 100).is_empty());
    }
}
