//! What Markov chains say about themselves, as charts: one colour a sampler, the exact values beside them.

mod log_z;

pub use log_z::log_z;

use crate::protocol::log_z::LogZ;
use crate::protocol::mcmc::{BINS, Diagnostics, McmcReference, TRACES};
use crate::settings::StageSquare;
use crate::ui::chapter::chains::Measured;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::Palette;
use crate::ui::plot::series::level;
use crate::ui::words::format::AGREE;

/// Evaluations, lags and draws shown at the least.
const SHORTEST_COST: f64 = 1000.0;
const SHORTEST_LAG: f64 = 10.0;
const SHORTEST_TRACE: f64 = 100.0;
/// Effective draws and probability of a bin at the top of an empty chart.
const LEAST_ESS: f64 = 10.0;
const LEAST_SHARE: f64 = 0.02;
/// Modes whose lines are told apart by their names; with more there is no room.
const NAMED_MODES: usize = 3;

/// What the charts need of one sampler.
pub struct LaneView<'a> {
    pub name: &'a str,
    /// Chains that run: it says how many are in the trace.
    pub chains: usize,
    pub diagnostics: Option<&'a Diagnostics>,
    /// In the order of their evaluations.
    pub history: &'a [Measured],
}

/// What the charts are drawn from.
pub struct Plotted<'a> {
    pub lanes: &'a [LaneView<'a>],
    pub reference: Option<&'a McmcReference>,
    /// The mass under the density, where it is asked for.
    pub log_z: Option<&'a LogZ>,
    /// What the stage shows of the plane.
    pub square: StageSquare,
}

/// The largest finite number, or `least` if that is larger.
fn most(values: impl Iterator<Item = f64>, least: f64) -> f64 {
    values.filter(|value| value.is_finite()).fold(least, f64::max)
}

/// The x axis of everything that is measured as a run goes on.
fn cost_axis(lanes: &[LaneView]) -> [f64; 2] {
    let measured = lanes.iter().flat_map(|lane| lane.history);
    [0.0, most(measured.map(|at| at.evaluations), SHORTEST_COST)]
}

/// One quantity of a lane's history against its cost.
fn over_cost(history: &[Measured], value: impl Fn(&Measured) -> f64) -> Vec<(f64, f64)> {
    history.iter().map(|at| (at.evaluations, value(at))).collect()
}

/// Evaluations of the density that one draw of a chain has cost: what makes samplers comparable.
fn cost_of_a_draw(diagnostics: &Diagnostics, chains: usize) -> f64 {
    let cost = diagnostics.evaluations / (diagnostics.draws * chains.max(1) as f64);
    if cost.is_finite() { cost } else { 1.0 }
}

/// The first coordinate of a few chains against their cost; of each sampler's first chain in a race.
pub fn trace(&Plotted { lanes, square, .. }: &Plotted, palette: &Palette) -> Chart {
    let spent = lanes.iter().filter_map(|lane| {
        lane.diagnostics.map(|diagnostics| diagnostics.draws * cost_of_a_draw(diagnostics, lane.chains))
    });
    let x = [0.0, most(spent, SHORTEST_TRACE)];
    let mut lines = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let Some(diagnostics) = lane.diagnostics else { continue };
        let chains = lane.chains.clamp(1, TRACES);
        let draws = diagnostics.trace.len() / chains;
        if draws == 0 {
            continue;
        }
        let shown = if lanes.len() > 1 { 1 } else { chains };
        let spent = diagnostics.draws * cost_of_a_draw(diagnostics, lane.chains);
        let apart = spent / (draws.max(2) - 1) as f64;
        // The first chain last: on top of the others.
        for (chain, values) in diagnostics.trace.chunks_exact(draws).enumerate().take(shown).rev() {
            let points = values.iter().enumerate().map(|(draw, &at)| (draw as f64 * apart, f64::from(at)));
            lines.push(Line {
                points: points.collect(),
                colour: palette.lane(index),
                stroke: if chain == 0 { Stroke::Thick } else { Stroke::Thin },
                label: (chain == 0).then(|| lane.name.to_owned()),
            });
        }
    }
    let places = || lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let y = [-most(places().map(|place| -place), -square.x), most(places(), square.x + square.side)];
    Chart { x, y, x_label: Some("evaluations of each chain"), lines, ..Chart::default() }
}

/// Correlation of a chain's draws with its later ones, against what lies between them in cost.
pub fn autocorrelation(&Plotted { lanes, .. }: &Plotted, palette: &Palette) -> Chart {
    let mut lines = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let Some(diagnostics) = lane.diagnostics else { continue };
        let lag = diagnostics.lag * cost_of_a_draw(diagnostics, lane.chains);
        let values = diagnostics.autocorrelation.iter().enumerate();
        let points = values.map(|(index, &value)| (index as f64 * lag, f64::from(value))).collect();
        let label = Some(lane.name.to_owned());
        lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Thick, label });
    }
    let points = || lines.iter().flat_map(|line| &line.points);
    let x = [0.0, most(points().map(|point| point.0), SHORTEST_LAG)];
    let y = [-most(points().map(|point| -point.1), 0.2), 1.05];
    lines.insert(0, level(x, 0.0, palette.faint, None));
    Chart { x, y, x_label: Some("evaluations apart"), lines, ..Chart::default() }
}

/// Share of draws in each bin along an axis, 0 or 1, over the exact probabilities.
pub fn marginal(
    &Plotted { lanes, reference, square, .. }: &Plotted,
    axis: usize,
    palette: &Palette,
) -> Chart {
    let low = [square.x, square.y][axis.min(1)];
    let x = [low, low + square.side];
    let edge = |bin: usize| low + square.side * bin as f64 / BINS as f64;
    let of_axis = |values: &[f32]| values.get(axis * BINS..(axis + 1) * BINS).map(<[f32]>::to_vec);
    let mut lines = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let Some(shares) = lane.diagnostics.and_then(|diagnostics| of_axis(&diagnostics.histograms)) else {
            continue;
        };
        let steps = shares.iter().map(|&share| f64::from(share)).enumerate();
        let points = steps.flat_map(|(bin, share)| [(edge(bin), share), (edge(bin + 1), share)]).collect();
        let label = Some(lane.name.to_owned());
        lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Filled, label });
    }
    if let Some(shares) = reference.and_then(|reference| of_axis(&reference.marginals)) {
        let middles = shares.iter().enumerate();
        let points =
            middles.map(|(bin, &share)| (0.5 * (edge(bin) + edge(bin + 1)), f64::from(share))).collect();
        let label = Some("exact".to_owned());
        lines.push(Line { points, colour: palette.data, stroke: Stroke::Thick, label });
    }
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let y = [0.0, 1.08 * most(heights, LEAST_SHARE)];
    Chart { x, y, x_label: ["x", "y"].get(axis).copied(), lines, ..Chart::default() }
}

/// Effective sample size against its cost: of everything, and dashed of the place within a mode.
pub fn ess(&Plotted { lanes, .. }: &Plotted, palette: &Palette) -> Chart {
    let x = cost_axis(lanes);
    let mut lines = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let colour = palette.lane(index);
        let within = over_cost(lane.history, |at| at.ess_within);
        let label = Some(format!("{}, within a mode", lane.name));
        lines.push(Line { points: within, colour, stroke: Stroke::Dashed, label });
        let points = over_cost(lane.history, |at| at.ess_bulk);
        lines.push(Line { points, colour, stroke: Stroke::Thick, label: Some(lane.name.to_owned()) });
    }
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let y = [0.0, 1.08 * most(heights, LEAST_ESS)];
    Chart { x, y, x_label: Some("evaluations of the density"), lines, ..Chart::default() }
}

/// R-hat against its cost, and the value that it should fall below. The axis fits the later half, so that
/// the first, largest values do not press the rest flat; they are drawn along the upper edge.
pub fn r_hat(&Plotted { lanes, .. }: &Plotted, palette: &Palette) -> Chart {
    let x = cost_axis(lanes);
    let later = lanes.iter().flat_map(|lane| &lane.history[lane.history.len() / 2..]);
    let above = most(later.map(|at| at.r_hat - 1.0), 0.04);
    let mut lines = vec![level(x, AGREE, palette.ink, Some(&AGREE.to_string()))];
    for (index, lane) in lanes.iter().enumerate() {
        let points = over_cost(lane.history, |at| at.r_hat);
        let label = Some(lane.name.to_owned());
        lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Thick, label });
    }
    let y = [1.0 - 0.2 * above, 1.0 + 1.1 * above];
    Chart { x, y, x_label: Some("evaluations of the density"), lines, ..Chart::default() }
}

/// Share of draws in each mode against their cost, and dashed the true shares. Of two modes the first's
/// says it all.
pub fn visits(&Plotted { lanes, reference, .. }: &Plotted, palette: &Palette) -> Chart {
    let x = cost_axis(lanes);
    let mut lines = Vec::new();
    let mut exact: Vec<f32> = reference.map(|reference| reference.exact.shares.clone()).unwrap_or_default();
    exact.sort_by(f32::total_cmp);
    // Modes of one share have one line.
    exact.dedup_by(|one, other| (*one - *other).abs() < 1e-3);
    for (index, &share) in exact.iter().enumerate() {
        let label = (index == 0).then_some("exact");
        lines.push(level(x, f64::from(share), palette.data, label));
    }
    let names = reference.map_or(&[][..], |reference| &reference.modes);
    for (index, lane) in lanes.iter().enumerate() {
        let modes = lane.history.iter().map(|at| at.shares.len()).max().unwrap_or(0);
        for mode in 0..if modes == 2 { 1 } else { modes } {
            let share = |at: &Measured| at.shares.get(mode).map_or(f64::NAN, |&share| f64::from(share));
            let label = match names.get(mode) {
                Some(name) if modes <= NAMED_MODES => Some(format!("{}: {name}", lane.name)),
                _ => (mode == 0).then(|| lane.name.to_owned()),
            };
            let points = over_cost(lane.history, share);
            lines.push(Line { points, colour: palette.lane(index), stroke: Stroke::Thick, label });
        }
    }
    let heights = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let y = [0.0, (1.15 * most(heights, 0.1)).min(1.02)];
    Chart { x, y, x_label: Some("evaluations of the density"), lines, ..Chart::default() }
}

#[cfg(test)]
mod tests;
