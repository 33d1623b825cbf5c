//! Densities known exactly, one a file.

pub mod banana;
mod block;
pub mod blurred;
pub mod correlated_gaussian;
pub mod data_density;
pub mod diagonal_gaussian;
pub mod eight_gaussians;
mod formula;
pub mod funnel;
mod gauss_legendre;
pub mod gaussian_mixture;
pub mod half_plane;
pub mod marginal;
mod normal_cdf;
pub mod pair_of_gaussians;
mod part_rule;
pub mod plane_rule;
pub mod rezende_mohamed;
pub mod ring;
pub mod squiggle;
pub mod three_gaussians;
mod two_bumps;

pub use banana::Banana;
pub use correlated_gaussian::CorrelatedGaussian;
pub use data_density::DataDensity;
pub use diagonal_gaussian::DiagonalGaussian;
pub use eight_gaussians::EightGaussians;
pub use formula::Formula;
pub use funnel::Funnel;
pub use gaussian_mixture::GaussianMixture;
pub use half_plane::HalfPlane;
pub use marginal::Probabilities;
pub use pair_of_gaussians::PairOfGaussians;
pub use plane_rule::PlaneRule;
pub use rezende_mohamed::RezendeMohamed;
pub use ring::Ring;
pub use squiggle::Squiggle;
pub use three_gaussians::ThreeGaussians;

use super::kernel::lanes::{LANES, Lanes};
use super::{Point, Position};

/// A density on R^d, known up to a factor, with its gradient: what a sampler needs.
pub trait LogDensity {
    type Position: Position;

    /// log p(x), natural logarithm, up to a constant that the type names; −∞ or NaN where there is none.
    fn log_density(&self, x: &Self::Position) -> f64;

    /// log p(x) and ∇ log p(x), for less than the price of both.
    fn log_density_and_score(&self, x: &Self::Position) -> (f64, Self::Position);

    /// ∇ log p(x).
    fn score(&self, x: &Self::Position) -> Self::Position {
        self.log_density_and_score(x).1
    }

    /// The same for several points at once, where that costs less than one by one.
    fn side_by_side(&self) -> Option<&dyn SideBySide<Self::Position>> {
        None
    }
}

/// A density at [`LANES`] points at once: the same bits as one by one.
pub trait SideBySide<P: Position> {
    /// [`LogDensity::log_density_and_score`] of each.
    fn log_densities_and_scores(&self, x: &P::Lanes) -> (Lanes<LANES>, P::Lanes);

    /// [`LogDensity::score`] of each.
    fn scores(&self, x: &P::Lanes) -> P::Lanes;
}

/// A density of the plane with its curvature.
pub trait PlaneDensity: LogDensity<Position = Point> {
    /// ∇² log p(x), symmetric.
    fn hessian(&self, x: &Point) -> [Point; 2];
}

/// What one can ask of chains on a density beyond its height: where its modes are, and how to measure the
/// way along one.
pub trait Landscape: LogDensity {
    /// What each mode is called; one where there are no separate modes.
    fn modes(&self) -> Vec<String> {
        named(&["all of it"])
    }

    /// Which of [`modes`](Self::modes) a point belongs to.
    fn mode_of(&self, _x: &Self::Position) -> usize {
        0
    }

    /// A point of high density in a mode.
    fn heart(&self, mode: usize) -> Self::Position;

    /// Place along the mode that `x` belongs to, such as the angle on an arc: what a chain has to explore
    /// within a mode. None where no one coordinate says it.
    fn along(&self, _x: &Self::Position) -> Option<f64> {
        None
    }
}

fn named(modes: &[&str]) -> Vec<String> {
    modes.iter().map(|mode| (*mode).to_owned()).collect()
}
