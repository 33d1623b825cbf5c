//! Drawing on canvases: pure geometry and colours, and the painters that use them.

pub mod arrows;
pub mod axes;
pub mod chains;
pub mod curves;
pub mod ebm_stage;
pub mod energies;
pub mod heatmap;
pub mod lines;
pub mod marks;
pub mod mcmc_stage;
pub mod palette;
pub mod path;
pub mod scatter;
pub mod stage;
pub mod surface;
pub mod transition;
pub mod viewport;
pub mod walk;
