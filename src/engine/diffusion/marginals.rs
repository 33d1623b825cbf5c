//! The exact law of x_t at some noise levels: its contour lines, and the barrier between the first two parts of the data.

use super::ground::Ground;
use crate::engine::stage_grid::{cell, contour_lines};
use crate::numerics::Point;
use crate::numerics::density::{DataDensity, Landscape, LogDensity};
use crate::numerics::ebm::barrier::climb;
use crate::protocol::Stage;
use crate::protocol::diffusion::Marginal;

/// Parts that the noise levels from 0 to T are cut into.
const PARTS: usize = 24;
/// From one part to the next, at first and then ever finer: the barrier is soon known roughly.
const STRIDES: [usize; 4] = [8, 4, 2, 1];
const CELLS: usize = Stage::CELLS.pow(2);
/// Cells in one slice.
const SLICE: usize = 10 * Stage::CELLS;

/// Noise levels from 0 to T that are looked at, coarsely first.
pub fn noise_levels(timesteps: usize) -> Vec<usize> {
    let mut levels = Vec::new();
    for part in STRIDES.into_iter().flat_map(|stride| (0..=PARTS).step_by(stride)) {
        let level = (part * timesteps + PARTS / 2) / PARTS;
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

pub struct Marginals {
    /// Noise levels still to come, the next one last.
    ahead: Vec<usize>,
    /// The law of the data, which is that of no noise level that a network sees; in data units.
    data: DataDensity,
    /// log p_t at the first of the stage's cells, as far as it is known.
    heights: Vec<f64>,
}

impl Marginals {
    pub fn new(ground: &Ground) -> Self {
        let mut ahead = noise_levels(ground.train_set.path.timesteps());
        ahead.reverse();
        Self { ahead, data: DataDensity::new(&ground.law), heights: Vec::new() }
    }

    pub fn are_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// One slice; the last one of a level brings it.
    pub fn advance(&mut self, ground: &Ground) -> Option<Marginal> {
        let level = *self.ahead.last()?;
        let known = self.heights.len();
        let slice = known..(known + SLICE).min(CELLS);
        let (density, place) = at(level, &self.data, ground);
        let heights = slice.map(|index| density.log_density(&place(cell(&ground.square, index))));
        self.heights.extend(heights);
        if self.heights.len() < CELLS {
            return None;
        }
        let heights = std::mem::take(&mut self.heights);
        let energies: Vec<f64> = heights.iter().map(|height| -height).collect();
        let part_of = |index| Some(density.mode_of(&place(cell(&ground.square, index))));
        let barrier = climb(&energies, Stage::CELLS, part_of);
        self.ahead.pop();
        Some(Marginal {
            t: level as f32,
            contours: contour_lines(&ground.square, &heights),
            barrier: barrier.unwrap_or(f64::NAN) as f32,
        })
    }
}

/// The density at a noise level, that of `data` at level 0, up to a constant; and the map to it from data units as the
/// stage shows them.
fn at<'a>(
    level: usize,
    data: &'a DataDensity,
    ground: &'a Ground,
) -> (&'a DataDensity, impl Fn(Point) -> Point + 'a) {
    let timestep = level.checked_sub(1);
    let size = timestep.map(|timestep| ground.train_set.path.level(timestep).size());
    let density = timestep.map_or(data, |timestep| ground.ideal.density(timestep));
    (density, move |x| size.map_or(x, |size| ground.units.to_standard(x).map(|x| x / size)))
}
