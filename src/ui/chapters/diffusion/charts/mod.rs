//! The charts of the diffusion chapter, one a file.

mod barrier;
mod levels;
mod loss;
mod loss_by_timestep;
mod mmd;
mod plotted;
mod quality;

pub use barrier::barrier;
pub use levels::levels;
pub use loss::loss;
pub use loss_by_timestep::loss_by_timestep;
pub use mmd::mmd;
pub use plotted::Plotted;
pub use quality::quality;

use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;

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

#[cfg(test)]
mod tests;
