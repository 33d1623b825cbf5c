//! Which moon points belong to, and how many belong to none.

use crate::numerics::Point;
use crate::numerics::dataset::two_moons::lower_from_upper;

/// Distance from a point to the upper arc, the half circle (cos θ, sin θ), θ ∈ [0, π].
pub fn distance_to_upper([x, y]: Point) -> f64 {
    if y >= 0.0 { (x.hypot(y) - 1.0).abs() } else { (x.abs() - 1.0).hypot(y) }
}

/// Distance from a point to the lower arc.
pub fn distance_to_lower(point: Point) -> f64 {
    distance_to_upper(lower_from_upper(point))
}

/// Share of points nearer to the upper arc than to the lower one.
pub fn upper_share(points: &[Point]) -> f64 {
    share(points, |point| distance_to_upper(point) < distance_to_lower(point))
}

/// Share of points that are not within `distance` of either arc; a point that is not a number is not.
pub fn off_share(points: &[Point], distance: f64) -> f64 {
    share(points, |point| !(distance_to_upper(point) <= distance || distance_to_lower(point) <= distance))
}

fn share(points: &[Point], holds: impl Fn(Point) -> bool) -> f64 {
    points.iter().filter(|&&point| holds(point)).count() as f64 / points.len() as f64
}
