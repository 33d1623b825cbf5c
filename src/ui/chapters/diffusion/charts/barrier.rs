//! What the lowest way from part to part of the data climbs, at each noise level: nothing once noise has made them one.

use super::plotted::Plotted;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;

/// Height at the top of a plot without any, nats.
const LEAST: f64 = 1.0;

pub fn barrier(of: &Plotted, palette: &Palette) -> Chart {
    let mut lines: Vec<Line> = (of.model.lanes.iter().enumerate())
        .map(|(index, lane)| {
            let points = lane.marginals.iter();
            let points = points.map(|at| (f64::from(at.t), f64::from(at.barrier))).collect();
            let colour = if index == 0 { palette.data } else { palette.rival };
            Line { points, colour, stroke: Stroke::Thick, label: of.name(index) }
        })
        .collect();
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let most = heights.filter(|height| height.is_finite()).fold(LEAST, f64::max);
    let y = [-0.12 * most, 1.1 * most];
    lines.push(of.marker(y, palette));
    Chart { x: of.time_axis(), y, x_label: Some("noise level t"), lines, ..Chart::default() }
}
