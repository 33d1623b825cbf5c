//! Signal and noise at each noise level.

use super::plotted::Plotted;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};

/// Of the first run; where the second has another schedule, its signal beside.
pub fn levels(of: &Plotted, palette: &Palette) -> Chart {
    let y = [0.0, 1.05];
    let first = of.model.first().and_then(|lane| lane.reference());
    let mut lines = Vec::new();
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let Some(reference) = lane.reference() else { continue };
        let line = |part: usize, colour: Rgb, stroke: Stroke, label: String| {
            let levels = reference.levels.chunks_exact(2).enumerate();
            let points = levels.map(|(t, level)| (t as f64, f64::from(level[part]))).collect();
            Line { points, colour, stroke, label: Some(label) }
        };
        if index == 0 {
            lines.push(line(1, palette.faint, Stroke::Dashed, "noise".into()));
            lines.push(line(0, palette.data, Stroke::Thick, "signal".into()));
        } else if first.is_some_and(|first| first.levels != reference.levels) {
            lines.push(line(0, palette.rival, Stroke::Thick, format!("signal, {}", of.names[index])));
        }
    }
    lines.push(of.marker(y, palette));
    Chart { x: of.time_axis(), y, x_label: Some("noise level t"), lines, ..Chart::default() }
}
