//! The score of the write-up: biased MMD² at bandwidth 1 against points of `make_moons`.

use crate::engine::device::read_back;
use crate::numerics::Point;
use crate::numerics::dataset::TwoMoons;
use crate::numerics::rng::Rng;
use crate::numerics::two_sample::mmd::mmd2_each;
use crate::protocol::diffusion::WALKERS;
use burn::tensor::Tensor;

/// Of one set of samples, against `make_moons` points drawn from `noise`.
///
/// These are an even grid of angles, so independent draws score lower against them than against each other.
pub fn published_score(samples: &[Point], moons: &TwoMoons, rng: &mut Rng) -> f32 {
    let (grid, _) = moons.grid(WALKERS, rng);
    mmd2_each(samples, &grid, &[1.0])[0].biased as f32
}

/// Mean over several sets.
pub fn mean(scores: &[f32]) -> f32 {
    scores.iter().sum::<f32>() / scores.len() as f32
}

/// Points `[n, 2]` read back, cut into sets of [`WALKERS`].
///
/// # Errors
/// Says in words that the device is lost.
pub async fn sets(points: Tensor<2>) -> Result<Vec<Vec<Point>>, String> {
    let points = read_back(points).await?;
    let points: Vec<Point> = points.as_chunks::<2>().0.iter().map(|point| point.map(f64::from)).collect();
    Ok(points.chunks(WALKERS).map(<[Point]>::to_vec).collect())
}
