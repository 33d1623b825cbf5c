//! Heights of a density over the stage at some noise levels, coarsely first.

use super::ground::Ground;
use crate::engine::stage_grid::cell;
use crate::numerics::Point;
use crate::protocol::Stage;

/// Parts that the noise levels from 0 to T are cut into.
const PARTS: usize = 24;
/// From one part to the next, at first and then ever finer: what depends on the level is soon known roughly.
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

pub struct StageLevels {
    /// Noise levels still to come, the next one last.
    ahead: Vec<usize>,
    /// At the first of the stage's cells, as far as they are known.
    heights: Vec<f64>,
}

impl StageLevels {
    pub fn new(ground: &Ground) -> Self {
        let mut ahead = noise_levels(ground.train_set.path.timesteps());
        ahead.reverse();
        Self { ahead, heights: Vec::new() }
    }

    pub fn are_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// The timestep of the level on its way, none for the data.
    pub fn timestep(&self) -> Option<usize> {
        self.ahead.last()?.checked_sub(1)
    }

    /// One slice of what `height` says at the stage's cells, data units; the last one of a level brings it with its heights,
    /// `[CELLS²]`.
    pub fn advance(&mut self, ground: &Ground, height: impl Fn(Point) -> f64) -> Option<(f32, Vec<f64>)> {
        let known = self.heights.len();
        let slice = known..(known + SLICE).min(CELLS);
        self.heights.extend(slice.map(|index| height(cell(&ground.square, index))));
        if self.heights.len() < CELLS {
            return None;
        }
        Some((self.ahead.pop()? as f32, std::mem::take(&mut self.heights)))
    }
}
