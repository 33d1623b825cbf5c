//! Densities known exactly, one a file.

mod gauss_legendre;
pub mod two_moons;

pub use two_moons::TwoMoonsDensity;

use super::Point;

/// A density on the plane, known up to rounding.
pub trait LogDensity {
    /// log p(x), natural logarithm.
    fn log_density(&self, x: Point) -> f64;

    /// ∇ log p(x).
    fn score(&self, x: Point) -> Point;

    /// ∇² log p(x), symmetric.
    fn hessian(&self, x: Point) -> [Point; 2];
}
