//! Two-dimensional data sets, one a file.

pub mod standardise;
pub mod two_moons;

pub use standardise::Standardise;
pub use two_moons::TwoMoons;
