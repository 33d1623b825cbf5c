//! What training tells of an energy and what its walkers find, as charts: one colour a lane, the exact values beside.

use super::lane::LaneModel;
use super::model::Model;
use crate::ui::plot::history::LossHistory;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::scale::Rise;
use crate::ui::plot::series::{
    self, STEPS, level, limits, log_limits, looked_at, measured, mmd2_axis, raw_and_smooth, real_band,
};
use crate::ui::words::ebm as names;

/// Steps of the walkers shown at the least.
const SHORTEST: f64 = 100.0;
/// Bins of the first crossings.
const BINS: usize = 24;
/// Share of walkers at the top of a histogram without any.
const LEAST_SHARE: f64 = 0.02;
/// Lowest divergence and gradient drawn, for the sake of the log axis.
const LEAST_KL: f64 = 1e-3;
const LEAST_NORM: f64 = 1e-6;

fn training_axis(model: &Model) -> [f64; 2] {
    let steps = model.lanes.iter().map(|lane| lane.losses.steps()).fold(model.step, u32::max);
    series::training_axis(steps)
}

/// Against training steps, with a mark at the one that is looked back at.
fn against_steps(model: &Model, chart: Chart, palette: &Palette) -> Chart {
    let marker = model.looking_at.map(|step| looked_at(step, chart.y, palette));
    let lines = chart.lines.into_iter().chain(marker).collect();
    Chart { x: training_axis(model), x_label: STEPS, lines, ..chart }
}

fn name(lane: &LaneModel) -> String {
    names::lane(lane.objective).to_owned()
}

/// Of one quantity of all training steps, for each lane that has it.
fn of_training(model: &Model, palette: &Palette, of: fn(&LaneModel) -> &LossHistory) -> Vec<Line> {
    let lanes = model.lanes.iter().enumerate().filter(|(_, lane)| of(lane).steps() > 0);
    lanes.flat_map(|(index, lane)| raw_and_smooth(of(lane), palette.lane(index), name(lane))).collect()
}

/// Mean energies of data and negatives, of the first lane that has negatives.
pub fn energies(model: &Model, palette: &Palette) -> Chart {
    let mut lines = Vec::new();
    if let Some(lane) = model.lanes.iter().find(|lane| lane.negative_energies.steps() > 0) {
        lines.extend(raw_and_smooth(&lane.data_energies, palette.data, "data".into()));
        lines.extend(raw_and_smooth(&lane.negative_energies, palette.loss, "negatives".into()));
    }
    let y = limits(&lines, [-0.5, 0.5]);
    against_steps(model, Chart { y, lines, ..Chart::default() }, palette)
}

/// Mean energy of the negatives minus that of the data.
pub fn gap(model: &Model, palette: &Palette) -> Chart {
    let x = training_axis(model);
    let mut lines = of_training(model, palette, |lane| &lane.gap);
    let y = limits(&lines, [-0.1, 0.1]);
    lines.insert(0, level(x, 0.0, palette.faint, None));
    against_steps(model, Chart { y, lines, ..Chart::default() }, palette)
}

pub fn loss(model: &Model, palette: &Palette) -> Chart {
    let lines = of_training(model, palette, |lane| &lane.losses);
    let y = limits(&lines, [-0.1, 0.1]);
    against_steps(model, Chart { y, lines, ..Chart::default() }, palette)
}

/// Length of the gradient by all weights together.
pub fn gradient_norm(model: &Model, palette: &Palette) -> Chart {
    let mut lines = of_training(model, palette, |lane| &lane.gradient_norms);
    let y = log_limits(&mut lines, LEAST_NORM, 1.0);
    against_steps(model, Chart { y, rise_y: Rise::Log(None), lines, ..Chart::default() }, palette)
}

/// Kullback–Leibler divergence from the exact density to the learned one.
pub fn kl(model: &Model, palette: &Palette) -> Chart {
    let line = |(index, lane): (usize, &LaneModel)| {
        measured(&lane.kl, palette.lane(index), Stroke::Thick, name(lane))
    };
    let mut lines: Vec<_> = model.lanes.iter().enumerate().map(line).collect();
    let y = log_limits(&mut lines, LEAST_KL, 1.0);
    against_steps(model, Chart { y, rise_y: Rise::Log(None), lines, ..Chart::default() }, palette)
}

/// Mean MMD² of walkers and dashed of negatives, between the band of real data and the blob's line.
pub fn mmd2(model: &Model, palette: &Palette) -> Chart {
    let x = training_axis(model);
    let mut lines = Vec::new();
    for (index, lane) in model.lanes.iter().enumerate() {
        let (colour, name) = (palette.lane(index), name(lane));
        let negatives = format!("{name}, negatives");
        lines.push(measured(&lane.negatives_mmd2, palette.loss, Stroke::Dashed, negatives));
        lines.push(measured(&lane.walkers_mmd2, colour, Stroke::Thick, format!("{name}, walkers")));
    }
    if let Some(real_vs_real) = &model.real_vs_real {
        let baseline = real_vs_real.gaussian_baseline;
        lines.push(level(x, baseline, palette.gaussian_baseline, Some("Gaussian blob")));
    }
    let real = model.real_vs_real.as_ref().map(|real_vs_real| real_vs_real.mmd2_q95);
    let (rise_y, y) = mmd2_axis(&lines, real);
    let band = real.map(|real| real_band(real, palette));
    against_steps(model, Chart { y, rise_y, lines, band, ..Chart::default() }, palette)
}

/// Share of the first part of the data: in the density itself, and dashed in its walkers and in the negatives.
pub fn shares(model: &Model, palette: &Palette) -> Chart {
    let x = training_axis(model);
    let truth = model.reference().and_then(|reference| reference.exact.shares.first());
    let mut lines: Vec<Line> =
        truth.map(|&share| level(x, f64::from(share), palette.data, Some("true"))).into_iter().collect();
    for (index, lane) in model.lanes.iter().enumerate() {
        let (colour, name) = (palette.lane(index), name(lane));
        let negatives = format!("{name}, negatives");
        lines.push(measured(&lane.negatives_first, palette.loss, Stroke::Dashed, negatives));
        lines.push(measured(&lane.walkers_first, colour, Stroke::Dashed, format!("{name}, walkers")));
        lines.push(measured(&lane.density_first, colour, Stroke::Thick, format!("{name}, density")));
    }
    against_steps(model, Chart { y: [0.0, 1.05], lines, ..Chart::default() }, palette)
}

/// When walkers first went to another part of the data, as shares of all walkers: what is missing to 1 never did.
pub fn first_crossings(model: &Model, palette: &Palette) -> Chart {
    let walked = model.lanes.iter().map(|lane| lane.walkers.lane.cost.transitions);
    let x = [0.0, walked.fold(SHORTEST, f64::max)];
    let width = x[1] / BINS as f64;
    let mut lines = Vec::new();
    for (index, lane) in model.lanes.iter().enumerate() {
        let walkers = lane.walkers.lane.positions.len() / 2;
        let Some(diagnostics) = lane.walkers.diagnostics.as_deref().filter(|_| walkers > 0) else { continue };
        let mut bins = [0.0; BINS];
        for &step in &diagnostics.first_crossings {
            // Steps count from 1, and the last of them is still in the last bin.
            bins[(((f64::from(step) - 1.0).max(0.0) / width) as usize).min(BINS - 1)] += 1.0 / walkers as f64;
        }
        let edge = |bin: usize| bin as f64 * width;
        let steps = bins.iter().enumerate();
        let points = steps.flat_map(|(bin, &share)| [(edge(bin), share), (edge(bin + 1), share)]).collect();
        let never = walkers.saturating_sub(diagnostics.first_crossings.len());
        let label = Some(format!("{}: {never} of {walkers} never", name(lane)));
        lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Filled, label });
    }
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let y = [0.0, 1.15 * heights.fold(LEAST_SHARE, f64::max)];
    Chart { x, y, x_label: Some("steps of a walker"), lines, ..Chart::default() }
}

#[cfg(test)]
mod tests;
