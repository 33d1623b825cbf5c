//! What is exact about the density on the stage, worked out in small slices.

use super::start::Known;
use crate::numerics::contours::{mass_levels, segments};
use crate::protocol::Stage;
use crate::protocol::mcmc::{BINS, McmcReference};
use crate::settings::StageSquare;

/// Rows of the density map in one slice.
const ROWS: usize = 4;
/// Shares of all mass that contour lines enclose.
const ENCLOSED: [f64; 6] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.98];

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
        let cell = |origin: f64, index: usize, cells: usize| {
            origin + self.square.side * (index as f64 + 0.5) / cells as f64
        };
        if self.heights.len() < Stage::CELLS.pow(2) {
            let first = self.heights.len() / Stage::CELLS;
            for row in first..(first + ROWS).min(Stage::CELLS) {
                let y = cell(self.square.y, row, Stage::CELLS);
                let row = (0..Stage::CELLS).map(|column| [cell(self.square.x, column, Stage::CELLS), y]);
                self.heights.extend(row.map(|x| (self.known.height)(x).0));
            }
            return;
        }
        let bins = (self.known.bins)(self.marginals.len() / BINS, &self.square, BINS);
        self.marginals.extend(bins.into_iter().map(|probability| probability as f32));
    }

    /// Hands the reference out, once, as soon as it is done.
    pub fn take(&mut self) -> Option<McmcReference> {
        if self.sent || !self.is_done() {
            return None;
        }
        self.sent = true;
        let heights = std::mem::take(&mut self.heights);
        // Its constant is not known for every density, and the map does not need it.
        let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let density: Vec<f32> = heights.iter().map(|height| (height - most).exp() as f32).collect();
        // Logarithms, between which lines are better interpolated.
        let logs: Vec<f32> = heights.iter().map(|height| (height - most) as f32).collect();
        let levels: Vec<f32> = mass_levels(&density, &ENCLOSED).into_iter().map(f32::ln).collect();
        let lines = segments(&logs, Stage::CELLS, &self.square, &levels);
        let foot = |index: usize| {
            let along = |origin: f64, cell: usize| {
                origin + self.square.side * (cell as f64 + 0.5) / Stage::ARROWS as f64
            };
            [along(self.square.x, index % Stage::ARROWS), along(self.square.y, index / Stage::ARROWS)]
        };
        let score = (0..Stage::ARROWS.pow(2)).flat_map(|index| (self.known.height)(foot(index)).1);
        Some(McmcReference {
            contours: lines.into_iter().flatten().collect(),
            density,
            score: score.map(|part| part as f32).collect(),
            marginals: std::mem::take(&mut self.marginals),
            modes: self.known.modes.iter().map(|mode| (*mode).to_owned()).collect(),
            shares: self.known.shares.iter().map(|share| *share as f32).collect(),
        })
    }
}
