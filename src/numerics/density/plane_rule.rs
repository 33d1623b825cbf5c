//! Expectations over the plane by the midpoint rule, spectrally accurate for what is smooth and dies away.

use super::LogDensity;
use crate::numerics::Point;

/// Middles of the equal cells of a box with the probability of each.
pub struct PlaneRule {
    cells: Vec<(Point, f64)>,
    /// log ∫ p over the box, for the constant that the density leaves open.
    pub log_mass: f64,
    /// Area of a cell.
    pub area: f64,
}

impl PlaneRule {
    /// The box with corners `low` and `high`, which must hold all mass, in `side` × `side` cells. Cells at most as
    /// wide as the density's shortest length leave an error of about 1e-8.
    pub fn of<D>(density: &D, low: Point, high: Point, side: usize) -> Self
    where
        D: LogDensity<Position = Point> + ?Sized,
    {
        let step = [0, 1].map(|axis| (high[axis] - low[axis]) / side as f64);
        let middle = |axis: usize, index: usize| low[axis] + (index as f64 + 0.5) * step[axis];
        let area = step[0] * step[1];
        let mut cells: Vec<_> = (0..side * side)
            .map(|index| {
                let x = [middle(0, index % side), middle(1, index / side)];
                (x, density.log_density(&x).exp() * area)
            })
            .collect();
        let mass: f64 = cells.iter().map(|cell| cell.1).sum();
        for (_, probability) in &mut cells {
            *probability /= mass;
        }
        Self { cells, log_mass: mass.ln(), area }
    }

    /// E[f(x)].
    pub fn mean(&self, f: impl Fn(Point) -> f64) -> f64 {
        self.cells.iter().map(|&(x, probability)| probability * f(x)).sum()
    }

    /// Mean and covariance.
    pub fn moments(&self) -> (Point, [Point; 2]) {
        let mean = [0, 1].map(|axis| self.mean(|x| x[axis]));
        let about = |i: usize, j: usize| self.mean(|x| (x[i] - mean[i]) * (x[j] - mean[j]));
        (mean, [0, 1].map(|i| [0, 1].map(|j| about(i, j))))
    }

    /// −E[log p(x)] of the normalised density.
    pub fn entropy(&self) -> f64 {
        let terms = self.cells.iter().filter(|cell| cell.1 > 0.0);
        -terms.map(|&(_, probability)| probability * (probability / self.area).ln()).sum::<f64>()
    }
}
