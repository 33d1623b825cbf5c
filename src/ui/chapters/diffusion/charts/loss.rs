//! The loss against training steps, beside the least that any network can reach.

use super::plotted::{Plotted, loss_colour};
use crate::ui::plot::lines::{Chart, Line};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::scale::Rise;
use crate::ui::plot::series::{STEPS, level, log_limits, raw_and_smooth, training_axis};
use crate::ui::words::format;

/// A loss that spans more than this ratio is shown on a log axis.
const LOG_ABOVE: f64 = 12.0;
/// Least distance to the ideal that is drawn: less is noise.
const LEAST_ABOVE: f64 = 1e-3;

/// Raw and smoothed loss, and the ideal denoiser's. Losses that cannot be compared are drawn by their distance to it.
pub fn loss(of: &Plotted, palette: &Palette) -> Chart {
    let x = training_axis(of.steps());
    let mut lines = Vec::new();
    for (index, lane) in of.model.lanes.iter().enumerate() {
        let label = of.name(index).unwrap_or_default();
        let mut pair = raw_and_smooth(&lane.losses, loss_colour(index, palette), label);
        if of.names.is_empty() {
            pair[1].label = None;
        }
        if !of.comparable {
            let Some(reference) = lane.reference() else { continue };
            let points = pair.iter_mut().flat_map(|line| &mut line.points);
            points.for_each(|point| point.1 -= f64::from(reference.ideal_loss));
        }
        lines.extend(pair);
    }
    let chart = Chart { x, x_label: STEPS, ..Chart::default() };
    if !of.comparable {
        let y = log_limits(&mut lines, LEAST_ABOVE, 1.0);
        return of.with_look_back(Chart { y, rise_y: Rise::Log(None), lines, ..chart }, palette);
    }
    let reference = of.model.first().and_then(|lane| lane.reference());
    let ideal = reference.map(|reference| f64::from(reference.ideal_loss));
    let [least, most] = span(&lines, ideal.unwrap_or(0.5));
    if let Some(ideal) = ideal {
        let label = format!("least possible: {}", format::decimals(ideal));
        lines.push(level(x, ideal, palette.ink, Some(&label)));
    }
    let room = 0.04 * (most - least);
    let (rise_y, y) = if most / least.max(1e-9) > LOG_ABOVE {
        (Rise::Log(None), [(0.8 * least).max(1e-6), 1.25 * most])
    } else {
        (Rise::Linear, [least - room, most + room])
    };
    of.with_look_back(Chart { y, rise_y, lines, ..chart }, palette)
}

/// From the least to the largest of all lines and the ideal, 1 included: a network starts near it.
fn span(lines: &[Line], ideal: f64) -> [f64; 2] {
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    heights.fold([ideal, ideal.max(1.0)], |[least, most], height| [least.min(height), most.max(height)])
}
