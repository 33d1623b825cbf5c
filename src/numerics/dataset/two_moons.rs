//! Two half circles, half of the mass each, blurred by a Gaussian: scikit-learn's `make_moons`.
//!
//! Upper moon (cos θ, sin θ), lower moon (1 − cos θ, ½ − sin θ), θ ∈ [0, π], plus N(0, σ²I); the lower one may be
//! moved farther down. Three other "two moons" exist and are not this one: Rezende & Mohamed's U1, normflows' and sbibm's.

use super::part::Part;
use crate::numerics::{Point, Rng};
use std::f64::consts::PI;

/// The law of the two moons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoMoons {
    /// σ of the blur, data units.
    pub noise: f64,
    /// By how much the lower moon is farther down than usual, data units.
    pub gap: f64,
}

impl TwoMoons {
    /// As they usually are.
    pub const fn new(noise: f64) -> Self {
        Self { noise, gap: 0.0 }
    }

    /// Exact mean, data units: the centre about which the two moons are each other's point reflection.
    pub fn mean(&self) -> Point {
        [0.5, 0.25 - 0.5 * self.gap]
    }

    /// Exact standard deviation of each coordinate, data units.
    pub fn std(&self) -> Point {
        let blur = self.noise * self.noise;
        // Each arc has x-variance ½ about its mean, ½ away from the centre, and y-variance ½ − 4/π² about its mean.
        let off_centre = self.off_centre();
        [(0.75 + blur).sqrt(), (0.5 - 4.0 / (PI * PI) + off_centre * off_centre + blur).sqrt()]
    }

    /// Exact covariance of x and y, data units: it comes from the distance between the two arcs' means.
    pub fn covariance(&self) -> f64 {
        -0.5 * self.off_centre()
    }

    /// How far above the centre the upper arc's mean is.
    fn off_centre(&self) -> f64 {
        2.0 / PI - 0.25 + 0.5 * self.gap
    }

    /// The upper and the lower half circle.
    pub fn arcs(&self) -> [Part; 2] {
        [
            Part::Spiral { centre: [0.0; 2], radii: [1.0; 2], angles: [0.0, PI] },
            Part::Spiral { centre: [1.0, 0.5 - self.gap], radii: [1.0; 2], angles: [PI, 2.0 * PI] },
        ]
    }

    /// `n` independent points, data units: θ uniform, the moon by a fair coin.
    pub fn independent(&self, n: usize, rng: &mut Rng) -> Vec<Point> {
        self.labelled(n, rng).0
    }

    /// The same with labels: 0 upper, 1 lower.
    pub fn labelled(&self, n: usize, rng: &mut Rng) -> (Vec<Point>, Vec<u8>) {
        (0..n).map(|_| self.draw(rng)).unzip()
    }

    fn draw(&self, rng: &mut Rng) -> (Point, u8) {
        let on_upper = rng.half_circle();
        let label = u8::from(rng.uniform() >= 0.5);
        let [x, y] = if label == 0 { on_upper } else { self.lower_from_upper(on_upper) };
        ([x + self.noise * rng.normal(), y + self.noise * rng.normal()], label)
    }

    /// scikit-learn's `make_moons(n, noise=σ)`: `n / 2` points on the upper moon and the rest on the lower
    /// one, shuffled. Points in data units, and labels: 0 upper, 1 lower.
    ///
    /// Its points are spread evenly, so two such sets are far closer than two independent ones: do not
    /// judge samples against it.
    pub fn grid(&self, n: usize, rng: &mut Rng) -> (Vec<Point>, Vec<u8>) {
        let order = rng.permutation(n);
        self.grid_in_order(n / 2, n - n / 2, &order, || rng.normal())
    }

    /// `make_moons` with everything random as an argument: `upper` and `lower` points on even grids of θ,
    /// taken in `order` (indices into the upper points followed by the lower ones), then `normal` called
    /// twice a point, x first.
    ///
    /// # Panics
    /// If an index in `order` is not below `upper + lower`.
    pub fn grid_in_order(
        &self,
        upper: usize,
        lower: usize,
        order: &[usize],
        mut normal: impl FnMut() -> f64,
    ) -> (Vec<Point>, Vec<u8>) {
        let mut arcs: Vec<(Point, u8)> = Vec::with_capacity(upper + lower);
        arcs.extend(even_angles(upper).map(|angle| ([angle.cos(), angle.sin()], 0)));
        arcs.extend(even_angles(lower).map(|angle| (self.lower_from_upper([angle.cos(), angle.sin()]), 1)));
        let blurred = order.iter().map(|&index| {
            let ([x, y], moon) = arcs[index];
            ([x + self.noise * normal(), y + self.noise * normal()], moon)
        });
        blurred.unzip()
    }

    /// The point of the lower arc opposite a point of the upper one.
    fn lower_from_upper(&self, [x, y]: Point) -> Point {
        [1.0 - x, 0.5 - self.gap - y]
    }
}

/// `count` angles from 0 to π, both included (NumPy's `linspace`).
pub fn even_angles(count: usize) -> impl Iterator<Item = f64> {
    let step = PI / count.saturating_sub(1).max(1) as f64;
    (0..count).map(move |index| if index > 0 && index + 1 == count { PI } else { index as f64 * step })
}
