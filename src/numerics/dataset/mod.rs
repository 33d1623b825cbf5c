//! Two-dimensional data sets: parts, blurred by a Gaussian.

pub mod law;
pub mod part;
mod shapes;
pub mod standardise;
pub mod two_moons;

pub use law::Law;
pub use part::Part;
pub use standardise::Standardise;
pub use two_moons::TwoMoons;
