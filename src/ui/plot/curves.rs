//! The chapter's two curves as charts: the loss against its least, and the distance against its floor.

use super::lines::{Chart, Line, Stroke};
use super::palette::Palette;
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::format;

/// Steps shown at the least.
const SHORTEST: f64 = 100.0;
/// A loss that spans more than this ratio is shown on a log axis.
const LOG_ABOVE: f64 = 12.0;
/// Lowest MMD² drawn: far inside the band, where the unbiased estimate is noise and may be below zero.
const LEAST_MMD2: f64 = 1e-4;

fn last_step(model: &Model) -> f64 {
    f64::from(model.step.max(model.losses.steps())).max(SHORTEST)
}

/// Raw and smoothed loss, and the ideal denoiser's.
pub fn loss(model: &Model, palette: &Palette) -> Chart {
    let ideal = model.reference().map(|reference| f64::from(reference.ideal_loss));
    let x = [0.0, last_step(model)];
    let (mut raw, mut smooth) = (Vec::new(), Vec::new());
    let (mut least, mut most) = (ideal.unwrap_or(0.5), ideal.unwrap_or(0.5).max(1.0));
    for (step, bucket) in model.losses.buckets() {
        let step = f64::from(step);
        raw.extend([(step, f64::from(bucket.least)), (step, f64::from(bucket.most))]);
        smooth.push((step, f64::from(bucket.smoothed)));
        least = least.min(f64::from(bucket.least));
        most = most.max(f64::from(bucket.most));
    }
    // Room below the least line for its label.
    let log_y = most / least.max(1e-9) > LOG_ABOVE;
    let y = if log_y {
        [(0.2 * least).max(1e-6), 1.25 * most]
    } else {
        [least - 0.16 * (most - least), most + 0.04 * (most - least)]
    };
    let mut lines = vec![
        Line { points: raw, colour: palette.loss, stroke: Stroke::Thin, label: None },
        Line { points: smooth, colour: palette.loss, stroke: Stroke::Thick, label: None },
    ];
    if let Some(ideal) = ideal {
        let label = Some(format!("least possible: {}", format::decimals(ideal)));
        let points = vec![(x[0], ideal), (x[1], ideal)];
        lines.push(Line { points, colour: palette.ink, stroke: Stroke::Dashed, label });
    }
    Chart { x, y, log_y, lines, ..Chart::default() }
}

/// Mean MMD² of the network's samples, between the band of real data and the blob's line.
pub fn mmd(model: &Model, palette: &Palette) -> Chart {
    let x = [0.0, last_step(model)];
    let shown = |value: f32| f64::from(value).max(LEAST_MMD2);
    let points: Vec<_> =
        model.scores.points().iter().map(|&(step, score)| (f64::from(step), shown(score))).collect();
    let mut heights: Vec<f64> = points.iter().map(|&(_, score)| score).collect();
    let mut lines = Vec::new();
    let mut band = None;
    if let Some(floor) = &model.floor {
        let blob = shown(floor.blob.mmd2_mean());
        heights.extend([blob, shown(floor.mmd2_mean_q95)]);
        band = Some(([0.0, shown(floor.mmd2_mean_q95)], palette.data, "real against real".to_owned()));
        let line = vec![(x[0], blob), (x[1], blob)];
        let label = Some("Gaussian blob".to_owned());
        lines.push(Line { points: line, colour: palette.blob, stroke: Stroke::Dashed, label });
    }
    if let Some(score) = model.ideal_score.as_ref().filter(|_| points.is_empty()) {
        let height = shown(score.distances.mmd2_mean());
        heights.push(height);
        let label = Some("ideal denoiser".to_owned());
        let points = vec![(x[0], height), (x[1], height)];
        lines.push(Line { points, colour: palette.samples, stroke: Stroke::Thin, label });
    }
    lines.push(Line { points, colour: palette.samples, stroke: Stroke::Thick, label: None });
    let most = heights.iter().copied().fold(1e-2, f64::max);
    // Room below the lowest line for its label.
    Chart { x, y: [0.3 * LEAST_MMD2, 2.0 * most], log_y: true, lines, band, ..Chart::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Frame;
    use crate::protocol::diffusion::{DiffusionFrame, Floor, Reference};

    fn trained(losses: Vec<f32>) -> Model {
        let mut model = Model::default();
        let reference = Some(Reference { ideal_loss: 0.387, ..Reference::default() });
        let step = losses.len() as u32;
        model.take(frame(step, DiffusionFrame { losses, reference, ..DiffusionFrame::default() }));
        model
    }

    fn frame(step: u32, content: DiffusionFrame) -> Frame {
        Frame { run: 1, step, steps_per_second: 0.0, more: false, halt: None, content: content.into() }
    }

    #[test]
    fn limits_hold_every_loss_and_the_ideal() {
        let chart = loss(&trained(vec![1.1, 0.9, 0.35]), &Palette::new(false));
        assert!(chart.y[0] < 0.35 && chart.y[1] > 1.1 && !chart.log_y);
        assert_eq!(chart.lines.len(), 3);
    }

    #[test]
    fn an_exploding_loss_turns_the_axis_logarithmic() {
        assert!(loss(&trained(vec![1.0, 500.0]), &Palette::new(true)).log_y);
    }

    #[test]
    fn nothing_yet_is_still_a_chart_with_sound_limits() {
        for chart in
            [loss(&Model::default(), &Palette::new(false)), mmd(&Model::default(), &Palette::new(false))]
        {
            assert!(chart.x[0] < chart.x[1] && chart.y[0] < chart.y[1], "{:?} {:?}", chart.x, chart.y);
        }
    }

    #[test]
    fn a_score_below_zero_stays_on_the_log_axis() {
        let mut model = trained(vec![1.0]);
        model.scores.push(1, -2e-4);
        model.take(frame(1, DiffusionFrame { floor: Some(Floor::default()), ..DiffusionFrame::default() }));
        let chart = mmd(&model, &Palette::new(false));
        assert!(
            chart.y[0] > 0.0 && chart.lines.iter().flat_map(|line| &line.points).all(|point| point.1 > 0.0)
        );
    }
}
