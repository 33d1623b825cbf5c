//! A composition at every noise level of a path, and samples of it by a predictor with or without a corrector.

use super::network::{tensor, values};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::compose::{
    Composed, Composition, CompositionLevels, Corrector, Factor, NoisedFactor,
};
use mcmc_to_diffusion::numerics::dataset::{Law, Standardise};
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity, PlaneRule};
use mcmc_to_diffusion::numerics::diffusion::clip::Bound;
use mcmc_to_diffusion::numerics::diffusion::ideal_denoiser::Answer;
use mcmc_to_diffusion::numerics::diffusion::sampling::Sampling;
use mcmc_to_diffusion::numerics::diffusion::{Denoised, IdealDenoiser, Path};
use mcmc_to_diffusion::numerics::mcmc::Sampler;
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::DiffusionSettings;

/// A composition at each noise level of the path of some settings.
pub struct Levels {
    pub law: Law,
    pub units: Standardise,
    pub path: Path,
    pub ideal: IdealDenoiser,
    pub all: CompositionLevels,
}

impl Levels {
    pub fn new(law: &Law, factor: &Factor, composition: Composition, settings: &DiffusionSettings) -> Self {
        let (units, path) = (law.units(), Path::of(settings));
        Self {
            law: law.clone(),
            ideal: IdealDenoiser::new(law, &units, &path),
            all: CompositionLevels::new(law, &units, &path, factor, composition),
            units,
            path,
        }
    }

    /// The composition of both at a timestep; at the data without one.
    pub fn composed(&self, t: Option<usize>) -> Composed<'_, DataDensity> {
        self.all.at(&self.ideal, t)
    }

    pub fn factor(&self, t: Option<usize>) -> &NoisedFactor {
        self.all.factor(t)
    }

    /// Step sizes of a kernel are in units of these.
    pub fn scales(&self, t: Option<usize>) -> Point {
        let composed = self.composed(t);
        composed.scales(composed.base.blur())
    }
}

/// The composition at the data by quadrature: what samples are judged by. Data units.
pub fn truth(law: &Law, factor: &Factor, composition: Composition, side: usize) -> PlaneRule {
    let (base, factor) = (DataDensity::new(law), factor.noised(&Standardise::NONE, 1.0));
    PlaneRule::of(&Composed { base: &base, factor: &factor, composition }, [-2.2, -2.0], [3.2, 2.5], side)
}

/// Samples, data units: at each level `correct` is given the cloud, at the data too, and then the predictor of `settings` takes a
/// stride with the score at the cloud's places.
pub fn sample(
    levels: &Levels,
    settings: &DiffusionSettings,
    points: usize,
    seed: u32,
    mut score: impl FnMut(usize, &[Point]) -> Vec<Point>,
    mut correct: impl FnMut(Option<usize>, Vec<Point>) -> Vec<Point>,
) -> Vec<Point> {
    let rng = Rng::new(seed, Stream::Sampling);
    let mut sampling = Sampling::start(points, settings, &levels.path, Bound::None, rng, &host());
    loop {
        let flat = values(sampling.last().clone());
        let cloud = flat.as_chunks::<2>().0.to_vec();
        let cloud = correct(sampling.query().map(|query| query.t), cloud);
        sampling.move_to(rows(&cloud));
        let Some(query) = sampling.query() else {
            return cloud.into_iter().map(|x| levels.units.to_data_units(x)).collect();
        };
        let level = levels.path.level(query.t);
        let answers: Vec<Answer> = cloud
            .iter()
            .zip(score(query.t, &cloud))
            .map(|(&x, score)| Answer::of_score(level, x, score))
            .collect();
        let each = |half: fn(&Answer) -> Point| rows(&answers.iter().map(half).collect::<Vec<_>>());
        sampling.advance(Denoised { x0: each(|answer| answer.x0), eps: each(|answer| answer.eps) });
    }
}

fn rows(points: &[Point]) -> burn::tensor::Tensor<2> {
    let flat: Vec<f32> = points.iter().flatten().map(|&place| place as f32).collect();
    tensor(&flat, 2, &host())
}

/// Leaves a cloud as it is.
pub fn uncorrected(_: Option<usize>, cloud: Vec<Point>) -> Vec<Point> {
    cloud
}

/// Scores added at the noisy levels.
pub fn naive(levels: &Levels) -> impl Fn(usize, &[Point]) -> Vec<Point> + '_ {
    move |t, cloud: &[Point]| cloud.iter().map(|x| levels.composed(Some(t)).score(x)).collect()
}

/// `sweeps` transitions a level of the kernel that `kernel` makes from the scales there, on the exact density; counts the mean
/// acceptance of each level into `acceptance`.
pub fn corrected<'a, S: Sampler<Position = Point>>(
    levels: &'a Levels,
    points: usize,
    seed: u32,
    sweeps: usize,
    kernel: impl Fn(Point) -> S + 'a,
    acceptance: &'a mut Vec<f64>,
) -> impl FnMut(Option<usize>, Vec<Point>) -> Vec<Point> + 'a {
    let mut corrector = Corrector::new(points, seed);
    move |t, cloud| {
        let (target, kernel) = (levels.composed(t), kernel(levels.scales(t)));
        corrector.enter(&target, &cloud);
        let mut sum = 0.0;
        for _ in 0..sweeps {
            let moves = corrector.sweep(&target, &kernel, 0..points);
            sum += moves.iter().map(|each| each.acceptance).sum::<f64>();
        }
        acceptance.push(sum / (sweeps * points) as f64);
        corrector.places()
    }
}

/// Share of the points nearest to the first part, less what it should be, in standard errors of a share of so many independent
/// points; and the share.
pub fn share_error(points: &[Point], law: &Law, exact: f64) -> (f64, f64) {
    let share = mcmc_to_diffusion::numerics::two_sample::mode_occupancy::first_share(points, law);
    ((share - exact) / (exact * (1.0 - exact) / points.len() as f64).sqrt(), share)
}
