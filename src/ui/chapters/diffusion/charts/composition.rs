//! The share of samples of a composition in the first part of the data on their way, beside that of the density they should keep to.

use super::plotted::Plotted;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;

pub fn composition(of: &Plotted, palette: &Palette) -> Chart {
    let x = of.time_axis();
    let y = [0.0, 1.0];
    let mut lines = Vec::new();
    if let Some(lane) = of.model.first() {
        let exact = lane.composition.levels().iter();
        lines.push(Line {
            points: exact.map(|level| (f64::from(level.t), f64::from(level.share))).collect(),
            colour: palette.data,
            stroke: Stroke::Reference,
            label: Some("exact".to_owned()),
        });
        let samples = lane.beside.iter().flat_map(|beside| beside.shares());
        lines.push(Line {
            points: samples.collect(),
            colour: palette.rival,
            stroke: Stroke::Thick,
            label: Some("samples".to_owned()),
        });
    }
    lines.push(of.marker(y, palette));
    Chart { x, y, x_label: Some("noise level t"), lines, ..Chart::default() }
}
