//! The exact law of x_t at some noise levels: its contour lines, and the barrier between the first two parts of the data.

use super::ground::Ground;
use super::stage_levels::StageLevels;
use crate::engine::stage_grid::{cell, contour_lines};
use crate::numerics::density::{DataDensity, Landscape, LogDensity};
use crate::numerics::ebm::barrier::climb;
use crate::protocol::Stage;
use crate::protocol::diffusion::Marginal;

pub struct Marginals {
    levels: StageLevels,
    /// The law of the data, which is that of no noise level that a network sees; in data units.
    data: DataDensity,
}

impl Marginals {
    pub fn new(ground: &Ground) -> Self {
        Self { levels: StageLevels::new(ground), data: DataDensity::new(&ground.law) }
    }

    pub fn are_done(&self) -> bool {
        self.levels.are_done()
    }

    /// One slice; the last one of a level brings it.
    pub fn advance(&mut self, ground: &Ground) -> Option<Marginal> {
        let timestep = self.levels.timestep();
        let density = timestep.map_or(&self.data, |timestep| ground.ideal.density(timestep));
        let place = |x| timestep.map_or(x, |timestep| ground.at_level(x, Some(timestep)));
        let (t, heights) = self.levels.advance(ground, |x| density.log_density(&place(x)))?;
        let energies: Vec<f64> = heights.iter().map(|height| -height).collect();
        let part_of = |index| Some(density.mode_of(&place(cell(&ground.square, index))));
        let barrier = climb(&energies, Stage::CELLS, part_of);
        Some(Marginal {
            t,
            contours: contour_lines(&ground.square, &heights),
            barrier: barrier.unwrap_or(f64::NAN) as f32,
        })
    }
}
