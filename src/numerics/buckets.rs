//! Points in buckets of neighbours, the leaves of a k-d tree (Friedman, Bentley & Finkel 1977): what lies near a place lies in few
//! of them.

use super::Point;
use super::kernel::lanes::Lanes;

/// Points of a bucket, and buckets whose boxes are looked at together: so many that the compiler can use vector instructions.
pub const SIZE: usize = 8;

/// Where a lane has no point: so far off that nothing is near it, and its square is still finite.
const FAR: f64 = 1e100;

/// Neighbouring points, coordinate by coordinate.
pub type Bucket = [Lanes<SIZE>; 2];

/// A set of points in which to look for those near a place.
#[derive(Clone, Debug)]
pub struct Buckets(Vec<Cluster>);

/// [`SIZE`] buckets and the boxes around their points.
#[derive(Clone, Debug)]
struct Cluster {
    low: Bucket,
    high: Bucket,
    buckets: [Bucket; SIZE],
}

impl Buckets {
    /// Takes time n log n.
    pub fn new(points: &[Point]) -> Self {
        let mut points = points.to_vec();
        sort(&mut points);
        Self(points.chunks(SIZE * SIZE).map(Cluster::new).collect())
    }

    /// Square of the distance from `x` to the nearest point; infinite where there is none, or `x` is not finite.
    pub fn nearest(&self, x: Point) -> f64 {
        let mut least = f64::INFINITY;
        for cluster in &self.0 {
            let squares = cluster.squares(x);
            if lowest(squares) < least {
                for (bucket, square) in cluster.buckets.iter().zip(squares.0) {
                    if square < least {
                        let nearest = lowest(squares_to(bucket, x));
                        least = if nearest < least { nearest } else { least };
                    }
                }
            }
        }
        least
    }

    /// The buckets that may have points whose squared distance to `x` is at most `square`.
    #[inline(always)]
    pub fn within(&self, x: Point, square: f64) -> impl Iterator<Item = &Bucket> {
        self.0
            .iter()
            .flat_map(move |cluster| {
                let squares = cluster.squares(x);
                cluster.buckets.iter().zip(squares.0).filter(move |(_, least)| *least <= square)
            })
            .map(|(bucket, _)| bucket)
    }
}

impl Cluster {
    /// Of at most `SIZE`² points.
    fn new(points: &[Point]) -> Self {
        let nowhere = [Lanes::splat(FAR); 2];
        let mut cluster = Self { low: nowhere, high: nowhere, buckets: [nowhere; SIZE] };
        for (index, points) in points.chunks(SIZE).enumerate() {
            for axis in 0..2 {
                let along = || points.iter().map(|point| point[axis]);
                cluster.low[axis].0[index] = along().fold(f64::INFINITY, f64::min);
                cluster.high[axis].0[index] = along().fold(f64::NEG_INFINITY, f64::max);
                for (lane, coordinate) in along().enumerate() {
                    cluster.buckets[index][axis].0[lane] = coordinate;
                }
            }
        }
        cluster
    }

    /// Squares of the distances from `x` to the boxes.
    #[inline(always)]
    fn squares(&self, x: Point) -> Lanes<SIZE> {
        let beyond = [0, 1].map(|axis| {
            let (below, above) = (self.low[axis] - x[axis], -(self.high[axis] - x[axis]));
            below.at_least(above).at_least(Lanes::splat(0.0))
        });
        beyond[0] * beyond[0] + beyond[1] * beyond[1]
    }
}

/// Squares of the distances from `x` to the points of a bucket.
#[inline(always)]
pub fn squares_to(bucket: &Bucket, x: Point) -> Lanes<SIZE> {
    let (dx, dy) = (bucket[0] - x[0], bucket[1] - x[1]);
    dx * dx + dy * dy
}

#[inline(always)]
fn lowest(lanes: Lanes<SIZE>) -> f64 {
    lanes.0.into_iter().fold(f64::INFINITY, |least, one| if one < least { one } else { least })
}

/// In halves across the longer side, and each half again, but so that buckets and clusters are full.
fn sort(points: &mut [Point]) {
    if points.len() <= SIZE {
        return;
    }
    let side = |axis: usize| {
        let along = points.iter().map(|point| point[axis]);
        along.clone().fold(f64::NEG_INFINITY, f64::max) - along.fold(f64::INFINITY, f64::min)
    };
    let axis = usize::from(side(1) > side(0));
    let unit = if points.len() > SIZE * SIZE { SIZE * SIZE } else { SIZE };
    let half = (points.len() / 2).next_multiple_of(unit);
    points.select_nth_unstable_by(half, |one, other| one[axis].total_cmp(&other[axis]));
    let (before, after) = points.split_at_mut(half);
    sort(before);
    sort(after);
}
