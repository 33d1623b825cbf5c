//! Densities of the plane that are one formula, for one point or for several side by side.

use super::{LogDensity, SideBySide};
use crate::numerics::Point;
use crate::numerics::kernel::lanes::{LANES, Lanes};

/// A [`LogDensity`] written once for any number of points.
pub trait Formula {
    /// log p up to a constant that the type names, and ∇ log p, at `N` points. Must be inlined.
    fn at<const N: usize>(&self, x: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]);

    /// The same at one point.
    #[inline(always)]
    fn at_one(&self, x: &Point) -> (f64, Point) {
        let (Lanes([log_density]), score) = self.at(x.map(|coordinate| Lanes([coordinate])));
        (log_density, score.map(|Lanes([part])| part))
    }
}

impl<F: Formula> LogDensity for F {
    type Position = Point;

    #[inline]
    fn log_density(&self, x: &Point) -> f64 {
        self.at_one(x).0
    }

    #[inline]
    fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
        self.at_one(x)
    }

    #[inline]
    fn score(&self, x: &Point) -> Point {
        self.at_one(x).1
    }

    #[inline]
    fn side_by_side(&self) -> Option<&dyn SideBySide<Point>> {
        Some(self)
    }
}

impl<F: Formula> SideBySide<Point> for F {
    fn log_densities_and_scores(&self, x: &[Lanes<LANES>; 2]) -> (Lanes<LANES>, [Lanes<LANES>; 2]) {
        self.at(*x)
    }

    fn scores(&self, x: &[Lanes<LANES>; 2]) -> [Lanes<LANES>; 2] {
        self.at(*x).1
    }
}
