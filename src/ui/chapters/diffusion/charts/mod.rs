//! The charts of the diffusion chapter, one a file.

mod barrier;
mod levels;
mod loss;
mod loss_by_timestep;
mod mmd;
mod quality;

pub use barrier::barrier;
pub use levels::levels;
pub use loss::loss;
pub use loss_by_timestep::loss_by_timestep;
pub use mmd::mmd;
pub use quality::quality;

use super::levels::last_level;
use super::model::Model;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};

pub const PLOTS: usize = 6;

type ChartOf = fn(&Plotted, &Palette) -> Chart;

/// What is drawn on each canvas.
pub const CHARTS: [ChartOf; PLOTS] = [loss, mmd, loss_by_timestep, quality, barrier, levels];

pub const LOSS: usize = 0;
pub const MMD: usize = 1;
pub const LOSS_BY_TIMESTEP: usize = 2;
pub const QUALITY: usize = 3;
pub const BARRIER: usize = 4;
/// In the gauge.
pub const LEVELS: usize = 5;

/// Whether a plot marks the noise level shown.
pub fn marks_t(index: usize) -> bool {
    matches!(index, BARRIER | LEVELS)
}

/// What the charts are drawn from.
pub struct Plotted<'a> {
    pub model: &'a Model,
    /// Noise level that the stage shows.
    pub t: f32,
    /// What the two runs differ in, where there are two; empty otherwise.
    pub names: Vec<&'static str>,
    /// Whether the losses of two runs are of one kind.
    pub comparable: bool,
}

impl Plotted<'_> {
    /// What a lane's line is called, where it has to be told from another.
    fn name(&self, lane: usize) -> Option<String> {
        self.names.get(lane).map(|&name| name.to_owned())
    }

    fn steps(&self) -> u32 {
        self.model.lanes.iter().map(|lane| lane.losses.steps()).fold(self.model.step, u32::max)
    }

    /// From no noise to the last noise level.
    fn time_axis(&self) -> [f64; 2] {
        let last = self.model.first().and_then(|lane| lane.reference()).map_or(1.0, last_level);
        [0.0, last.max(1.0)]
    }

    /// An upright line at the noise level shown.
    fn marker(&self, [low, high]: [f64; 2], palette: &Palette) -> Line {
        let t = f64::from(self.t);
        Line { points: vec![(t, low), (t, high)], colour: palette.faint, stroke: Stroke::Thick, label: None }
    }
}

/// Losses have their own hue; the second run's is its samples'.
fn loss_colour(lane: usize, palette: &Palette) -> Rgb {
    if lane == 0 { palette.loss } else { palette.rival }
}

#[cfg(test)]
mod tests;
