//! What is exact about the density on the stage, worked out in small slices.

use super::start::Known;
use crate::engine::stage_grid::{arrow_feet, cell, contour_lines};
use crate::protocol::Stage;
use crate::protocol::exact::Exact;
use crate::protocol::mcmc::{BINS, McmcReference};
use crate::settings::StageSquare;

/// Share of the mass that the stage may miss where means are worked out on it: a mean of log p is then off by ten times as many
/// nats at most.
const MISSED: f64 = 1e-4;
/// Rows of the density map in one slice.
const ROWS: usize = 4;

pub struct ReferenceInProgress {
    square: StageSquare,
    known: Known,
    /// log p up to a constant, rows from the lowest y.
    heights: Vec<f64>,
    marginals: Vec<f32>,
    sent: bool,
}

impl ReferenceInProgress {
    pub fn new(square: StageSquare, known: Known) -> Self {
        Self { square, known, heights: Vec::new(), marginals: Vec::new(), sent: false }
    }

    pub fn is_done(&self) -> bool {
        self.heights.len() == Stage::CELLS.pow(2) && self.marginals.len() == 2 * BINS
    }

    /// Whether it has been handed out: nothing is left to send.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// One slice.
    pub fn advance(&mut self) {
        let known = self.heights.len();
        if known < Stage::CELLS.pow(2) {
            let slice = known..(known + ROWS * Stage::CELLS).min(Stage::CELLS.pow(2));
            self.heights.extend(slice.map(|index| (self.known.height)(cell(&self.square, index)).0));
            return;
        }
        let bins = (self.known.bins)(self.marginals.len() / BINS, &self.square, BINS);
        self.marginals.extend(bins.into_iter().map(|probability| probability as f32));
    }

    /// Mean of log p within each mode, by the midpoint rule on the map; none where there is more than the stage shows.
    fn log_densities(&self, heights: &[f64]) -> Vec<f32> {
        let on_stage =
            self.marginals.chunks(BINS).map(|bins| bins.iter().copied().map(f64::from).sum::<f64>());
        if !self.known.is_all || on_stage.fold(1.0, f64::min) < 1.0 - MISSED {
            return Vec::new();
        }
        let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sums = vec![[0.0; 2]; self.known.modes.len()];
        for (index, height) in heights.iter().enumerate().filter(|(_, height)| height.is_finite()) {
            let mass = (height - most).exp();
            let [mean, whole] = &mut sums[(self.known.mode)(cell(&self.square, index))];
            (*mean, *whole) = (*mean + mass * height, *whole + mass);
        }
        sums.into_iter().map(|[mean, whole]| (mean / whole) as f32).collect()
    }

    /// Hands the reference out, once, as soon as it is done.
    pub fn take(&mut self) -> Option<McmcReference> {
        if self.sent || !self.is_done() {
            return None;
        }
        self.sent = true;
        let heights = std::mem::take(&mut self.heights);
        let log_densities = self.log_densities(&heights);
        // Its constant is not known for every density, and the map does not need it.
        let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let density: Vec<f32> = heights.iter().map(|height| (height - most).exp() as f32).collect();
        let score = arrow_feet(&self.square).flat_map(|foot| (self.known.height)(foot).1);
        Some(McmcReference {
            exact: Exact {
                contours: contour_lines(&self.square, &heights),
                density,
                score: score.map(|part| part as f32).collect(),
                shares: self.known.shares.iter().map(|share| *share as f32).collect(),
                data: Vec::new(),
            },
            log_densities,
            marginals: std::mem::take(&mut self.marginals),
            modes: self.known.modes.clone(),
        })
    }
}
