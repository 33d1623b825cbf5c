//! Learning to undo noise: schedules, the loss, the ideal denoiser and samplers.

pub mod clip;
pub mod ddim;
pub mod ddpm;
pub mod denoiser;
pub mod dpm_solver;
pub mod ema;
pub mod euler;
pub mod euler_maruyama;
pub mod guidance;
pub mod heun;
pub mod ideal_denoiser;
pub mod level;
pub mod loss;
pub mod prediction;
pub mod sampling;
pub mod schedule;
pub mod spacing;
pub mod timestep_losses;
pub mod trainer;

pub use ideal_denoiser::IdealDenoiser;
pub use level::{Level, Path};
pub use prediction::Denoised;
pub use schedule::Schedule;
