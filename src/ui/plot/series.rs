//! Histories of a training as lines, and the limits that hold them.

use super::history::{LossHistory, ScoreHistory};
use super::lines::{Line, Stroke};
use super::palette::{Palette, Rgb};
use crate::ui::words::format;

/// Training steps shown at the least.
const SHORTEST: f64 = 100.0;
/// Lowest MMD² drawn: far inside the band, where the unbiased estimate is noise and may be below zero.
pub const LEAST_MMD2: f64 = 1e-4;

pub const STEPS: Option<&str> = Some("training steps");

pub fn training_axis(steps: u32) -> [f64; 2] {
    [0.0, f64::from(steps).max(SHORTEST)]
}

/// A dashed line at one height.
pub fn level(x: [f64; 2], height: f64, colour: Rgb, label: Option<&str>) -> Line {
    let points = vec![(x[0], height), (x[1], height)];
    Line { points, colour, stroke: Stroke::Dashed, label: label.map(Into::into) }
}

/// An upright line, with its label, at the training step that is looked back at.
pub fn looked_at(step: u32, [low, high]: [f64; 2], palette: &Palette) -> Line {
    let (x, label) = (f64::from(step), format!("step {}", format::count(f64::from(step))));
    let points = vec![(x, low), (x, high)];
    Line { points, colour: palette.faint, stroke: Stroke::Dashed, label: Some(label) }
}

/// A quantity of every training step: the range of its values thin, their moving average thick.
pub fn raw_and_smooth(history: &LossHistory, colour: Rgb, label: String) -> [Line; 2] {
    let (mut raw, mut smooth) = (Vec::new(), Vec::new());
    for (step, bucket) in history.buckets() {
        let step = f64::from(step);
        raw.extend([(step, f64::from(bucket.least)), (step, f64::from(bucket.most))]);
        smooth.push((step, f64::from(bucket.smoothed)));
    }
    let label = (!smooth.is_empty()).then_some(label);
    [
        Line { points: raw, colour, stroke: Stroke::Thin, label: None },
        Line { points: smooth, colour, stroke: Stroke::Thick, label },
    ]
}

pub fn measured(history: &ScoreHistory, colour: Rgb, stroke: Stroke, label: String) -> Line {
    let points: Vec<_> =
        history.points().iter().map(|&(step, value)| (f64::from(step), f64::from(value))).collect();
    let label = (!points.is_empty()).then_some(label);
    Line { points, colour, stroke, label }
}

/// Least and largest value of the later half of each line, with some room: the first values, often by far the
/// largest, do not press the rest flat and are drawn along the edge.
pub fn limits(lines: &[Line], least: [f64; 2]) -> [f64; 2] {
    let later = lines.iter().flat_map(|line| &line.points[line.points.len() / 2..]);
    let heights = later.map(|point| point.1).filter(|height| height.is_finite());
    let [low, high] = heights.fold(least, |[low, high], height| [low.min(height), high.max(height)]);
    // Room below the lowest line for its label.
    [low - 0.16 * (high - low), high + 0.06 * (high - low)]
}

/// The same for a log axis, on which nothing is below `floor`.
pub fn log_limits(lines: &mut [Line], floor: f64, least_top: f64) -> [f64; 2] {
    let points = lines.iter_mut().flat_map(|line| &mut line.points).filter(|point| point.1.is_finite());
    let (mut low, mut high) = (least_top, least_top);
    for point in points {
        point.1 = point.1.max(floor);
        (low, high) = (low.min(point.1), high.max(point.1));
    }
    [0.4 * low, 1.6 * high]
}
