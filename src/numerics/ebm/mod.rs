//! Energy-based models: p(x) ∝ e^(−E_θ(x)), learned without its normalising constant, or with it by noise-contrastive estimation.
//!
//! | symbol | in code | what it is | shape, unit |
//! |---|---|---|---|
//! | E | `energy` | energy of a point, −log p up to a constant | `[rows, 1]`, nats |
//! | ∇ₓE | `gradient` | minus the model's score | `[rows, 2]`, nats per data unit |
//! | θ | `network` | weights | |
//! | ε | `step_size` | Langevin: drift ε²/2 down the gradient, noise of standard deviation τε | data units |
//! | τ | `noise_scale` | 1 at the true temperature | |
//! | k | `langevin_steps` | Langevin steps of a chain that finds a negative | |
//! | Z | `log_z` | ∫ e^(−E) | |
//!
//! Networks see data units here: the moons are already about as large as one unit.

mod activation;
pub mod barrier;
pub mod energy_grid;
pub mod energy_net;
pub mod gradient;
pub mod learned_density;
pub mod noise_contrastive;
pub mod replay_buffer;
pub mod score_matching;
pub mod trainer;

pub use energy_grid::{EnergyGrid, GridMetrics};
pub use energy_net::EnergyNet;
pub use learned_density::LearnedDensity;
pub use trainer::Trainer;
