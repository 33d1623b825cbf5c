//! Which part of the data points belong to, and how many belong to none.

use crate::numerics::Point;
use crate::numerics::dataset::Law;

/// Share of points nearest to each part; a point that is not a number is nearest to none.
pub fn shares(points: &[Point], law: &Law) -> Vec<f64> {
    let mut shares = vec![0.0; law.parts().len()];
    for &point in points.iter().filter(|point| is_somewhere(point)) {
        shares[law.mode_of(point)] += 1.0 / points.len() as f64;
    }
    shares
}

/// Share of points nearest to the first part.
pub fn first_share(points: &[Point], law: &Law) -> f64 {
    share(points, |point| is_somewhere(&point) && law.mode_of(point) == 0)
}

/// Share of points that are not within 4σ of any part; a point that is not a number is not.
pub fn off_share(points: &[Point], law: &Law) -> f64 {
    share(points, |point| {
        let on_a_part = law.distance(point) <= 4.0 * law.sigma();
        !on_a_part
    })
}

fn is_somewhere(point: &Point) -> bool {
    point.iter().all(|place| place.is_finite())
}

fn share(points: &[Point], holds: impl Fn(Point) -> bool) -> f64 {
    points.iter().filter(|&&point| holds(point)).count() as f64 / points.len() as f64
}
