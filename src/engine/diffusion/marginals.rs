//! The exact law of x_t at some noise levels: its contour lines, and the barrier between the moons.

use super::ground::Ground;
use crate::engine::stage_grid::{cell, contour_lines};
use crate::numerics::Point;
use crate::numerics::density::LogDensity;
use crate::numerics::diffusion::Level;
use crate::numerics::ebm::barrier::lowest_pass;
use crate::protocol::Stage;
use crate::protocol::diffusion::Marginal;

/// Parts that the noise levels from 0 to T are cut into.
const PARTS: usize = 24;
/// From one part to the next, at first and then ever finer: the barrier is soon known roughly.
const STRIDES: [usize; 4] = [8, 4, 2, 1];
const CELLS: usize = Stage::CELLS.pow(2);
/// Cells in one slice.
const SLICE: usize = 10 * Stage::CELLS;

pub struct Marginals {
    /// Noise levels still to come, the next one last.
    ahead: Vec<usize>,
    /// log p_t at the first half of the stage's cells, as far as it is known.
    heights: Vec<f64>,
}

impl Marginals {
    pub fn new(timesteps: usize) -> Self {
        let mut ahead = Vec::new();
        for part in STRIDES.into_iter().flat_map(|stride| (0..=PARTS).step_by(stride)) {
            let level = (part * timesteps + PARTS / 2) / PARTS;
            if !ahead.contains(&level) {
                ahead.push(level);
            }
        }
        ahead.reverse();
        Self { ahead, heights: Vec::new() }
    }

    pub fn are_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// One slice; the last one of a level brings it.
    pub fn advance(&mut self, ground: &Ground) -> Option<Marginal> {
        let level = *self.ahead.last()?;
        let known = self.heights.len();
        let slice = known..(known + SLICE).min(CELLS / 2);
        self.heights.extend(slice.map(|index| log_density(ground, level, cell(&ground.square, index))));
        if self.heights.len() < CELLS / 2 {
            return None;
        }
        self.ahead.pop();
        // The moons, and the square, are their own reflection in the centre.
        let mut heights = std::mem::take(&mut self.heights);
        heights.extend_from_within(..);
        heights[CELLS / 2..].reverse();
        Some(Marginal {
            t: level as f32,
            contours: contour_lines(&ground.square, &heights),
            barrier: barrier(&heights).unwrap_or(f64::INFINITY) as f32,
        })
    }
}

/// log p_t up to a constant, at a point in data units as the stage shows it; noise level 0 is nearly the data, that is,
/// the least noise there is.
fn log_density(ground: &Ground, level: usize, x: Point) -> f64 {
    let timestep = level.saturating_sub(1);
    let Level { signal, noise } = ground.course.path.level(timestep);
    let size = signal.hypot(noise);
    ground.ideal.density(timestep).log_density(&ground.units.to_standard(x).map(|x| x / size))
}

/// What the lowest way from one moon to the other climbs, nats: from the highest cell to its reflection.
fn barrier(heights: &[f64]) -> Option<f64> {
    let energies: Vec<f64> = heights.iter().map(|height| -height).collect();
    let (lowest, energy) = energies.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
    let pass = lowest_pass(&energies, Stage::CELLS, lowest, energies.len() - 1 - lowest)?;
    Some(pass - energy)
}
