//! Maps of the plane at each noise level: the probability that a point there ends in the first part of the data.

use super::ground::Ground;
use super::source::Source;
use super::stage_levels::noise_levels;
use super::way_back::WayBack;
use crate::engine::stage_grid::middle;
use crate::numerics::Point;
use crate::numerics::density::DataDensity;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::Denoiser;
use crate::protocol::fate::{Drawn, FateMap};
use crate::settings::DiffusionSettings;
use burn::tensor::Device;
use std::ops::Range;

/// Cells along one side of a map where each point has one end.
const CELLS: usize = 100;
/// Where a sampler adds noise, ends differ: so many are drawn from each point, on fewer points.
const CELLS_OF_DRAWS: usize = 50;
const DRAWS: usize = 8;
/// Cells of an exact map in one slice.
const EXACT_CELLS: usize = 2_000;
/// Rows of a network times its weights in one slice: about 20 ms on a CPU.
const ROWS_TIMES_WEIGHTS: usize = 100_000_000;
const LEAST_ROWS: usize = 64;

/// The first part of the data.
const FIRST: usize = 0;

/// Of the ideal denoiser with noise on the way, so exact; or of a network as samples are drawn from it.
pub struct FateMapsInProgress {
    pub drawn: Drawn,
    settings: DiffusionSettings,
    /// Noise levels still to come, the next one last.
    ahead: Vec<usize>,
    /// The law of the data, standardised.
    data: DataDensity,
    side: usize,
    draws: usize,
    /// Cells in one block.
    block: usize,
    /// Blocks of the level under way that are done, each once for each draw.
    done: usize,
    /// For each cell the probability that its end is of the first part, summed over the draws so far.
    sums: Vec<f64>,
    way: Option<WayBack>,
}

impl FateMapsInProgress {
    pub fn new(drawn: Drawn, settings: &DiffusionSettings, ground: &Ground) -> Self {
        let is_exact = drawn.denoiser == Denoiser::Ideal;
        let is_drawn = !is_exact && settings.sampler_in_use().is_stochastic(settings.eta);
        let (side, draws) = if is_drawn { (CELLS_OF_DRAWS, DRAWS) } else { (CELLS, 1) };
        let rows = if is_exact { EXACT_CELLS } else { ROWS_TIMES_WEIGHTS / settings.weights() };
        let mut ahead = noise_levels(ground.train_set.path.timesteps());
        ahead.reverse();
        Self {
            drawn,
            settings: settings.clone(),
            ahead,
            data: DataDensity::noised(&ground.law, &ground.units, 1.0),
            side,
            draws,
            block: rows.clamp(LEAST_ROWS, side * side),
            done: 0,
            sums: vec![0.0; side * side],
            way: None,
        }
    }

    pub fn are_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// A block of cells of the ideal denoiser, or one evaluation of a network on it; the last of a level brings its map.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        source: &Source,
        ground: &Ground,
        device: &Device,
    ) -> Result<Option<FateMap>, String> {
        let Some(&level) = self.ahead.last() else { return Ok(None) };
        let blocks = self.sums.len().div_ceil(self.block);
        let first = self.done % blocks * self.block;
        let cells = first..(first + self.block).min(self.sums.len());
        let ends: Vec<f64> = match (level.checked_sub(1), source) {
            // Without noise nothing moves.
            (None, _) => self.probabilities(self.places(ground, cells.clone())),
            (Some(t), Source::Ideal) => {
                let first = |x| ground.ideal.part_probability(t, x, FIRST);
                self.places(ground, cells.clone()).map(first).collect()
            }
            (Some(t), network) => {
                let mut way = self.way.take().unwrap_or_else(|| {
                    let rng =
                        Rng::after(ground.seed, Stream::FateMap, level * blocks * self.draws + self.done);
                    WayBack::start(self.places(ground, cells.clone()), t, &self.settings, ground, rng, device)
                });
                let Some(ends) = way.advance(network, ground).await? else {
                    self.way = Some(way);
                    return Ok(None);
                };
                self.probabilities(ends.into_iter())
            }
        };
        self.sums[cells].iter_mut().zip(ends).for_each(|(sum, end)| *sum += end);
        self.done += 1;
        if self.done < blocks * self.draws {
            return Ok(None);
        }
        self.ahead.pop();
        self.done = 0;
        let first = self.sums.iter().map(|sum| (sum / self.draws as f64) as f32).collect();
        self.sums.fill(0.0);
        Ok(Some(FateMap { drawn: self.drawn, t: level as f32, first }))
    }

    /// The middles of some cells, standardised.
    fn places(&self, ground: &Ground, cells: Range<usize>) -> impl ExactSizeIterator<Item = Point> {
        let (square, units, side) = (ground.square, ground.units, self.side);
        cells.map(move |index| units.to_standard(middle(&square, side, index)))
    }

    /// That each of these points of the data is of the first part.
    fn probabilities(&self, ends: impl Iterator<Item = Point>) -> Vec<f64> {
        ends.map(|end| self.data.part_probability(end, FIRST)).collect()
    }
}
