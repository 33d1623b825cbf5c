//! One connected part of a data set before it is blurred: where its points come from.

use crate::numerics::{Point, Rng};
use std::f64::consts::PI;

/// Parts of a spiral's outline.
const VERTICES: usize = 512;
/// Of these spirals, which bend little within a winding, more change nothing.
const NEWTON_STEPS: usize = 4;

/// Where clean points come from, with a uniform law on what each variant names.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// The radius goes from `radii[0]` to `radii[1]` while the angle grows from `angles[0]` to `angles[1]`, radians, both
    /// evenly and uniformly: Archimedes' spiral, and where the radii are equal an arc of a circle.
    Spiral { centre: Point, radii: [f64; 2], angles: [f64; 2] },
    /// From its lower left corner.
    Square { corner: Point, side: f64 },
    /// One of several points, all alike.
    Points(Vec<Point>),
}

impl Part {
    /// The point at `share` ∈ [0, 1] of the way along a spiral.
    pub fn on_spiral(centre: Point, radii: [f64; 2], angles: [f64; 2], share: f64) -> Point {
        let [radius, angle] = [radii, angles].map(|[from, to]| from + (to - from) * share);
        let (sin, cos) = angle.sin_cos();
        [centre[0] + radius * cos, centre[1] + radius * sin]
    }

    pub fn draw(&self, rng: &mut Rng) -> Point {
        match self {
            Self::Spiral { centre, radii, angles } => {
                Self::on_spiral(*centre, *radii, *angles, rng.uniform())
            }
            Self::Square { corner, side } => corner.map(|low| low + side * rng.uniform()),
            Self::Points(points) => points[rng.below(points.len())],
        }
    }

    /// A point in the middle.
    pub fn heart(&self) -> Point {
        match self {
            Self::Spiral { centre, radii, angles } => Self::on_spiral(*centre, *radii, *angles, 0.5),
            Self::Square { corner, side } => corner.map(|low| low + 0.5 * side),
            Self::Points(points) => points[points.len() / 2],
        }
    }

    /// The distance from a point to the nearest point of the part.
    pub fn distance(&self, x: Point) -> f64 {
        match self {
            Self::Spiral { centre, radii: [radius, other], angles } if radius == other => {
                let out = [0, 1].map(|axis| x[axis] - centre[axis]);
                if beside(out, angles).abs() <= 0.5 * (angles[1] - angles[0]) {
                    return (out[0].hypot(out[1]) - radius).abs();
                }
                let end = |angle: f64| (out[0] - radius * angle.cos()).hypot(out[1] - radius * angle.sin());
                end(angles[0]).min(end(angles[1]))
            }
            Self::Spiral { .. } => self.nearest_on_spiral(x).1,
            Self::Square { corner, side } => {
                let beyond = [0, 1].map(|axis| {
                    let out = x[axis] - corner[axis];
                    // Not-a-number stays one.
                    if out < 0.0 { -out } else { out - out.min(*side) }
                });
                beyond[0].hypot(beyond[1])
            }
            Self::Points(points) => {
                let distances = points.iter().map(|point| (x[0] - point[0]).hypot(x[1] - point[1]));
                distances
                    .fold(f64::INFINITY, |least, distance| if distance >= least { least } else { distance })
            }
        }
    }

    /// How far along the part the nearest point to `x` is, radians of its angle; none of what has no one direction. Of an
    /// arc it is cut opposite its middle, so that it is continuous all around.
    pub fn along(&self, x: Point) -> Option<f64> {
        match self {
            Self::Spiral { centre, radii: [radius, other], angles } if radius == other => {
                let out = [0, 1].map(|axis| x[axis] - centre[axis]);
                Some(beside(out, angles) + 0.5 * (angles[1] - angles[0]))
            }
            Self::Spiral { .. } => Some(self.nearest_on_spiral(x).0),
            Self::Square { .. } | Self::Points(_) => None,
        }
    }

    /// Points all over the part, its ends and corners among them.
    pub fn outline(&self) -> Vec<Point> {
        match self {
            Self::Spiral { centre, radii, angles } => {
                let share = |step: usize| step as f64 / VERTICES as f64;
                (0..=VERTICES).map(|step| Self::on_spiral(*centre, *radii, *angles, share(step))).collect()
            }
            Self::Square { corner: [x, y], side } => [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
                .map(|[i, j]| [x + side * i, y + side * j])
                .to_vec(),
            Self::Points(points) => points.clone(),
        }
    }

    /// Angle beyond its beginning and distance of the nearest point of a spiral whose angle grows. The squared distance
    /// has a least value near the point's own direction in each winding, which Newton's method finds.
    fn nearest_on_spiral(&self, x: Point) -> (f64, f64) {
        let Self::Spiral { centre, radii, angles: [from, to] } = self else { return (f64::NAN, f64::NAN) };
        let slope = (radii[1] - radii[0]) / (to - from);
        let out = [x[0] - centre[0], x[1] - centre[1]];
        let (distance, direction) = (out[0].hypot(out[1]), out[1].atan2(out[0]));
        let first = from + (direction - from).rem_euclid(2.0 * PI) - 2.0 * PI;
        let windings = ((to - from) / (2.0 * PI)).ceil() as usize + 1;
        let mut best = (0.0, f64::INFINITY);
        for winding in 0..=windings {
            let mut angle = (first + 2.0 * PI * winding as f64).clamp(*from, *to);
            for _ in 0..NEWTON_STEPS {
                let radius = radii[0] + slope * (angle - from);
                let (sin, cos) = (angle - direction).sin_cos();
                let gradient = radius * slope - distance * (slope * cos - radius * sin);
                let curvature = slope * slope + distance * (2.0 * slope * sin + radius * cos);
                if curvature > 0.0 {
                    angle = (angle - gradient / curvature).clamp(*from, *to);
                }
            }
            let radius = radii[0] + slope * (angle - from);
            let (sin, cos) = angle.sin_cos();
            let away = (out[0] - radius * cos).hypot(out[1] - radius * sin);
            if away < best.1 || away.is_nan() {
                best = (angle - from, away);
            }
        }
        best
    }
}

/// The angle of `out` from the middle of an arc, in (−π, π].
fn beside(out: Point, [from, to]: &[f64; 2]) -> f64 {
    let (sin, cos) = (0.5 * (from + to)).sin_cos();
    let angle = (out[1] * cos - out[0] * sin).atan2(out[0] * cos + out[1] * sin);
    if angle <= -PI { PI } else { angle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Stream;

    fn parts() -> [Part; 5] {
        [
            Part::Spiral { centre: [0.0; 2], radii: [1.0; 2], angles: [0.0, PI] },
            Part::Spiral { centre: [1.0, 0.5], radii: [1.6; 2], angles: [0.0, 2.0 * PI] },
            Part::Spiral { centre: [0.2, -0.1], radii: [0.25, 2.0], angles: [1.0, 10.0] },
            Part::Square { corner: [-1.0, 0.5], side: 1.5 },
            Part::Points(vec![[0.3, 0.4], [-1.0, 2.0], [0.5, 0.5]]),
        ]
    }

    #[test]
    fn what_is_drawn_lies_on_the_part_and_so_does_its_heart() {
        let mut rng = Rng::new(4, Stream::Data);
        for part in parts() {
            for _ in 0..200 {
                let x = part.draw(&mut rng);
                assert!(part.distance(x) < 1e-3, "{part:?}: {x:?}");
            }
            assert!(part.distance(part.heart()) < 1e-3, "{part:?}");
            assert!(part.distance([9.0, 9.0]) > 5.0 && part.distance([f64::NAN; 2]).is_nan(), "{part:?}");
        }
    }

    #[test]
    fn the_distance_is_that_to_the_nearest_of_many_points() {
        let mut rng = Rng::new(5, Stream::Data);
        for part in &parts()[..4] {
            let many: Vec<Point> = (0..40_000).map(|_| part.draw(&mut rng)).collect();
            for x in [[0.1, 0.2], [-1.7, 0.0], [0.4, 1.6], [1.3, -1.2], [0.5, -0.4]] {
                let far = |point: &Point| (x[0] - point[0]).hypot(x[1] - point[1]);
                let least = many.iter().map(far).fold(f64::INFINITY, f64::min);
                assert!((part.distance(x) - least).abs() < 2e-2, "{part:?} at {x:?}: {least}");
            }
        }
    }

    #[test]
    fn the_way_along_grows_with_the_angle() {
        let [arc, circle, spiral, square, points] = parts();
        for part in [arc, circle, spiral] {
            let Part::Spiral { centre, radii, angles } = part else { unreachable!() };
            for share in [0.05, 0.3, 0.5, 0.8, 0.95] {
                let x = Part::on_spiral(centre, radii, angles, share);
                let along = part.along(x).expect("an angle");
                assert!((along - share * (angles[1] - angles[0])).abs() < 1e-2, "{along} at {share}");
            }
        }
        assert_eq!((square.along([0.0; 2]), points.along([0.0; 2])), (None, None));
    }
}
