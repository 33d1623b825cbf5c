//! What is exact about a run: its data, its density, its noise levels and the least losses, worked out in small slices.

use super::ground::Ground;
use crate::engine::stage_grid::cell;
use crate::numerics::density::{DataDensity, LogDensity};
use crate::numerics::diffusion::Level;
use crate::numerics::diffusion::TrainSet;
use crate::numerics::diffusion::ideal_denoiser::means_of_parts;
use crate::numerics::diffusion::prediction::squared_gain;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::Stage;
use crate::protocol::diffusion::{LOSS_BINS, Reference, WALKERS};
use crate::protocol::exact::Exact;

/// Rows of the density map in one slice.
const ROWS: usize = 4;

/// Draws behind the least loss, and in one slice: its standard error is about .002.
const LOSS_DRAWS: usize = 16_000;
const LOSS_SLICE: usize = 2_000;

/// The grid on which the law of x_T is held against standard normal noise: ± so many standard deviations, cells a side.
const PRIOR_REACH: f64 = 6.0;
const PRIOR_CELLS: usize = 96;

pub struct ReferenceInProgress {
    density: DataDensity,
    cells: Vec<f32>,
    /// Least squared error of ε at each timestep, once for each slice.
    losses: Vec<Vec<f64>>,
    rng: Rng,
    sent: bool,
}

impl ReferenceInProgress {
    pub fn new(ground: &Ground) -> Self {
        Self {
            density: DataDensity::new(&ground.law),
            cells: Vec::with_capacity(Stage::CELLS.pow(2)),
            losses: Vec::new(),
            rng: Rng::new(ground.seed, Stream::LeastLoss),
            sent: false,
        }
    }

    /// Whether [`finish`](Self::finish) has been called: nothing is left to send.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// One slice. Returns whether everything is known.
    pub fn advance(&mut self, ground: &Ground) -> bool {
        if self.losses.len() < LOSS_DRAWS / LOSS_SLICE {
            self.losses.push(ground.ideal.least_losses(LOSS_SLICE, &mut self.rng));
            return false;
        }
        let known = self.cells.len();
        let slice = known..(known + ROWS * Stage::CELLS).min(Stage::CELLS.pow(2));
        let density = |index| self.density.log_density(&cell(&ground.square, index)).exp() as f32;
        self.cells.extend(slice.map(density));
        self.cells.len() == Stage::CELLS.pow(2)
    }

    /// Hands the reference out, once.
    pub fn finish(&mut self, ground: &Ground, weights: usize) -> Reference {
        self.sent = true;
        let train_set = &ground.train_set;
        let data: Vec<f32> =
            train_set.data.iter().flat_map(|x| ground.units.to_data_units(*x)).map(single).collect();
        let mut rng = Rng::new(ground.seed, Stream::Forward);
        let forward = 0..train_set.data.len().min(WALKERS);
        let levels = [Level::DATA].iter().chain(train_set.path.levels());
        let losses = self.least_losses(ground);
        Reference {
            exact: Exact {
                data,
                density: std::mem::take(&mut self.cells),
                shares: ground.law.shares().into_iter().map(single).collect(),
                ..Exact::default()
            },
            forward_noise: forward
                .flat_map(|_| ground.units.std.map(|std| std * rng.normal()))
                .map(single)
                .collect(),
            mean: ground.units.mean.map(single),
            levels: levels.flat_map(|level| [level.signal_rate, level.noise_rate]).map(single).collect(),
            ideal_loss: single(losses.iter().sum::<f64>() / losses.len() as f64),
            ideal_by_timestep: means_of_parts(&losses, LOSS_BINS).into_iter().map(single).collect(),
            noise_by_timestep: self.noise().map(single).collect(),
            alpha_bar_last: single(train_set.path.last().alpha_bar()),
            prior_kl: single(prior_kl(ground)),
            weights: weights as u32,
        }
    }

    /// The least loss at a timestep, in ε.
    fn least_loss(&self, t: usize) -> f64 {
        self.losses.iter().map(|slice| slice[t]).sum::<f64>() / self.losses.len() as f64
    }

    /// The least loss at each timestep, in what the network predicts, `[T]`.
    fn least_losses(&self, ground: &Ground) -> Vec<f64> {
        let TrainSet { path, prediction, .. } = &ground.train_set;
        let loss = |t: usize| self.least_loss(t) * squared_gain(*prediction, path.level(t));
        (0..path.timesteps()).map(loss).collect()
    }

    /// Mean square of E[ε | x_t] at each timestep: what is left of the variance 1 of ε.
    fn noise(&self) -> impl Iterator<Item = f64> {
        (0..self.losses.first().map_or(0, Vec::len)).map(|t| 1.0 - self.least_loss(t))
    }
}

/// KL(q(x_T) ‖ N(0, I)), nats, by the midpoint rule.
fn prior_kl(ground: &Ground) -> f64 {
    let density = ground.ideal.density(ground.train_set.path.timesteps() - 1);
    let width = 2.0 * PRIOR_REACH / PRIOR_CELLS as f64;
    let middle = |cell: usize| -PRIOR_REACH + width * (cell as f64 + 0.5);
    let term = |index: usize| {
        let x = [middle(index % PRIOR_CELLS), middle(index / PRIOR_CELLS)];
        let log_q = density.log_density(&x);
        let log_normal = -(2.0 * std::f64::consts::PI).ln() - 0.5 * (x[0] * x[0] + x[1] * x[1]);
        log_q.exp() * (log_q - log_normal)
    };
    (0..PRIOR_CELLS.pow(2)).map(term).sum::<f64>() * width * width
}

fn single(value: f64) -> f32 {
    value as f32
}
