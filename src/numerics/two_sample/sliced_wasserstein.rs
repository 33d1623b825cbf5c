//! Sliced Wasserstein distance (Bonneel et al. 2015): optimal transport of one-dimensional projections.

use crate::numerics::{Point, Rng};

/// Optimal transport between two sets of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transport {
    /// Mean distance moved.
    pub w1: f64,
    /// Mean squared distance moved by the plan that makes it least.
    pub w2_squared: f64,
}

/// Distances averaged over directions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sliced {
    /// Mean of W₁.
    pub w1: f64,
    /// Root of the mean of W₂².
    pub w2: f64,
}

/// `count` unit vectors, uniform on a half circle: v and −v give the same projection but for its sign.
pub fn directions(count: usize, rng: &mut Rng) -> Vec<Point> {
    (0..count).map(|_| rng.half_circle()).collect()
}

/// The sliced distances of two sets along the given unit vectors.
pub fn sliced_wasserstein(x: &[Point], y: &[Point], directions: &[Point]) -> Sliced {
    let (mut w1, mut w2_squared) = (0.0, 0.0);
    for &direction in directions {
        let transport = along(x, y, direction);
        w1 += transport.w1;
        w2_squared += transport.w2_squared;
    }
    let count = directions.len() as f64;
    Sliced { w1: w1 / count, w2: (w2_squared / count).sqrt() }
}

/// Optimal transport between the projections of two sets on one unit vector.
pub fn along(x: &[Point], y: &[Point], direction: Point) -> Transport {
    let project = |points: &[Point]| -> Vec<f64> {
        points.iter().map(|point| point[0] * direction[0] + point[1] * direction[1]).collect()
    };
    transport(project(x), project(y))
}

/// In one dimension the best plan keeps the order. Sets may differ in size: a point of `x` carries as many units
/// of mass as `y` has points, and the other way round, so that the plan is exact in whole numbers.
fn transport(mut x: Vec<f64>, mut y: Vec<f64>) -> Transport {
    if x.is_empty() || y.is_empty() {
        return Transport { w1: f64::NAN, w2_squared: f64::NAN };
    }
    x.sort_unstable_by(f64::total_cmp);
    y.sort_unstable_by(f64::total_cmp);
    let (mut i, mut j) = (0, 0);
    let (mut left_x, mut left_y) = (y.len(), x.len());
    let (mut w1, mut w2_squared) = (0.0, 0.0);
    while i < x.len() && j < y.len() {
        let moved = left_x.min(left_y);
        let distance = (x[i] - y[j]).abs();
        w1 += moved as f64 * distance;
        w2_squared += moved as f64 * distance * distance;
        left_x -= moved;
        left_y -= moved;
        if left_x == 0 {
            (i, left_x) = (i + 1, y.len());
        }
        if left_y == 0 {
            (j, left_y) = (j + 1, x.len());
        }
    }
    let mass = x.len() as f64 * y.len() as f64;
    Transport { w1: w1 / mass, w2_squared: w2_squared / mass }
}
