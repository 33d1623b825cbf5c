//! The data composed with a second model: at every noise level, and as the stage shows it at some.

use super::ground::Ground;
use super::stage_levels::StageLevels;
use crate::engine::stage_grid::{cell, contour_lines};
use crate::numerics::compose::CompositionLevels;
use crate::numerics::compose::chosen::chosen;
use crate::numerics::density::LogDensity;
use crate::protocol::composition::ComposedLevel;
use crate::settings::Compose;
use std::rc::Rc;

pub struct Composition {
    pub compose: Compose,
    pub levels: Rc<CompositionLevels>,
    /// What the page has not been told yet.
    ahead: StageLevels,
}

impl Composition {
    pub fn new(compose: Compose, ground: &Ground) -> Self {
        let (factor, composition) = chosen(compose, &ground.law);
        let path = &ground.train_set.path;
        let levels = CompositionLevels::new(&ground.law, &ground.units, path, &factor, composition);
        Self { compose, levels: Rc::new(levels), ahead: StageLevels::new(ground) }
    }

    pub fn is_told(&self) -> bool {
        self.ahead.are_done()
    }

    /// One slice; the last one of a level brings it.
    pub fn advance(&mut self, ground: &Ground) -> Option<ComposedLevel> {
        let timestep = self.ahead.timestep();
        let composed = self.levels.at(&ground.ideal, timestep);
        let height = |x| composed.log_density(&ground.at_level(x, timestep));
        let (t, heights) = self.ahead.advance(ground, height)?;
        let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let [mut all, mut first] = [0.0; 2];
        for (index, height) in heights.iter().enumerate() {
            let mass = (height - most).exp();
            all += mass;
            if ground.law.mode_of(cell(&ground.square, index)) == 0 {
                first += mass;
            }
        }
        let contours = contour_lines(&ground.square, &heights);
        Some(ComposedLevel { compose: self.compose, t, contours, share: (first / all) as f32 })
    }
}
