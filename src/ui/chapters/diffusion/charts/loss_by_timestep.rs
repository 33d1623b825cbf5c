//! The loss at each noise level, beside the ideal denoiser's: what lies between them can still be learned.

use super::plotted::{Plotted, loss_colour};
use crate::protocol::diffusion::LOSS_BINS;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};

pub fn loss_by_timestep(of: &Plotted, palette: &Palette) -> Chart {
    let x = of.time_axis();
    let line = |values: &[f32], colour: Rgb, stroke: Stroke, label: Option<String>| {
        // At the middle of each part.
        let place = |bin: usize| x[1] * (bin as f64 + 0.5) / LOSS_BINS as f64;
        let points = values.iter().enumerate().map(|(bin, &loss)| (place(bin), f64::from(loss))).collect();
        Line { points, colour, stroke, label }
    };
    let mut lines = Vec::new();
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let colour = loss_colour(index, palette);
        let (ideal, network) = match of.names.get(index) {
            Some(name) => (format!("ideal, {name}"), (*name).to_owned()),
            None => ("ideal denoiser".to_owned(), "network".to_owned()),
        };
        if let Some(reference) = lane.reference() {
            let colour = if index == 0 { palette.ink } else { colour };
            // Runs whose losses are of one kind have one ideal.
            if index == 0 || !of.comparable {
                lines.push(line(&reference.ideal_by_timestep, colour, Stroke::Reference, Some(ideal)));
            }
        }
        lines.push(line(&lane.loss_by_timestep(), colour, Stroke::Thick, Some(network)));
    }
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let most = heights.filter(|height| height.is_finite()).fold(0.1, f64::max);
    let y = [0.0, 1.08 * most];
    Chart { x, y, x_label: Some("noise level t"), lines, ..Chart::default() }
}
