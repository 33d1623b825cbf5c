//! What is exact about a run: its data, its density, and the grid on which energies are judged, worked out in slices.

use super::walk::Country;
use crate::engine::stage_grid::{arrow_feet, cell, contour_lines};
use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::density::{DataDensity, LogDensity};
use crate::numerics::ebm::EnergyGrid;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::Stage;
use crate::protocol::ebm::EbmReference;
use crate::protocol::exact::Exact;
use crate::settings::{DataSettings, EbmSettings, StageSquare};
use std::rc::Rc;

/// Cells of the density in one slice.
const CELLS: usize = 4 * Stage::CELLS;

pub struct Reference {
    /// Training points, data units.
    pub data: Vec<Point>,
    pub density: Rc<DataDensity>,
    pub square: StageSquare,
    /// log p at the stage's cells, as far as it is known.
    heights: Vec<f64>,
    /// Known once all heights are.
    grid: Option<EnergyGrid>,
    sent: bool,
}

impl Reference {
    pub fn new(seed: u32, data: &DataSettings, settings: &EbmSettings) -> Self {
        let law = Law::new(data, settings.data_noise);
        Self {
            data: law.independent(settings.points, &mut Rng::new(seed, Stream::Data)),
            density: Rc::new(DataDensity::new(&law)),
            square: data.stage(),
            heights: Vec::new(),
            grid: None,
            sent: false,
        }
    }

    /// Where energies are judged, once it is known.
    pub fn grid(&self) -> Option<&EnergyGrid> {
        self.grid.as_ref()
    }

    pub fn law(&self) -> &Law {
        self.density.law()
    }

    pub fn country(&self) -> Country {
        Country { law: self.law().clone(), square: self.square }
    }

    /// One slice.
    pub fn advance(&mut self) {
        let known = self.heights.len();
        let slice = known..(known + CELLS).min(Stage::CELLS.pow(2));
        self.heights.extend(slice.map(|index| self.density.log_density(&cell(&self.square, index))));
        if self.heights.len() == Stage::CELLS.pow(2) && self.grid.is_none() {
            self.grid = Some(EnergyGrid::new(self.square, Stage::CELLS, self.heights.clone(), self.law()));
        }
    }

    /// Hands the reference out, once, as soon as it is known; `weights` are those of a network.
    pub fn take(&mut self, weights: usize) -> Option<EbmReference> {
        let grid = self.grid.as_ref().filter(|_| !self.sent)?;
        self.sent = true;
        let heights = std::mem::take(&mut self.heights);
        let score = arrow_feet(&self.square).flat_map(|foot| self.density.score(&foot));
        Some(EbmReference {
            exact: Exact {
                data: self.data.iter().flatten().map(|&place| place as f32).collect(),
                density: heights.iter().map(|height| height.exp() as f32).collect(),
                contours: contour_lines(&self.square, &heights),
                score: score.map(|part| part as f32).collect(),
                shares: self.law().shares().into_iter().map(|share| share as f32).collect(),
            },
            barrier: grid.exact_barrier(),
            weights: weights as u32,
        })
    }
}
