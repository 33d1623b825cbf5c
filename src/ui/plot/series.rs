//! Histories of a training as lines, and the limits that hold them.

use super::history::{LossHistory, ScoreHistory};
use super::lines::{Line, Stroke};
use super::palette::{Palette, Rgb};
use super::scale::Rise;
use crate::ui::words::format;

/// Training steps shown at the least.
const SHORTEST: f64 = 100.0;
/// Up to here the axis of an MMD² is linear while the band of real data is unknown.
const MMD2_THRESHOLD: f64 = 1e-3;

pub const STEPS: Option<&str> = Some("training steps");

pub fn training_axis(steps: u32) -> [f64; 2] {
    [0.0, f64::from(steps).max(SHORTEST)]
}

/// A dashed line at one height, that is known without measuring.
pub fn level(x: [f64; 2], height: f64, colour: Rgb, label: Option<&str>) -> Line {
    let points = vec![(x[0], height), (x[1], height)];
    Line { points, colour, stroke: Stroke::Reference, label: label.map(Into::into) }
}

/// An upright line, with its label, at the training step that is looked back at.
pub fn looked_at(step: u32, [low, high]: [f64; 2], palette: &Palette) -> Line {
    let (x, label) = (f64::from(step), format!("step {}", format::count(f64::from(step))));
    let points = vec![(x, low), (x, high)];
    Line { points, colour: palette.faint, stroke: Stroke::Reference, label: Some(label) }
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
    [low - 0.06 * (high - low), high + 0.06 * (high - low)]
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

/// The axis of an unbiased MMD², which is negative about as often as not where two sets are alike: linear inside the band of real
/// data, up to `real` and a like distance below 0, and logarithmic outside it. Every value is drawn where it is.
pub fn mmd2_axis(lines: &[Line], real: Option<f64>) -> (Rise, [f64; 2]) {
    let threshold = real.filter(|real| *real > 0.0).unwrap_or(MMD2_THRESHOLD);
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let ends = [-0.5 * threshold, 1e-2_f64.max(2.0 * threshold)];
    let [low, high] = heights
        .filter(|height| height.is_finite())
        .fold(ends, |[low, high], height| [low.min(1.2 * height), high.max(1.6 * height)]);
    (Rise::Symlog(threshold), [low, high])
}

/// What two real sets stay under 95 times in 100; also all that is below 0.
pub fn real_band(real: f64, palette: &Palette) -> ([f64; 2], Rgb, String) {
    ([f64::NEG_INFINITY, real], palette.data, "real against real".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mmd2_below_0_is_drawn_where_it_is() {
        let line = |heights: &[f64]| Line {
            points: heights.iter().map(|&height| (1.0, height)).collect(),
            colour: [0; 3],
            stroke: Stroke::Thick,
            label: None,
        };
        let (rise, [low, high]) = mmd2_axis(&[line(&[-4e-3, 0.2])], Some(1.4e-3));
        assert!(rise == Rise::Symlog(1.4e-3) && low < -4e-3 && high > 0.2);
        assert!(rise.height(low) < rise.height(-4e-3) && rise.height(-4e-3) < rise.height(-2e-4));
        let (_, [low, high]) = mmd2_axis(&[line(&[f64::NAN])], None);
        assert!(low < 0.0 && high > 0.0 && low.is_finite() && high.is_finite());
    }
}
