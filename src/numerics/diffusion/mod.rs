//! Learning to undo noise: schedules, the loss, the ideal denoiser and samplers.

pub mod ddim;
pub mod ema;
pub mod ideal_denoiser;
pub mod loss;
pub mod sampling;
pub mod schedule;
pub mod trainer;

pub use ideal_denoiser::IdealDenoiser;
pub use schedule::Schedule;
