//! Score matching: fits ∇ log p = −∇E, in which the normalising constant does not occur. One form a file.

mod denoising;
mod implicit;
mod sliced;

pub use denoising::denoising;
pub use implicit::implicit;
pub use sliced::{sliced, sliced_variance_reduced};
