//! Learning to undo noise: schedules, the loss, the ideal denoiser and samplers.

pub mod clip;
pub mod copying;
pub mod denoiser;
pub mod divergence;
pub mod ema;
pub mod empirical_denoiser;
pub mod fate;
pub mod guidance;
pub mod ideal_denoiser;
pub mod level;
pub mod likelihood;
pub mod loss;
pub mod prediction;
mod runge_kutta;
pub mod sampling;
pub mod schedule;
pub mod spacing;
pub mod stepper;
pub mod timestep_losses;
pub mod train_set;
pub mod trainer;

pub use empirical_denoiser::EmpiricalDenoiser;
pub use ideal_denoiser::IdealDenoiser;
pub use level::{Level, Path};
pub use likelihood::Likelihood;
pub use prediction::Denoised;
pub use schedule::Schedule;
pub use train_set::TrainSet;
