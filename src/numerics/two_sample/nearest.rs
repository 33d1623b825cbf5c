//! Whether samples are copies: how far they are from the nearest training point, over how far fresh data are.
//!
//! 0 for copies, 1 for draws of the law itself, more for samples that lie off the data. Copies are what distances to the law
//! cannot see: a training set is as near to it as fresh data are.

use crate::numerics::Point;
use crate::numerics::buckets::Buckets;
use crate::numerics::estimate::Estimate;

/// Distance from each of `points` to the nearest of a set, in the units of both; infinite for one that is not finite.
pub fn distances<'a>(points: &'a [Point], set: &'a Buckets) -> impl Iterator<Item = f64> + 'a {
    points.iter().map(|&x| set.nearest(x).sqrt())
}

/// Median distance of samples over that of fresh data, to one set of training points, which both errors take as given.
///
/// The median, not the mean: one sample in a hundred, ten times as far off as fresh data are, would raise a mean by as much as ten
/// copies lower it, and copying could hide behind bad samples.
pub fn ratio(samples: Vec<f64>, fresh: Vec<f64>) -> Estimate {
    Estimate::median(samples).over(Estimate::median(fresh))
}
