//! What is exact about a run: its data, its density and the least loss, worked out in small slices.

use crate::numerics::Point;
use crate::numerics::dataset::{Standardise, TwoMoons};
use crate::numerics::density::{LogDensity, TwoMoonsDensity};
use crate::numerics::diffusion::ideal_denoiser::IdealDenoiser;
use crate::numerics::diffusion::schedule::Schedule;
use crate::numerics::noise::{Noise, Stream};
use crate::protocol::Stage;
use crate::protocol::diffusion::Reference;
use crate::settings::{DiffusionSettings, MoonsLayout};

/// Rows of the density map in one slice.
const ROWS: usize = 4;

/// Draws behind the least loss, and in one slice: its standard error is about .002.
const LOSS_DRAWS: usize = 16_000;
const LOSS_SLICE: usize = 2_000;

pub struct ReferenceInProgress {
    /// Training points, data units.
    pub data: Vec<Point>,
    pub standardise: Standardise,
    pub ideal: IdealDenoiser,
    density: TwoMoonsDensity,
    cells: Vec<f32>,
    losses: Vec<f64>,
    noise: Noise,
    sent: bool,
}

impl ReferenceInProgress {
    pub fn new(seed: u32, settings: &DiffusionSettings, schedule: &Schedule) -> Self {
        let moons = TwoMoons { noise: settings.data_noise };
        let mut noise = Noise::new(seed, Stream::Data);
        let data = match settings.layout {
            MoonsLayout::Independent => moons.independent(settings.points, &mut noise),
            MoonsLayout::Grid => moons.grid(settings.points, &mut noise).0,
        };
        let standardise = Standardise::of(&moons);
        Self {
            ideal: IdealDenoiser::new(&moons, &standardise, schedule),
            density: TwoMoonsDensity::new(&moons),
            data,
            standardise,
            cells: Vec::with_capacity(Stage::CELLS.pow(2)),
            losses: Vec::new(),
            noise: Noise::new(seed, Stream::LeastLoss),
            sent: false,
        }
    }

    /// Whether [`finish`](Self::finish) has been called: nothing is left to send.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// One slice. Returns whether everything is known.
    pub fn advance(&mut self) -> bool {
        if self.losses.len() < LOSS_DRAWS / LOSS_SLICE {
            self.losses.push(self.ideal.least_loss(LOSS_SLICE, &mut self.noise));
            return false;
        }
        let first = self.cells.len() / Stage::CELLS;
        for row in first..(first + ROWS).min(Stage::CELLS) {
            let y = centre(Stage::Y, row);
            let cells = (0..Stage::CELLS).map(|column| [centre(Stage::X, column), y]);
            self.cells.extend(cells.map(|x| self.density.log_density(&x).exp() as f32));
        }
        self.cells.len() == Stage::CELLS.pow(2)
    }

    /// Hands the reference out, once.
    pub fn finish(&mut self, schedule: &Schedule, weights: usize) -> Reference {
        self.sent = true;
        Reference {
            data: self.data.iter().flatten().map(|coordinate| *coordinate as f32).collect(),
            density: std::mem::take(&mut self.cells),
            ideal_loss: (self.losses.iter().sum::<f64>() / self.losses.len() as f64) as f32,
            alpha_bar_last: schedule.alpha_bar(schedule.timesteps() - 1) as f32,
            weights: weights as u32,
        }
    }
}

fn centre([low, high]: [f32; 2], cell: usize) -> f64 {
    f64::from(low) + f64::from(high - low) * (cell as f64 + 0.5) / Stage::CELLS as f64
}
