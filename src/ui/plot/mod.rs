//! Drawing on canvases: pure geometry and colours, and the painters that use them.

pub mod arrows;
pub mod axes;
pub mod chains;
pub mod diffusion;
pub mod diffusion_stage;
pub mod ebm_stage;
pub mod energies;
pub mod heatmap;
pub mod layered;
pub mod lines;
pub mod marks;
pub mod mcmc_stage;
pub mod models;
pub mod palette;
pub mod path;
pub mod probe;
pub mod scatter;
pub mod series;
pub mod surface;
pub mod thumbnail;
pub mod transition;
pub mod viewport;
pub mod walk;
pub mod walkers;
