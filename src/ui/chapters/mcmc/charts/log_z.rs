//! log Z with more and more rungs, two estimates with their errors, beside the exact one.

use crate::protocol::log_z::{LogZ, LogZEstimate};
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::scale::Rise;
use crate::ui::plot::series::level;

/// Labels of the axis: the numbers of rungs.
const LABELS: &[f64] = &[4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
/// Nats above and below what is drawn.
const MARGIN: f64 = 0.5;
/// Between the two estimates of one ladder.
const APART: f64 = 1.06;

pub fn log_z(known: Option<&LogZ>, palette: &Palette) -> Chart {
    let x = [LABELS[0] / APART, LABELS[LABELS.len() - 1] * APART];
    let mut lines = Vec::new();
    let mut y = [-MARGIN, MARGIN];
    if let Some(known) = known {
        lines.push(level(x, known.exact, palette.data, Some("exact")));
        // The first ladders are too short to say much: they may leave the chart.
        let later = &known.estimates[known.estimates.len() / 2..];
        let values = later.iter().flat_map(|of| [of.importance[0], of.integral[0]]).chain([known.exact]);
        let [low, high] = values
            .filter(|value| value.is_finite())
            .fold([known.exact; 2], |[low, high]: [f64; 2], value| [low.min(value), high.max(value)]);
        y = [low - MARGIN, high + MARGIN];
        type Value = fn(&LogZEstimate) -> [f64; 2];
        let both: [(Value, f64, _, _); 2] = [
            (|of| of.importance, 1.0 / APART, palette.lane(0), "importance"),
            (|of| of.integral, APART, palette.lane(1), "integral"),
        ];
        for (value, shift, colour, label) in both {
            let at = |of: &LogZEstimate| shift * f64::from(of.rungs);
            let line = |points, stroke, label| Line { points, colour, stroke, label };
            let points = known.estimates.iter().map(|of| (at(of), value(of)[0])).collect();
            lines.push(line(points, Stroke::Thick, Some(label.to_owned())));
            // One standard error up and down.
            let bars = known.estimates.iter().flat_map(|of| {
                let [value, error] = value(of);
                [(at(of), value - error), (at(of), value + error), (f64::NAN, f64::NAN)]
            });
            lines.push(line(bars.collect(), Stroke::Thin, None));
        }
    }
    let rise_x = Rise::Log(Some(LABELS));
    Chart { x, y, rise_x, x_label: Some("temperatures on the way"), lines, ..Chart::default() }
}
