//! The charts of the diffusion chapter, one a file.

mod barrier;
mod composition;
mod copying;
mod levels;
mod loss;
mod loss_by_timestep;
mod mmd;
mod plotted;
mod quality;
mod u_turns;

pub use barrier::barrier;
pub use composition::composition;
pub use copying::copying;
pub use levels::levels;
pub use loss::loss;
pub use loss_by_timestep::loss_by_timestep;
pub use mmd::mmd;
pub use plotted::Plotted;
pub use quality::quality;
pub use u_turns::u_turns;

#[cfg(test)]
mod tests;
